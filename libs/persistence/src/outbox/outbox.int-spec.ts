import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTestPostgres, type TestPostgres } from '@tidemark/testing';
import pg from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type AppDatabase, openAppDatabase } from '../app-database.postgres.js';
import { type OutboxMessage, outbox, outboxTable } from './outbox.postgres.js';
import { OutboxRelay } from './outbox-relay.postgres.js';

class Outbox1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await runner.query(outboxTable);
  }
  async down() {}
}

/** A log that remembers, and fails when told to. */
class RememberingLog {
  readonly published: { topic: string; message: OutboxMessage }[] = [];
  failures = 0;
  async append(topic: string, messages: OutboxMessage[]) {
    if (this.failures > 0) {
      this.failures--;
      throw new Error('log is away');
    }
    this.published.push(...messages.map((message) => ({ topic, message })));
  }
  get keys() {
    return this.published.map(({ message }) => message.key);
  }
}

const message = (key: string): OutboxMessage => ({ key, value: Buffer.from(`value of ${key}`) });

async function until(condition: () => boolean, withinMs = 10_000) {
  for (const end = Date.now() + withinMs; !condition(); await sleep(2)) {
    if (Date.now() > end) throw new Error('it did not happen in time');
  }
}

describe('outbox', () => {
  let server: TestPostgres;
  let database: AppDatabase;
  let log: RememberingLog;
  let relays: OutboxRelay[];
  let errors: unknown[];

  const relay = (pollMs = 60_000) => {
    const made = new OutboxRelay({
      url: database.url,
      app: 'sample_app',
      target: log,
      onError: (e) => errors.push(e),
      pollMs,
      batchSize: 7,
    });
    relays.push(made);
    made.start();
    return made;
  };
  const put = (...keys: string[]) => database.transactions.run((tx) => outbox(tx, 'sample.v1', keys.map(message)));
  const left = async () => (await database.transactions.run((tx) => tx.query('select id from outbox'))).length;

  beforeAll(async () => {
    server = await startTestPostgres();
    database = await openAppDatabase({ url: server.url, app: 'sample_app', migrations: [Outbox1700000000000] });
  }, 60_000);

  beforeEach(() => {
    log = new RememberingLog();
    relays = [];
    errors = [];
  });

  afterEach(async () => {
    await Promise.all(relays.map((one) => one.stop()));
    await database.transactions.run((tx) => tx.query('truncate outbox'));
  });

  afterAll(async () => {
    await database?.close();
    await server?.stop();
  });

  it('publishes in order, with headers, partition and the hash of the content, and keeps nothing', async () => {
    await put(...Array.from({ length: 30 }, (_, i) => `k${i}`));
    await database.transactions.run((tx) =>
      outbox(tx, 'other.v1', [{ key: 'x', value: Buffer.from([0, 255]), headers: { kind: 'ü"\\' }, partition: 0 }]),
    );
    relay();
    await until(() => log.published.length === 31);
    expect(log.keys).toEqual([...Array.from({ length: 30 }, (_, i) => `k${i}`), 'x']);
    expect(log.published[30]).toEqual({
      topic: 'other.v1',
      message: {
        key: 'x',
        value: Buffer.from([0, 255]),
        partition: 0,
        headers: {
          kind: 'ü"\\',
          'content-sha256': createHash('sha256')
            .update(Buffer.from([0, 255]))
            .digest('hex'),
        },
      },
    });
    await relays[0]!.stop();
    expect(await left()).toBe(0);
  });

  it('publishes nothing of a transaction that failed', async () => {
    relay();
    await database.transactions
      .run(async (tx) => {
        await outbox(tx, 'sample.v1', [message('lost')]);
        throw new Error('no');
      })
      .catch(() => undefined);
    await put('kept');
    await until(() => log.published.length > 0);
    expect(log.keys).toEqual(['kept']);
  });

  it('is woken by the commit, not by its clock', async () => {
    relay(60_000);
    await put('first');
    await until(() => log.keys.length === 1);
    const began = performance.now();
    await put('second');
    await until(() => log.keys.length === 2);
    // Its own clock would take a minute.
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('never passes over a row that commits after a later one', async () => {
    relay();
    let commit: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      commit = resolve;
    });
    const inserted = Promise.withResolvers<void>();
    const late = database.transactions.run(async (tx) => {
      await outbox(tx, 'sample.v1', [message('earlier id')]);
      inserted.resolve();
      await gate;
    });
    await inserted.promise;
    await put('later id');
    await until(() => log.keys.length === 1);
    commit();
    await late;
    await until(() => log.keys.length === 2);
    expect(log.keys).toEqual(['later id', 'earlier id']);
  });

  it('tries again, in order, when the log fails', async () => {
    log.failures = 2;
    await put('a', 'b');
    relay(20);
    await until(() => log.keys.length === 2);
    expect(log.keys).toEqual(['a', 'b']);
    expect(errors).toHaveLength(2);
  });

  it('is carried by one relay at a time, and by another when that one goes', async () => {
    relay(20);
    relay(20);
    await put(...Array.from({ length: 50 }, (_, i) => `k${i}`));
    await until(() => log.keys.length >= 50);
    expect(new Set(log.keys).size).toBe(50);
    await relays[0]!.stop();
    await put('after');
    await until(() => log.keys.length === 51);
  });

  it('goes on after its connection was broken', async () => {
    relay(20);
    await put('before');
    await until(() => log.keys.length === 1);
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name like '%outbox relay'`);
    await client.end();
    await put('after');
    await until(() => log.keys.length === 2);
    expect(log.keys).toEqual(['before', 'after']);
  });
});
