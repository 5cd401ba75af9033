import { DataSource, type EntitySchema, type MigrationInterface } from 'typeorm';
import { prepareDatabase } from './prepare-database.postgres.js';
import type { Transactions } from './transaction.js';
import { TypeormTransactions } from './typeorm-transactions.postgres.js';

type Constructor = new () => object;

export interface AppDatabaseOptions {
  /** postgres://user:password@host:port/database */
  url: string;
  /** Names the schema and the role: `usage_ledger`. */
  app: string;
  entities?: (Constructor | EntitySchema)[];
  /** Classes, oldest first; their names end in the time they were written, in milliseconds (TypeORM orders by it). */
  migrations: (new () => MigrationInterface)[];
  poolSize?: number;
}

/** One app's own part of the database: its schema, reached as its own role. */
export interface AppDatabase {
  app: string;
  /** Connects as the app's role. */
  url: string;
  dataSource: DataSource;
  transactions: Transactions;
  close(): Promise<void>;
}

/** The TypeORM data source of one app: its schema alone, changed by migrations alone. Not yet connected. */
export function createAppDataSource({ url, app, entities = [], migrations, poolSize = 10 }: AppDatabaseOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    schema: app,
    entities,
    migrations,
    migrationsTransactionMode: 'each',
    synchronize: false,
    poolSize,
    applicationName: `tidemark ${app}`,
    // A process that is paused inside a transaction would hold its row locks for as long as it likes: the server ends it.
    extra: { options: `-c search_path=${app} -c idle_in_transaction_session_timeout=15000`, keepAlive: true },
  });
}

/**
 * Connects an app to its schema and brings the tables up to date. A URL of any other role than the app's own is taken as an
 * administrator's: the app's roles and schema are then made first, and the app connects as itself.
 */
export async function openAppDatabase(options: AppDatabaseOptions): Promise<AppDatabase> {
  const asItself = decodeURIComponent(new URL(options.url).username) === options.app;
  const url = asItself ? options.url : ((await prepareDatabase(options.url, [options.app]))[options.app] as string);
  const dataSource = await createAppDataSource({ ...options, url }).initialize();
  try {
    await migrate(dataSource, options.app);
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  return {
    app: options.app,
    url,
    dataSource,
    transactions: new TypeormTransactions(dataSource, options.app),
    close: () => dataSource.destroy(),
  };
}

/** Instances that start together must not migrate together: the second waits here and finds nothing left to do. */
async function migrate(dataSource: DataSource, app: string): Promise<void> {
  const lock = dataSource.createQueryRunner();
  try {
    await lock.connect();
    await lock.query('select pg_advisory_lock(hashtextextended($1, 0))', [`tidemark migrate ${app}`]);
    await dataSource.runMigrations();
    await lock.query('select pg_advisory_unlock(hashtextextended($1, 0))', [`tidemark migrate ${app}`]);
  } finally {
    await lock.release();
  }
}
