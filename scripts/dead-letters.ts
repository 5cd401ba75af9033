/**
 * npm run dead-letters -- list [--replayed] | show ID | replay ID [ID...]
 *
 * Messages that their consumer put aside with a reason. Looks at the brokers of TIDEMARK_KAFKA_BROKERS, else at the broker of
 * `npm start -- --kafka` while it runs, else at TIDEMARK_DATABASE_URL, else into the data folder of `npm start`.
 * Ends with 0, with 1 when there is no such message, with 2 when it could not be done.
 */
import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Logger } from '@nestjs/common';
import { ConfigError, loadConfig, type TidemarkConfig } from '@tidemark/config';
import { type DeadLetter, deadLetters, type EventLog, EventLogError } from '@tidemark/messaging';
import { openEventLog } from '@tidemark/observability';
import { startEmbeddedPostgres } from '@tidemark/persistence';
import { connects, readState } from '../deploy/kafka/kafka-broker.js';

const USAGE = 'npm run dead-letters -- list [--replayed] | show ID | replay ID [ID...]';
const SHOWN_BYTES = 2_000;

interface OpenLog {
  log: EventLog;
  /** Leaves everything as it was found. */
  leave(): Promise<void>;
}

async function main(argv: string[]): Promise<number> {
  Logger.overrideLogger(['warn', 'error', 'fatal']);
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { replayed: { type: 'boolean', default: false } },
  });
  const [command, ...ids] = positionals;
  if (command !== 'list' && !((command === 'show' || command === 'replay') && ids.length > 0)) {
    console.error(USAGE);
    return 2;
  }
  const { log, leave } = await openLog(loadConfig());
  try {
    if (command === 'list') return await list(log, values.replayed);
    return command === 'show' ? await show(log, ids[0]!) : await replay(log, ids);
  } finally {
    await log.close();
    await leave();
  }
}

async function list(log: EventLog, replayedToo: boolean): Promise<number> {
  const letters = await deadLetters(log).list({ replayedToo });
  for (const letter of letters) console.log(line(letter));
  console.log(letters.length === 0 ? 'No messages were put aside.' : `${letters.length} put aside.`);
  return 0;
}

async function show(log: EventLog, id: string): Promise<number> {
  const letter = (await deadLetters(log).list({ replayedToo: true, limit: Number.MAX_SAFE_INTEGER })).find((one) => one.id === id);
  if (!letter) return notFound(id);
  console.log(line(letter));
  console.log(`key ${letter.key ?? '(none)'}\nheaders ${JSON.stringify(letter.headers)}\nvalue, ${letter.value.length} bytes:`);
  console.log(shown(letter.value.subarray(0, SHOWN_BYTES)));
  return 0;
}

async function replay(log: EventLog, ids: string[]): Promise<number> {
  let missing = 0;
  for (const id of ids) {
    const position = await deadLetters(log).replay(id);
    if (position) console.log(`${id} stands again at ${position.topic}/${position.partition} ${position.offset}`);
    else missing += notFound(id);
  }
  return missing > 0 ? 1 : 0;
}

function notFound(id: string): 1 {
  console.error(`No message with the id ${id} was put aside.`);
  return 1;
}

function line({ id, topic, partition, offset, group, reason, putAsideAtMs, replayedAtMs }: DeadLetter): string {
  const replayed = replayedAtMs === undefined ? '' : ` (replayed ${new Date(replayedAtMs).toISOString()})`;
  return `${id}  ${new Date(putAsideAtMs).toISOString()}  ${topic}/${partition} ${offset}  ${group}: ${reason}${replayed}`;
}

/** As text where it is text, else in hexadecimal: what was put aside may be anything. */
function shown(bytes: Buffer): string {
  const text = bytes.toString();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these must not reach a terminal.
  return /[\u0000-\u0008\u000b-\u001f\u007f\ufffd]/.test(text) ? bytes.toString('hex') : text;
}

async function openLog(config: TidemarkConfig): Promise<OpenLog> {
  const nothing = async () => undefined;
  if (config.kafka) return { log: await openEventLog(config), leave: nothing };
  const broker = await readState(join(config.home, 'kafka'));
  if (broker && (await connects(broker.port))) {
    const kafka = { brokers: [`127.0.0.1:${broker.port}`], sasl: broker.sasl?.admin, tls: false, publicBrokers: [] };
    return { log: await openEventLog({ ...config, kafka }), leave: nothing };
  }
  if (config.databaseUrl !== undefined) return { log: await openEventLog(config), leave: nothing };
  const dataDir = join(config.home, 'postgres');
  if (!existsSync(join(dataDir, 'pgdata'))) {
    throw new ConfigError([
      `Neither TIDEMARK_KAFKA_BROKERS nor TIDEMARK_DATABASE_URL is set, and ${config.home} (TIDEMARK_HOME) holds no data of "npm start"`,
    ]);
  }
  const server = await startEmbeddedPostgres({ dataDir });
  const leave = async () => (server.adopted ? undefined : server.stop());
  return { log: await openEventLog({ ...config, databaseUrl: server.url }), leave };
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof ConfigError || error instanceof EventLogError ? error.message : error);
    process.exit(2);
  },
);
