/**
 * Brings a checkout to where it can run: dependencies from the lock file, then the compiled code in dist/. What is up to date is skipped,
 * which takes a fraction of a second. Plain JavaScript without dependencies, because it runs before there are any, on Node 20 or later.
 *
 *   node scripts/build.mjs
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === 'win32';

/** The Node of the lock file: everything after the installation runs on this one. */
export const node = join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');

const SOURCES = ['apps', 'libs', 'deploy', 'test', 'scripts'];
/** Compiled in a quarter of a second, but a folder of jars or of a broker's data is not ours to walk through. */
const NOT_SOURCES = new Set(['node_modules', 'jars', 'target', 'data', '.tidemark', 'fixtures']);

/** Installs what the lock file says, unless it is there. */
export function ensureInstalled(say = console.error) {
  if (isInstalled()) return;
  say('Installing dependencies from package-lock.json (once, about a minute)');
  const npm = process.env.npm_execpath;
  const command = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const [file, args] = npm?.endsWith('.js') ? [process.execPath, [npm, ...command]] : [windows ? 'npm.cmd' : 'npm', command];
  const { status } = spawnSync(file, args, { cwd: root, stdio: ['ignore', 2, 2], shell: windows && !npm });
  if (status !== 0 || !isInstalled()) fail('The dependencies could not be installed. The reason stands above.');
}

/** Compares what npm says it has installed with what it was told to: a changed lock file and a broken-off installation both show. */
function isInstalled() {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden) || !existsSync(node)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional, devOptional, peer }]) =>
      path === '' || optional || devOptional || peer || present[path]?.version === version,
  );
}

/** Compiles the TypeScript into dist/, unless no source has changed since. */
export function ensureBuilt(say = console.error) {
  const dist = join(root, 'dist');
  const marker = join(dist, '.built');
  const state = stateOfSources();
  if (existsSync(marker) && readFileSync(marker, 'utf8') === state) return;
  say('Building');
  const fresh = join(root, `dist.new-${process.pid}`);
  try {
    compile(fresh);
    writeFileSync(join(fresh, '.built'), state);
    const old = `${fresh}.old`;
    // Renamed into place: a process that starts meanwhile finds the old build or the new one, never half of one.
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(fresh, dist);
    rmSync(old, { recursive: true, force: true });
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function compile(target) {
  mkdirSync(target);
  writeFileSync(join(target, 'package.json'), '{ "type": "module" }\n');
  const swc = join(root, 'node_modules', '@swc', 'cli', 'bin', 'swc.js');
  const folders = SOURCES.filter((folder) => existsSync(join(root, folder)));
  const args = [swc, ...folders, '-d', target, '--quiet', '--ignore', '**/{jars,target,data}/**'];
  const { status } = spawnSync(node, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) fail('The build failed. The reason stands above.');
  for (const app of readdirSync(join(root, 'apps'))) {
    const data = join(root, 'apps', app, 'data');
    if (existsSync(data)) cpSync(data, join(target, 'apps', app, 'data'), { recursive: true });
  }
}

/** Changes when a source is added, removed or written. */
function stateOfSources() {
  const hash = createHash('sha256');
  for (const name of ['.swcrc', 'package-lock.json']) hash.update(readFileSync(join(root, name)));
  const visit = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !NOT_SOURCES.has(entry.name)) visit(path);
      if (!entry.isFile() || !/\.(ts|mjs|json)$/.test(entry.name)) continue;
      const { mtimeMs, size } = statSync(path);
      hash.update(`${path}\0${mtimeMs}\0${size}\0`);
    }
  };
  for (const folder of SOURCES) if (existsSync(join(root, folder))) visit(join(root, folder));
  for (const app of readdirSync(join(root, 'apps'))) {
    const data = join(root, 'apps', app, 'data');
    if (existsSync(data)) visitData(data, hash);
  }
  return hash.digest('hex');
}

function visitData(folder, hash) {
  for (const name of readdirSync(folder).sort()) {
    const { mtimeMs, size } = statSync(join(folder, name));
    hash.update(`${name}\0${mtimeMs}\0${size}\0`);
  }
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  ensureInstalled();
  ensureBuilt();
}
