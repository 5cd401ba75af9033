import pg from 'pg';
import { type AppDatabase, type AppDatabaseOptions, openAppDatabase } from '../app-database.postgres.js';
import { prepareDatabase } from '../prepare-database.postgres.js';

/** An empty copy of an app's tables beside the live ones. */
export interface ScratchDatabase extends AppDatabase {
  /** Leaves nothing behind. */
  drop(): Promise<void>;
}

/** It was refused for a reason that the caller can mend. */
export class ScratchRefused extends Error {}

/**
 * Makes a schema and its roles in the same database: `<app>_replay`. What an earlier one left when it was killed is dropped first; one that
 * is in use is not disturbed. `adminUrl` must be allowed to make roles and schemas.
 */
export async function openScratchDatabase(
  adminUrl: string,
  { app: live, migrations }: Pick<AppDatabaseOptions, 'app' | 'migrations'>,
): Promise<ScratchDatabase> {
  const app = `${live}_replay`;
  const admin = new pg.Client({ connectionString: adminUrl, application_name: 'tidemark replay', keepAlive: true });
  // It holds the lock for as long as the replay runs. Should it break, the next statement says so.
  admin.on('error', () => undefined);
  await admin.connect();
  try {
    const { rows } = await admin.query('select pg_try_advisory_lock(hashtextextended($1, 0)) as mine', [`tidemark ${app}`]);
    if (!rows[0].mine) throw new ScratchRefused('Another replay is running on this database.');
    await dropAll(admin, app);
    const url = (await prepareDatabase(adminUrl, [app]))[app]!;
    // What is lost in a crash is dropped anyway.
    await admin.query(`alter role ${app} set synchronous_commit = off`);
    const database = await openAppDatabase({ url, app, migrations });
    return { ...database, drop: () => leave(database, admin) };
  } catch (error) {
    await admin.end();
    throw refusalOf(error);
  }
}

async function leave(database: AppDatabase, admin: pg.Client): Promise<void> {
  try {
    await database.close();
    await dropAll(admin, database.app);
  } finally {
    await admin.end();
  }
}

async function dropAll(admin: pg.Client, app: string): Promise<void> {
  await admin.query(`drop schema if exists ${app} cascade`);
  await admin.query(`drop role if exists ${app}`);
  await admin.query(`drop role if exists ${app}_reader`);
}

const INSUFFICIENT_PRIVILEGE = '42501';

function refusalOf(error: unknown): unknown {
  if ((error as { code?: string }).code !== INSUFFICIENT_PRIVILEGE) return error;
  return new ScratchRefused(`The replay needs a database URL of a role that may make roles and schemas: ${(error as Error).message}.`);
}
