/**
 * npm run rebuild [-- --replay]: computes what is derived again from the append-only truth and compares it with what stands: the ledger's
 * totals, then the monitor's vectors and flags from the log. Ends with 0 when all agrees, 1 on any difference, 2 when it could not be done.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { loadConfig } from '@tidemark/config';
import { connects, readState } from '../deploy/kafka/kafka-broker.js';

const PARTS = ['usage-ledger', 'threshold-monitor'];

async function main(): Promise<number> {
  const env = { ...process.env, ...(await brokerOfHome()) };
  const codes = PARTS.map((app) => {
    console.log(`${app}:`);
    const part = join(import.meta.dirname, '..', 'apps', app, 'src', 'rebuild', 'main.js');
    const args = app === 'usage-ledger' ? process.argv.slice(2) : [];
    return spawnSync(process.execPath, ['--enable-source-maps', part, ...args], { stdio: 'inherit', env }).status ?? 2;
  });
  return Math.max(...codes);
}

/** The broker of `npm start -- --kafka` while it runs: nobody but its data folder knows where it is. */
async function brokerOfHome(): Promise<NodeJS.ProcessEnv> {
  const { kafka, home } = loadConfig();
  if (kafka) return {};
  const broker = await readState(join(home, 'kafka'));
  if (!broker || !(await connects(broker.port))) return {};
  const admin = broker.sasl?.admin;
  return {
    TIDEMARK_KAFKA_BROKERS: `127.0.0.1:${broker.port}`,
    ...(admin && { TIDEMARK_KAFKA_USERNAME: admin.username, TIDEMARK_KAFKA_PASSWORD: admin.password }),
  };
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  },
);
