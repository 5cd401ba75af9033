/** Apache Kafka's own command-line clients, with the access that a provider was given. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kafkaClassPath } from '../../../deploy/kafka/kafka-jars.js';
import type { KafkaEntry } from './client.js';
import { checkout, type Ended, run } from './tidemark.js';

const FOLDER = join('test', 'e2e', 'kafka-console');

export interface ConsoleMessage {
  key: string;
  value: string;
  headers?: Record<string, string>;
}

export class KafkaConsole {
  private constructor(
    private readonly classPath: string,
    private readonly access: KafkaEntry,
    private readonly configPath: string,
  ) {}

  static async of(access: KafkaEntry): Promise<KafkaConsole> {
    const configPath = join(tmpdir(), `tidemark-console-${process.pid}-${access.username}-${Math.random().toString(36).slice(2)}`);
    const login = `org.apache.kafka.common.security.scram.ScramLoginModule required username="${access.username}" password="${access.password}";`;
    const config = ['security.protocol=SASL_PLAINTEXT', 'sasl.mechanism=SCRAM-SHA-512', `sasl.jaas.config=${login}`];
    await writeFile(configPath, `${config.join('\n')}\n`, { mode: 0o600 });
    return new KafkaConsole(`${await toolJars()}:${await kafkaClassPath()}`, access, configPath);
  }

  /** Messages in their order; what the command says is the answer. */
  async produce(topic: string, messages: ConsoleMessage[]): Promise<Ended> {
    const lines = messages.map(({ key, value, headers = {} }) => {
      const written = Object.entries(headers).map(([name, text]) => `${name}:${text}`);
      return [written.join(',') || 'x-none:none', key, value].join('\t');
    });
    const reading = ['--reader-property', 'parse.key=true', '--reader-property', 'parse.headers=true'];
    return this.#java('org.apache.kafka.tools.ConsoleProducer', ['--topic', topic, '--sync', ...reading], `${lines.join('\n')}\n`);
  }

  /** As many messages of the topic as are asked for, from its beginning: key and value, as they lie in its partitions. */
  async consume(topic: string, count: number, msMax = 20_000): Promise<{ ended: Ended; messages: [key: string, value: string][] }> {
    const group = ['--group', `${this.access.username}.console-${Math.random().toString(36).slice(2)}`];
    const until = ['--from-beginning', '--max-messages', String(count), '--timeout-ms', String(msMax)];
    const shown = ['--formatter-property', 'print.key=true'];
    const ended = await this.#java('org.apache.kafka.tools.consumer.ConsoleConsumer', ['--topic', topic, ...group, ...until, ...shown]);
    const lines = ended.stdout.split('\n').filter((line) => line.includes('\t'));
    return { ended, messages: lines.map((line) => [line.slice(0, line.indexOf('\t')), line.slice(line.indexOf('\t') + 1)]) };
  }

  async remove(): Promise<void> {
    await rm(this.configPath, { force: true });
  }

  #java(main: string, args: string[], input = ''): Promise<Ended> {
    const log4j = `-Dlog4j2.configurationFile=${join(checkout(), FOLDER, 'log4j2.properties')}`;
    const common = ['--bootstrap-server', this.access.bootstrap, '--command-config', this.configPath];
    return run(
      'java',
      ['-Xmx256m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', log4j, '-cp', this.classPath, main, ...common, ...args],
      process.env,
      input,
    );
  }
}

/** The jar of the tools alone, fetched once; the broker's jars hold what it needs. */
async function toolJars(): Promise<string> {
  const folder = join(checkout(), FOLDER);
  const jars = join(folder, 'jars');
  if (existsSync(jars)) return join(jars, '*');
  const partial = `${jars}.${process.pid}.partial`;
  await mkdir(partial, { recursive: true });
  const goal = ['-q', '-B', 'dependency:copy-dependencies', '-DexcludeTransitive=true', `-DoutputDirectory=${partial}`];
  const { code, stdout, stderr } = await run('mvn', ['-f', join(folder, 'pom.xml'), ...goal]);
  if (code !== 0) throw new Error(`The console tools of Kafka could not be fetched: ${stdout}${stderr}`);
  await rename(partial, jars);
  return join(jars, '*');
}
