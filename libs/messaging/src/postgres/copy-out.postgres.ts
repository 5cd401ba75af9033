import type { Connection, Pool, PoolClient, Submittable } from 'pg';

/** Runs `work` on a connection of its own. A failure closes the connection, which rolls back whatever it had open. */
export async function onConnection<Result>(pool: Pool, work: (client: PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  // The pool listens only to idle connections; one that breaks between two statements must not end the process.
  const ignore = () => undefined;
  client.on('error', ignore);
  try {
    const result = await work(client);
    client.release();
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  } finally {
    client.off('error', ignore);
  }
}

/** What `COPY ... TO STDOUT` answers, in one piece. */
export function copyOut(pool: Pool, sql: string): Promise<Buffer> {
  return onConnection(pool, (client) => {
    const copy = new CopyOut(sql);
    client.query(copy);
    return copy.answer;
  });
}

/** Speaks the part of node-postgres' query protocol that COPY needs. */
class CopyOut implements Submittable {
  private readonly chunks: Buffer[] = [];
  private readonly result = Promise.withResolvers<Buffer>();
  readonly answer = this.result.promise;

  constructor(private readonly sql: string) {}

  submit(connection: Connection): void {
    (connection as unknown as { query(sql: string): void }).query(this.sql);
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    // The parser uses its buffer again.
    this.chunks.push(Buffer.from(chunk));
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.result.resolve(Buffer.concat(this.chunks));
  }

  handleError(error: Error): void {
    this.result.reject(error);
  }
}
