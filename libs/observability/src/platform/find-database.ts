import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, type TidemarkConfig } from '@tidemark/config';
import { startEmbeddedPostgres } from '@tidemark/persistence';

/**
 * An app knows how far it has consumed the log that it was begun on; on another log those positions mean nothing, and what comes would be
 * passed over as taken. So each kind of log has a database of its own in the same data folder.
 */
export const embeddedDatabaseFor = (kafka: boolean): string => (kafka ? 'tidemark_kafka' : 'tidemark');

export interface FoundDatabase {
  /** An administrator's, unless the configuration names another. */
  readonly url: string;
  /** It is the one of the data folder. */
  readonly embedded: boolean;
  /** Leaves it as it was found: running, or not. */
  leave(): Promise<void>;
}

/** Where commands find the database: TIDEMARK_DATABASE_URL, else the data folder of `npm start`, which may be running. */
export async function findDatabase({ databaseUrl, home, kafka }: TidemarkConfig): Promise<FoundDatabase> {
  if (databaseUrl !== undefined) return { url: databaseUrl, embedded: false, leave: async () => undefined };
  const dataDir = join(home, 'postgres');
  if (!existsSync(join(dataDir, 'pgdata')))
    throw new ConfigError([`TIDEMARK_DATABASE_URL is not set, and ${home} (TIDEMARK_HOME) holds no data of "npm start"`]);
  // Without a broker named: the one that the data folder was worked in last.
  const server = await startEmbeddedPostgres({ dataDir, ...(kafka ? { database: embeddedDatabaseFor(true) } : {}) });
  return { url: server.url, embedded: true, leave: async () => (server.adopted ? undefined : server.stop()) };
}
