import type { Transaction } from '@tidemark/persistence';

const ROWS_AT_A_TIME = 5_000;

/** The rows of a statement, some at a time. One after another within a transaction. */
export async function* namedRows<Row extends object>(tx: Transaction, sql: string): AsyncIterable<Row[]> {
  await tx.query(`declare named_rows no scroll cursor for ${sql}`);
  for (;;) {
    const rows = await tx.query<Row>(`fetch forward ${ROWS_AT_A_TIME} from named_rows`);
    if (rows.length > 0) yield rows;
    if (rows.length < ROWS_AT_A_TIME) break;
  }
  await tx.query('close named_rows');
}
