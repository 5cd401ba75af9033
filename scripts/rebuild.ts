/**
 * npm run rebuild [-- --replay]: computes what is derived again from the append-only truth and compares it with what stands: the ledger's
 * totals, then the monitor's vectors and flags from the log. Ends with 0 when all agrees, 1 on any difference, 2 when it could not be done.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const PARTS = ['usage-ledger', 'threshold-monitor'];

const codes = PARTS.map((app) => {
  console.log(`${app}:`);
  const main = join(import.meta.dirname, '..', 'apps', app, 'src', 'rebuild', 'main.js');
  const args = app === 'usage-ledger' ? process.argv.slice(2) : [];
  return spawnSync(process.execPath, ['--enable-source-maps', main, ...args], { stdio: 'inherit' }).status ?? 2;
});
process.exit(Math.max(...codes));
