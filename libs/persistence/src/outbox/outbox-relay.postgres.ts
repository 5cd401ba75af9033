import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { OutboxMessage } from './outbox.postgres.js';

/** What the relay needs of the event log. */
export interface OutboxTarget {
  append(topic: string, messages: OutboxMessage[]): Promise<unknown>;
}

export interface OutboxRelayOptions {
  /** Connects as the app's role. */
  url: string;
  app: string;
  target: OutboxTarget;
  onError: (error: unknown) => void;
  /** Messages in one append. */
  batchSize?: number;
  /** How often to look although nobody called, and how long to wait after a failure. */
  pollMs?: number;
}

interface OutboxRow {
  id: string;
  topic: string;
  key: string;
  partition: number | null;
  value: Buffer;
  headers: Record<string, string>;
  content_hash: Buffer;
}

const BATCH_BYTES_MAX = 4 * 1024 * 1024;

/** The first rows, as many as fit, and always the very first. */
const NEXT_ROWS = `
  select id, topic, key, partition, value, headers, content_hash
  from (select *, sum(octet_length(value)) over (order by id) - octet_length(value) as bytes_before
        from (select * from outbox order by id limit $1) as first_rows) as measured
  where bytes_before < $2 order by id`;

/**
 * Carries the app's outbox to the event log: at least once, in the order of the ids, one relay at a time for each app (by an advisory
 * lock; the others stand by and take over when its connection ends).
 *
 * It keeps no position. Ids are given before their transactions commit, so a lower id can appear after a higher one was carried:
 * the relay removes what it has published and always begins again at the lowest id that is there.
 */
export class OutboxRelay {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private wake: () => void = () => undefined;
  private awake = false;

  constructor(private readonly options: OutboxRelayOptions) {}

  start(): void {
    this.running ??= this.keepRunning();
  }

  /** Finishes the batch in hand. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.running;
  }

  private get stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private async keepRunning(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.session();
      } catch (error) {
        if (this.stopped) return;
        this.options.onError(error);
        await this.pause(this.options.pollMs ?? 1000);
      }
    }
  }

  /** One connection's life: it holds the lock, hears the calls and reads the rows, so that all three end together. */
  private async session(): Promise<void> {
    const { url, app } = this.options;
    const client = new pg.Client({
      connectionString: url,
      application_name: `tidemark ${app} outbox relay`,
      options: `-c search_path=${app}`,
      keepAlive: true,
    });
    let broken: Error | undefined;
    client.on('error', (error) => {
      broken = error;
      this.call();
    });
    client.on('notification', () => this.call());
    await client.connect();
    try {
      if (!(await this.lead(client))) return;
      await client.query(`listen outbox_${app}`);
      while (!this.stopped && !broken) {
        this.awake = false;
        while (!this.stopped && (await this.carryBatch(client)));
        if (!this.awake) await this.pause(this.options.pollMs ?? 1000);
      }
      if (broken) throw broken;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** Asks again and again instead of waiting in the database: a waiting statement would keep old rows from being vacuumed. */
  private async lead(client: pg.Client): Promise<boolean> {
    while (!this.stopped) {
      const { rows } = await client.query('select pg_try_advisory_lock(hashtextextended($1, 0)) as mine', [
        `tidemark outbox ${this.options.app}`,
      ]);
      if (rows[0].mine) return true;
      await this.pause(Math.min(500, this.options.pollMs ?? 500));
    }
    return false;
  }

  /** Answers whether there may be more. */
  private async carryBatch(client: pg.Client): Promise<boolean> {
    const limit = this.options.batchSize ?? 500;
    const { rows } = await client.query<OutboxRow>(NEXT_ROWS, [limit, BATCH_BYTES_MAX]);
    for (const run of runsOfOneTopic(rows)) {
      await this.options.target.append(run[0]!.topic, run.map(messageOf));
      await client.query('delete from outbox where id = any($1::bigint[])', [run.map((row) => row.id)]);
    }
    return rows.length > 0;
  }

  private call(): void {
    this.awake = true;
    this.wake();
  }

  private async pause(ms: number): Promise<void> {
    const called = new AbortController();
    this.wake = () => called.abort();
    if (this.stopped) return;
    await sleep(ms, undefined, { signal: called.signal }).catch(() => undefined);
  }
}

function messageOf(row: OutboxRow): OutboxMessage {
  return {
    key: row.key,
    value: row.value,
    headers: { ...row.headers, 'content-sha256': row.content_hash.toString('hex') },
    ...(row.partition === null ? {} : { partition: row.partition }),
  };
}

function runsOfOneTopic(rows: readonly OutboxRow[]): OutboxRow[][] {
  const runs: OutboxRow[][] = [];
  for (const row of rows) {
    const last = runs.at(-1);
    if (last?.[0]?.topic === row.topic) last.push(row);
    else runs.push([row]);
  }
  return runs;
}
