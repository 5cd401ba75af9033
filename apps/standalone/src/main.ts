import 'reflect-metadata';
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ConfigError, loadConfig } from '@tidemark/config';
import { shutDownOnSignal } from '@tidemark/observability';
import { type Standalone, startStandalone } from './composition/standalone.js';
import { HomeLock } from './home/home-lock.js';
import { Progress } from './home/progress.js';
import { type WelcomeFacts, welcome } from './home/welcome.js';
import { firstReport } from './sample/first-report.js';
import { makeSampleWorld } from './sample/sample-world.js';

const USAGE = `npm start -- [--empty] [--kafka]
  --empty   without the sample world: the operator alone
  --kafka   on a Kafka broker that is started here, unless TIDEMARK_KAFKA_BROKERS names one`;

/** An earlier process that was just told to end needs as long as its shutdown may take. */
const PREDECESSOR_WAIT_MS = 20_000;

const say = (text: string) => process.stdout.write(`${text}\n`);

async function main(): Promise<void> {
  const { empty, kafka } = readArguments();
  const config = loadConfig();
  mkdirSync(config.home, { recursive: true });
  const lock = await HomeLock.take(config.home, PREDECESSOR_WAIT_MS, (pid) => say(`Waiting for process ${pid}, which is ending`));
  const standalone = await startStandalone(config, { kafka });
  shutDownOnSignal(async () => {
    await standalone.stop();
    lock.release();
  }, say);
  // The starter is gone without having said so: nobody would know that this goes on.
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  say(welcome(await fill(standalone, empty)));
}

/** Makes the sample world unless told otherwise, and answers what to tell. */
async function fill({ config, origin, grpcAddress, issuing: { embedded } }: Standalone, empty: boolean): Promise<WelcomeFacts> {
  const eventLog = config.kafka ? `Kafka at ${config.kafka.brokers.join(', ')}` : 'PostgreSQL';
  const facts = { origin, grpcAddress, eventLog, home: config.home, issuer: config.oidc.issuer, nowMs: Date.now() };
  if (!embedded) return facts;
  const { tokenEndpoint, credentials } = embedded;
  const told = { ...facts, tokenEndpoint, credentialsPath: credentials.path };
  if (empty) return told;
  await makeSampleWorld({ origin, tokenEndpoint, credentials, onBroker: false, progress: new Progress(process.stdout) });
  return { ...told, sample: await firstReport(origin, tokenEndpoint, credentials) };
}

function readArguments(): { empty: boolean; kafka: boolean } {
  try {
    const { values } = parseArgs({ options: { empty: { type: 'boolean' }, kafka: { type: 'boolean' }, help: { type: 'boolean' } } });
    if (!values.help) return { empty: values.empty ?? false, kafka: values.kafka ?? false };
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    process.exit(2);
  }
  say(USAGE);
  process.exit(0);
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(error instanceof ConfigError ? 2 : 1);
});
