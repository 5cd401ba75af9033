import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { connects, readState, startBroker } from './kafka-broker.js';
import { KafkaUnavailable } from './kafka-jars.js';
import { providerCommand } from './provider-command.js';

const USAGE = `npm run kafka -- COMMAND: Apache Kafka on this machine, without Docker (Java 17 and, for the first start, Maven).

  start [--port 9092] [--data DIR] [--sasl]   starts it in the background; --port 0 takes any free port
  stop  [--data DIR]                          ends it and waits
  status [--data DIR]                         says where it listens; exit code 3 when it does not run
  allow PROVIDER [--data DIR]                 makes its topics, its user and its rights; prints the new password once
  remove PROVIDER [--data DIR]                takes the user and the rights away

DIR is .tidemark/kafka, or TIDEMARK_HOME/kafka. With --sasl clients prove who they are by SCRAM-SHA-512; the
administrator is TIDEMARK_KAFKA_USERNAME (default admin) with TIDEMARK_KAFKA_PASSWORD (required). \`allow\` and \`remove\` work on
the brokers of TIDEMARK_KAFKA_BROKERS, else on the one in DIR.`;

export async function main(argv: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { port: { type: 'string', default: '9092' }, data: { type: 'string' }, sasl: { type: 'boolean', default: false } },
  });
  const dataDir = resolve(values.data ?? `${process.env.TIDEMARK_HOME ?? '.tidemark'}/kafka`);
  switch (positionals[0]) {
    case 'start':
      return start(dataDir, Number(values.port), values.sasl);
    case 'stop':
      return stop(dataDir);
    case 'status':
      return status(dataDir);
    case 'allow':
    case 'remove':
      return providerCommand(positionals[0], positionals[1], dataDir);
    default:
      console.error(USAGE);
      return 2;
  }
}

async function start(dataDir: string, port: number, withSasl: boolean): Promise<number> {
  const running = await runningPort(dataDir);
  if (running) return say(0, `Kafka is already running on 127.0.0.1:${running}`);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return say(2, '--port is a number from 0 to 65535');
  const password = process.env.TIDEMARK_KAFKA_PASSWORD;
  if (withSasl && !password) return say(2, '--sasl needs the administrator password in TIDEMARK_KAFKA_PASSWORD');
  const admin = { username: process.env.TIDEMARK_KAFKA_USERNAME ?? 'admin', password: password ?? '' };
  try {
    const broker = await startBroker({ dataDir, port, detached: true, ...(withSasl && { sasl: { admin } }) });
    return say(0, `Kafka is running on ${broker.bootstrap} (process ${broker.pid}, data in ${dataDir})`);
  } catch (error) {
    if (error instanceof KafkaUnavailable) return say(1, error.message);
    throw error;
  }
}

async function stop(dataDir: string): Promise<number> {
  const state = await readState(dataDir);
  if (!state || !(await runningPort(dataDir))) return say(0, 'Kafka is not running');
  process.kill(state.pid, 'SIGTERM');
  for (let waited = 0; isAlive(state.pid) && waited < 30_000; waited += 100) await sleep(100);
  if (isAlive(state.pid)) return say(1, `Kafka (process ${state.pid}) did not end within 30 s`);
  return say(0, 'Kafka has stopped');
}

async function status(dataDir: string): Promise<number> {
  const port = await runningPort(dataDir);
  return port ? say(0, `Kafka is running on 127.0.0.1:${port}`) : say(3, 'Kafka is not running');
}

/** Both must hold: a process number is used again by others, and a port too. */
async function runningPort(dataDir: string): Promise<number | undefined> {
  const state = await readState(dataDir);
  return state && isAlive(state.pid) && (await connects(state.port)) ? state.port : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function say(code: number, sentence: string): number {
  (code === 0 ? console.log : console.error)(sentence);
  return code;
}
