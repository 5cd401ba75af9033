/** What one kind of log needs to run on: started once, used by several sections, stopped at the end. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@tidemark/config';
import { type EventLog, TOPICS } from '@tidemark/messaging';
import { openEventLog } from '@tidemark/observability';
import { startTestIssuer, type TestIssuer } from '@tidemark/testing';
import { type KafkaBroker, startBroker } from '../../../deploy/kafka/kafka-broker.js';
import { type BenchDatabase, startDatabase } from '../machine/database.js';
import { pin } from '../machine/processes.js';
import type { LedgerSettings } from '../tidemark/ledger.js';

export interface Stage {
  log: EventLog;
  database: BenchDatabase;
  broker: KafkaBroker | undefined;
  issuer: TestIssuer;
  folder: string;
  settings: LedgerSettings;
  stop(): Promise<void>;
}

export async function setStage(kind: 'kafka' | 'postgresLog'): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'tidemark-bench-'));
  const database = await startDatabase();
  const broker = kind === 'kafka' ? await startBroker({ dataDir: join(folder, 'kafka') }) : undefined;
  if (broker) pin(broker.pid);
  const issuer = await startTestIssuer();
  const log = await openEventLog(
    loadConfig({ TIDEMARK_DATABASE_URL: database.url, ...(broker ? { TIDEMARK_KAFKA_BROKERS: broker.bootstrap } : {}) }),
  );
  await log.ensureTopics([
    { name: TOPICS.reports, partitions: 8 },
    { name: TOPICS.facility, partitions: 1 },
  ]);
  const settings = { databaseUrl: database.url, issuer: issuer.issuer, home: folder, ...(broker ? { bootstrap: broker.bootstrap } : {}) };
  const stop = async (): Promise<void> => {
    await log.close();
    await issuer.stop();
    await broker?.stop();
    await database.server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { log, database, broker, issuer, folder, settings, stop };
}
