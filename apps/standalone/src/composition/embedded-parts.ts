import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { TidemarkConfig } from '@tidemark/config';
import { embeddedDatabaseFor } from '@tidemark/observability';
import { startEmbeddedPostgres } from '@tidemark/persistence';
import { readState, startBroker } from '../../../../deploy/kafka/kafka-broker.js';
import { endProcess } from '../home/processes.js';

const BROKER_PATIENCE_MS = 20_000;

/** A configuration in which nothing is left open, and what was started for it. */
export interface EmbeddedParts {
  config: TidemarkConfig & { databaseUrl: string };
  /** Last of all: whoever still writes would lose what it writes to. */
  stop(): Promise<void>;
}

/** Starts what the configuration does not name: PostgreSQL always, a broker when one is asked for. */
export async function startEmbeddedParts(config: TidemarkConfig, { kafka }: { kafka: boolean }): Promise<EmbeddedParts> {
  const stops: (() => Promise<void>)[] = [];
  let { databaseUrl, kafka: brokers } = config;
  if (databaseUrl === undefined) {
    const server = await startEmbeddedPostgres({
      dataDir: join(config.home, 'postgres'),
      database: embeddedDatabaseFor(brokers !== undefined || kafka),
    });
    databaseUrl = server.url;
    stops.unshift(() => server.stop());
  }
  if (brokers === undefined && kafka) {
    const dataDir = join(config.home, 'kafka');
    const earlier = await readState(dataDir);
    // A broker that an earlier process left when it was killed holds the data folder and the port.
    if (earlier) await endProcess(earlier.pid, dataDir, BROKER_PATIENCE_MS);
    const admin = earlier?.sasl?.admin ?? { username: 'tidemark', password: randomBytes(24).toString('hex') };
    // Detached: Ctrl-C must reach us alone, so that the apps can finish writing before the broker goes.
    const broker = await startBroker({ dataDir, detached: true, sasl: { admin } });
    brokers = { brokers: [broker.bootstrap], publicBrokers: [broker.bootstrap], sasl: admin, tls: false };
    stops.unshift(() => broker.stop());
  }
  return {
    config: { ...config, databaseUrl, kafka: brokers },
    stop: async () => {
      for (const stop of stops) await stop();
    },
  };
}
