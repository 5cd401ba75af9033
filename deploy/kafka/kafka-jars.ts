import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Something that the machine lacks; the message says what to install. */
export class KafkaUnavailable extends Error {
  readonly code: 'JAVA_MISSING' | 'JAVA_TOO_OLD' | 'MAVEN_MISSING' | 'JARS_NOT_FETCHED';

  constructor(code: KafkaUnavailable['code'], message: string) {
    super(message);
    this.name = 'KafkaUnavailable';
    this.code = code;
  }
}

/** deploy/kafka in the checkout, also when this runs as compiled code under dist/ (which holds no pom.xml). */
export function kafkaFolder(): string {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'pom.xml'))) return folder;
    if (existsSync(join(folder, 'deploy', 'kafka', 'pom.xml'))) return join(folder, 'deploy', 'kafka');
  }
  throw new Error(`deploy/kafka/pom.xml was not found above ${import.meta.dirname}`);
}

/** Refuses, in words a person can act on, when Kafka 4 cannot run here. Answers the version of Java. */
export async function requireJava(java = 'java'): Promise<number> {
  const output = await run(java, ['-version']).then(
    ({ stdout, stderr }) => stdout + stderr,
    () => {
      throw new KafkaUnavailable(
        'JAVA_MISSING',
        'Apache Kafka needs Java 17 or later, and there is no `java` on the PATH. Debian: apt-get install openjdk-17-jre-headless.',
      );
    },
  );
  const version = Number(/version "(\d+)/.exec(output)?.[1] ?? 0);
  if (version < 17)
    throw new KafkaUnavailable('JAVA_TOO_OLD', `Apache Kafka 4 needs Java 17 or later; \`java -version\` says ${output.split('\n')[0]}.`);
  return version;
}

/** The class path of the broker. Maven fetches the jars once, about 44 MB, into deploy/kafka/jars. */
export async function kafkaClassPath(): Promise<string> {
  const jars = join(kafkaFolder(), 'jars');
  if (!existsSync(jars)) await fetchJars(jars);
  return join(jars, '*');
}

async function fetchJars(jars: string): Promise<void> {
  // Into a folder of its own first: a download that breaks off must not look like a complete one, nor two at once mix.
  const partial = `${jars}.${process.pid}.partial`;
  await mkdir(partial, { recursive: true });
  try {
    await run('mvn', ['-q', '-B', 'dependency:copy-dependencies', `-DoutputDirectory=${partial}`], { cwd: kafkaFolder() });
    if ((await readdir(partial)).length === 0) throw new KafkaUnavailable('JARS_NOT_FETCHED', 'Maven ended well but fetched no jar.');
    await rename(partial, jars).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } catch (error) {
    throw asUnavailable(error);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

function asUnavailable(error: unknown): Error {
  if (error instanceof KafkaUnavailable) return error;
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
    return new KafkaUnavailable(
      'MAVEN_MISSING',
      'Fetching Apache Kafka needs Maven, and there is no `mvn` on the PATH. Debian: apt-get install maven.',
    );
  }
  const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
  return new KafkaUnavailable('JARS_NOT_FETCHED', `Maven could not fetch Apache Kafka: ${`${stdout}${stderr}`.trim() || String(error)}`);
}
