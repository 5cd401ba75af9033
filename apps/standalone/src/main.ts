import 'reflect-metadata';
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ConfigError, loadConfig } from '@tidemark/config';
import { shutDownOnSignal } from '@tidemark/observability';
import { type Standalone, startStandalone } from './composition/standalone.js';
import { HomeInUse, HomeLock } from './home/home-lock.js';
import { Progress } from './home/progress.js';
import { type WelcomeFacts, welcome } from './home/welcome.js';
import { Afterwards } from './live-view/afterwards.js';
import { firstReport } from './sample/first-report.js';
import { makeSampleWorld } from './sample/sample-world.js';

const USAGE = `npm start -- [--empty] [--no-frontier-run] [--kafka]
  --empty             without the sample world: the operator and an administrator alone
  --no-frontier-run   without the simulated run that streams into the sample world
  --kafka             on a Kafka broker that is started here, unless TIDEMARK_KAFKA_BROKERS names one`;

/** An earlier process that was just told to end needs as long as its shutdown may take. */
const PREDECESSOR_WAIT_MS = 50_000;

const say = (text: string) => process.stdout.write(`${text}\n`);

async function main(): Promise<void> {
  const { empty, frontierRun, kafka } = readArguments();
  const config = loadConfig();
  mkdirSync(config.home, { recursive: true });
  const lock = await HomeLock.take(config.home, PREDECESSOR_WAIT_MS, (pid) => say(`Waiting for process ${pid}, which is ending`));
  const starting = startStandalone(config, { kafka });
  let ending = false;
  const afterwards = new Afterwards();
  // From the first moment: what was started half-way must be ended too.
  shutDownOnSignal(async () => {
    ending = true;
    lock.ending();
    await afterwards.end();
    const started = await starting.catch(() => undefined);
    await started?.stop();
    lock.release();
  }, say);
  // The starter is gone without having said so: nobody would know that this goes on.
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  const standalone = await starting.catch((error: unknown) => {
    lock.release();
    throw error;
  });
  const facts = await fill(standalone, empty).catch((error: unknown) => {
    if (!ending) console.error('The sample world is not complete; the next start goes on with it.', error);
  });
  if (ending) return;
  say(welcome(facts ?? { ...placesOf(standalone), incomplete: true }));
  const { embedded } = standalone.issuing;
  if (!embedded) return;
  const hands = { origin: standalone.local, credentials: embedded.credentials, say };
  afterwards.begin({ ...hands, frontierRun: frontierRun && facts?.sample !== undefined });
}

function placesOf({ config, origin, grpcAddress, issuing: { embedded } }: Standalone): WelcomeFacts {
  const eventLog = config.kafka ? `Kafka at ${config.kafka.brokers.join(', ')}` : 'PostgreSQL';
  const facts = { origin, grpcAddress, eventLog, home: config.home, issuer: config.oidc.issuer, nowMs: Date.now() };
  return embedded ? { ...facts, tokenEndpoint: embedded.tokenEndpoint, credentialsPath: embedded.credentials.path } : facts;
}

/** Makes the sample world unless told otherwise, and answers what to tell. */
async function fill(standalone: Standalone, empty: boolean): Promise<WelcomeFacts> {
  const { local: origin, issuing, config } = standalone;
  const { embedded } = issuing;
  if (!embedded || empty) return placesOf(standalone);
  const { credentials } = embedded;
  const tokenEndpoint = `${origin}/oidc/token`;
  await makeSampleWorld({
    origin,
    tokenEndpoint,
    credentials,
    onBroker: config.kafka?.sasl !== undefined,
    progress: new Progress(process.stdout),
  });
  return { ...placesOf(standalone), sample: await firstReport(origin, tokenEndpoint, credentials) };
}

const OPTIONS = {
  empty: { type: 'boolean', default: false },
  'no-frontier-run': { type: 'boolean', default: false },
  kafka: { type: 'boolean', default: false },
  help: { type: 'boolean' },
} as const;

function readArguments(): { empty: boolean; frontierRun: boolean; kafka: boolean } {
  try {
    const { values } = parseArgs({ options: OPTIONS });
    if (!values.help) return { empty: values.empty, frontierRun: !values['no-frontier-run'], kafka: values.kafka };
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    process.exit(2);
  }
  say(USAGE);
  process.exit(0);
}

main().catch((error: unknown) => {
  console.error(reasonOf(error));
  process.exit(error instanceof ConfigError ? 2 : 1);
});

/** What a person can act on comes without a stack. */
function reasonOf(error: unknown): unknown {
  if (error instanceof ConfigError || error instanceof HomeInUse) return error.message;
  const takenPort = /EADDRINUSE: address already in use \S*?:(\d+)/.exec(String(error))?.[1];
  if (takenPort) return `Port ${takenPort} is taken: set TIDEMARK_PORT or TIDEMARK_GRPC_PORT to another one.`;
  return error;
}
