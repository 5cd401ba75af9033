import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type BrokerSettings, type SaslSettings, scramArguments, serverProperties } from './broker-config.js';
import { newClusterId } from './cluster-id.js';
import { kafkaClassPath, kafkaFolder, requireJava } from './kafka-jars.js';

const run = promisify(execFile);
const START_MS_MAX = 60_000;
const STOP_MS_MAX = 20_000;

export interface BrokerOptions {
  /** Kept over restarts; made when missing. */
  dataDir: string;
  /** Absent or 0: any free port, the same again at every restart. */
  port?: number;
  /** Absent: everybody on this machine may do everything. */
  sasl?: SaslSettings;
  /** The broker goes on when the process that started it ends. */
  detached?: boolean;
}

/** A running Apache Kafka, one node, on 127.0.0.1. */
export interface KafkaBroker {
  /** `host:port`, the same for the life of the data folder. */
  readonly bootstrap: string;
  readonly pid: number;
  /** Asks it to end and waits until it did. */
  stop(): Promise<void>;
  /** SIGKILL, as if the machine had lost it. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data, after `stop` or `kill` (a running one is stopped first). */
  restart(): Promise<void>;
}

/** What `broker.json` in the data folder remembers. */
export interface BrokerState extends BrokerSettings {
  pid: number;
}

/**
 * Starts Apache Kafka from its published jars, formats the data folder at the first start, and answers once it accepts
 * connections. Throws `KafkaUnavailable` when Java or Maven is missing.
 */
export async function startBroker(options: BrokerOptions): Promise<KafkaBroker> {
  await requireJava();
  const classPath = await kafkaClassPath();
  const settings = await settle(options);
  await format(settings, classPath);
  let child = await launch(settings, classPath, options.detached === true);
  const end = async (signal: NodeJS.Signals) => {
    await endProcess(child, signal);
  };
  return {
    bootstrap: `127.0.0.1:${settings.port}`,
    get pid() {
      return child.pid!;
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    restart: async () => {
      await end('SIGTERM');
      child = await launch(settings, classPath, options.detached === true);
    },
  };
}

/** Ports and secrets are chosen once and kept in the data folder: clients and the node's own vote depend on them. */
async function settle(options: BrokerOptions): Promise<BrokerSettings> {
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  const earlier = await readState(options.dataDir);
  const settings: BrokerSettings = {
    dataDir: options.dataDir,
    port: options.port || earlier?.port || (await freePort()),
    controllerPort: earlier?.controllerPort ?? (await freePort()),
    ...((options.sasl ?? earlier?.sasl) && { sasl: options.sasl ?? earlier?.sasl }),
  };
  const secretFile = join(options.dataDir, 'controller-secret');
  if (!existsSync(secretFile)) await writeFile(secretFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  const properties = serverProperties(settings, await readFile(secretFile, 'utf8'));
  await writeFile(join(options.dataDir, 'server.properties'), properties, { mode: 0o600 });
  return settings;
}

async function format(settings: BrokerSettings, classPath: string): Promise<void> {
  if (existsSync(join(settings.dataDir, 'log', 'meta.properties'))) return;
  const tool = ['-cp', classPath, ...javaOptions(), 'kafka.tools.StorageTool', 'format', '--cluster-id', newClusterId()];
  await run('java', [...tool, '--config', join(settings.dataDir, 'server.properties'), ...scramArguments(settings.sasl)]);
}

async function launch(settings: BrokerSettings, classPath: string, detached: boolean): Promise<ChildProcess> {
  const log = openSync(join(settings.dataDir, 'broker.log'), 'a');
  const child = spawn(
    'java',
    [
      '-cp',
      classPath,
      '-Xms256m',
      '-Xmx512m',
      '-XX:+UseG1GC',
      ...javaOptions(),
      'kafka.Kafka',
      join(settings.dataDir, 'server.properties'),
    ],
    { stdio: ['ignore', log, log], detached },
  );
  closeSync(log);
  if (detached) child.unref();
  else endWithParent(child);
  const state: BrokerState = { ...settings, pid: child.pid! };
  await writeFile(stateFile(settings.dataDir), JSON.stringify(state), { mode: 0o600 });
  await accepting(child, settings);
  return child;
}

function javaOptions(): string[] {
  return [`-Dlog4j2.configurationFile=${join(kafkaFolder(), 'log4j2.properties')}`, '-Djava.awt.headless=true'];
}

/** A test that dies must not leave a Java process behind. */
function endWithParent(child: ChildProcess): void {
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.removeListener('exit', end));
}

async function accepting(child: ChildProcess, settings: BrokerSettings): Promise<void> {
  const until = Date.now() + START_MS_MAX;
  while (!(await connects(settings.port))) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`Kafka ended while it started. Its last words:\n${await lastWords(settings)}`);
    if (Date.now() > until) {
      child.kill('SIGKILL');
      throw new Error(`Kafka did not accept connections within ${START_MS_MAX / 1000} s. Its last words:\n${await lastWords(settings)}`);
    }
    await sleep(100);
  }
}

async function lastWords({ dataDir }: BrokerSettings): Promise<string> {
  return (await readFile(join(dataDir, 'broker.log'), 'utf8')).split('\n').slice(-30).join('\n');
}

async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
  await ended;
  clearTimeout(timer);
}

export function stateFile(dataDir: string): string {
  return join(dataDir, 'broker.json');
}

/** What the data folder remembers of its broker, or nothing before the first start. */
export async function readState(dataDir: string): Promise<BrokerState | undefined> {
  const text = await readFile(stateFile(dataDir), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : (JSON.parse(text) as BrokerState);
}

/** True when something accepts connections on 127.0.0.1:port. */
export function connects(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (connected: boolean) => {
      socket.destroy();
      resolve(connected);
    };
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
  });
}

/**
 * A port that is kept over restarts must lie below those that the system hands to outgoing connections: while the server is down,
 * one of its clients could otherwise be given the very port to call from.
 */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error)));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
