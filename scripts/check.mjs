/**
 * `npm run check`: everything that says within a minute whether a change keeps the house: format and lint, types, contracts (lint, no
 * breaking change, generated code and reference pages without drift), architecture and unit tests. `--no-tests` leaves the tests out.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, node, root } from './build.mjs';

ensureInstalled();
ensureBuilt();

const bin = (name) => join(root, 'node_modules', '.bin', name);
const fresh = mkdtempSync(join(tmpdir(), 'tidemark-proto-'));
const template = JSON.stringify({
  version: 'v2',
  plugins: [{ local: bin('protoc-gen-es'), out: fresh, opt: ['target=ts', 'import_extension=js'] }],
});
const proto = { cwd: join(root, 'proto') };

const steps = [
  ['format and lint', bin('biome'), ['ci', '--colors=off', '--error-on-warnings', '--max-diagnostics=50', '.']],
  ['types', bin('tsc'), ['-p', '.']],
  ['contracts: lint', bin('buf'), ['lint'], proto],
  ['contracts: nothing breaks', bin('buf'), ['breaking', '--against', 'published.binpb'], proto],
  [
    'contracts: generated code',
    'sh',
    ['-c', `${bin('buf')} generate --template '${template}' && diff -r ${fresh} ../libs/contracts/src/generated`],
    proto,
  ],
  ['reference pages', node, [join(root, 'dist', 'scripts', 'reference', 'codes.js'), '--check']],
  ['rulebook', node, [join(root, 'dist', 'scripts', 'reference', 'rulebook.js'), '--check']],
  ['permissions', node, [join(root, 'dist', 'scripts', 'reference', 'permissions.js'), '--check']],
  [
    'architecture and unit tests',
    node,
    ['--experimental-vm-modules', '--no-warnings', bin('jest'), '--selectProjects', 'unit', '--silent', '--reporters=summary'],
  ],
];

const wanted = process.argv.includes('--no-tests') ? steps.filter(([name]) => !name.includes('tests')) : steps;
const failed = (await Promise.all(wanted.map(run))).filter((name) => name !== undefined);
rmSync(fresh, { recursive: true, force: true });
if (failed.length > 0) console.error(`\nNot kept: ${failed.join('; ')}`);
process.exit(failed.length > 0 ? 1 : 0);

/** Runs one step; what it prints is shown only when it fails. Answers its name then. */
function run([name, command, args, options = {}]) {
  const started = Date.now();
  const env = {
    ...process.env,
    NO_COLOR: '1',
    PATH: `${join(root, 'node_modules', 'node', 'bin')}:${join(root, 'node_modules', '.bin')}:${process.env.PATH}`,
  };
  const child = spawn(command, args, { cwd: root, ...options, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      console.error(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
      if (code !== 0) console.error(Buffer.concat(output).toString());
      resolve(code === 0 ? undefined : name);
    });
  });
}
