import { join } from 'node:path';
import type { TidemarkConfig } from '@tidemark/config';
import { startEmbeddedPostgres } from '@tidemark/persistence';
import { startBroker } from '../../../../deploy/kafka/kafka-broker.js';

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
    const server = await startEmbeddedPostgres({ dataDir: join(config.home, 'postgres') });
    databaseUrl = server.url;
    stops.unshift(() => server.stop());
  }
  if (brokers === undefined && kafka) {
    const broker = await startBroker({ dataDir: join(config.home, 'kafka') });
    brokers = { brokers: [broker.bootstrap], sasl: undefined, tls: false };
    stops.unshift(() => broker.stop());
  }
  return {
    config: { ...config, databaseUrl, kafka: brokers },
    stop: async () => {
      for (const stop of stops) await stop();
    },
  };
}
