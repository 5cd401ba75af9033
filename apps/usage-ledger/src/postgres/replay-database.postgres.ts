import { type AppDatabase, openAppDatabase, prepareDatabase } from '@tidemark/persistence';
import pg from 'pg';
import { LEDGER_DATABASE } from '../ledger-database.js';

const APP = 'usage_ledger_replay';
/** Any number that nothing else locks with. */
const REPLAY_LOCK = 7_433_625_279;

/** An empty ledger of its own beside the live one. */
export interface ReplayDatabase extends AppDatabase {
  /** Leaves nothing behind. */
  drop(): Promise<void>;
}

/** The replay was refused for a reason that the caller can mend. */
export class ReplayRefused extends Error {}

/**
 * Makes the schema and the roles of a second ledger in the same database. What an earlier replay left when it was killed is dropped
 * first; one that is running is not disturbed. `adminUrl` must be allowed to make roles and schemas.
 */
export async function openReplayDatabase(adminUrl: string): Promise<ReplayDatabase> {
  const admin = new pg.Client({ connectionString: adminUrl, application_name: 'tidemark replay', keepAlive: true });
  // It holds the lock for as long as the replay runs. Should it break, the next statement says so.
  admin.on('error', () => undefined);
  await admin.connect();
  try {
    const { rows } = await admin.query('select pg_try_advisory_lock($1) as mine', [REPLAY_LOCK]);
    if (!rows[0].mine) throw new ReplayRefused('Another replay is running on this database.');
    await dropAll(admin);
    const url = (await prepareDatabase(adminUrl, [APP]))[APP]!;
    // What is lost in a crash is dropped anyway.
    await admin.query(`alter role ${APP} set synchronous_commit = off`);
    const database = await openAppDatabase({ url, app: APP, migrations: LEDGER_DATABASE.migrations });
    return { ...database, drop: () => leave(database, admin) };
  } catch (error) {
    await admin.end();
    throw refusalOf(error);
  }
}

async function leave(database: AppDatabase, admin: pg.Client): Promise<void> {
  try {
    await database.close();
    await dropAll(admin);
  } finally {
    await admin.end();
  }
}

async function dropAll(admin: pg.Client): Promise<void> {
  await admin.query(`drop schema if exists ${APP} cascade`);
  await admin.query(`drop role if exists ${APP}`);
  await admin.query(`drop role if exists ${APP}_reader`);
}

const INSUFFICIENT_PRIVILEGE = '42501';

function refusalOf(error: unknown): unknown {
  if ((error as { code?: string }).code !== INSUFFICIENT_PRIVILEGE) return error;
  return new ReplayRefused(`The replay needs a database URL of a role that may make roles and schemas: ${(error as Error).message}.`);
}
