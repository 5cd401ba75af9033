/** One open database transaction. Whatever is done through it happens together or not at all. */
export interface Transaction {
  /** Runs one statement and answers its rows. A `Buffer` parameter is sent in PostgreSQL's binary format. */
  query<Row extends object = Record<string, unknown>>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
}

/**
 * Whose rows a reading transaction may see. Row-level security enforces it again in the database: outside this tenant
 * there are no rows, whatever the statement says.
 */
export type Tenant = { provider: string } | { oversight: true };

/** Opens transactions on the app's own schema. */
export abstract class Transactions {
  /** Runs `work` in a transaction as the app's writing role: commits when it resolves, rolls back when it rejects. */
  abstract run<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>;

  /** Runs `work` in a read-only, repeatable-read transaction as the app's reading role, limited to `tenant` by row-level security. */
  abstract read<Result>(tenant: Tenant, work: (tx: Transaction) => Promise<Result>): Promise<Result>;
}
