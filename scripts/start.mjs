/**
 * `npm start`: everything that is needed to run Tidemark in a fresh clone, then Tidemark itself (apps/standalone) in one process.
 * Arguments are passed on: `npm start -- --empty`, `npm start -- --kafka`.
 *
 * package.json says `exec node`, so that npm's signals reach this process and not a shell in between, which would die of them and leave
 * Tidemark behind. Where the shell has no `exec` (Windows): `node scripts/start.mjs`.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, node, root } from './build.mjs';

if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(`Tidemark needs Node 20 or later to start (it then brings its own); this is ${process.version}.`);
  process.exit(1);
}
ensureInstalled();
ensureBuilt();

const main = join(root, 'dist', 'apps', 'standalone', 'src', 'main.js');
// The channel tells Tidemark when this process is gone, by `kill -9` too: it then ends in order instead of holding the port for nobody.
const child = spawn(node, ['--enable-source-maps', main, ...process.argv.slice(2)], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  console.error(`Tidemark could not be started: ${error.message}`);
  process.exit(1);
});
child.on('exit', (code, signal) => process.exit(signal ? 1 : code));
if (process.env.npm_lifecycle_event === 'start') endWithParent(process.ppid);

/** npm passes SIGTERM on, but a killed npm cannot. */
function endWithParent(parent) {
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref();
}
