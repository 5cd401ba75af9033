import { Logger } from '@nestjs/common';
import { PostgresEventLog, prepareEventLog } from '@tidemark/messaging';
import { startTestPostgres, type TestPostgres } from '@tidemark/testing';
import pg from 'pg';
import { GroupMembership } from '../src/postgres/group-membership.postgres.js';
import { deleteExpired } from '../src/postgres/retention.postgres.js';

describe('the tables of the event log', () => {
  let postgres: TestPostgres;
  let pool: pg.Pool;
  let log: PostgresEventLog;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    postgres = await startTestPostgres();
    pool = new pg.Pool({ connectionString: postgres.url });
    log = new PostgresEventLog({ connectionString: postgres.url });
  }, 60_000);
  afterAll(async () => {
    await log?.close();
    await pool?.end();
    await postgres?.stop();
  });

  const append = (topic: string, ...values: string[]) =>
    log.append(
      topic,
      values.map((value) => ({ key: 'k', value: Buffer.from(value) })),
    );
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  it('are made once, by however many at the same time', async () => {
    await Promise.all(Array.from({ length: 5 }, () => prepareEventLog(pool)));
    const { rows } = await pool.query('select number from event_log.migration order by number');
    expect(rows).toEqual([{ number: 1 }]);
  });

  it('lose what is older than the topic keeps it, from the front, and nothing else', async () => {
    await log.ensureTopics([
      { name: 'short.v1', partitions: 1, retentionMs: 60_000 },
      { name: 'forever.v1', partitions: 1 },
    ]);
    await append('short.v1', ...Array.from({ length: 2_500 }, (_, at) => String(at)));
    await append('forever.v1', 'a');
    await pool.query(`update event_log.message set appended_at_ms = appended_at_ms - 120000 where "offset" < 2300`);
    // A young message before old ones: a clock that went back. Nothing behind it goes, so that no hole appears.
    await pool.query(`update event_log.message set appended_at_ms = appended_at_ms + 120000 where "offset" = 2200`);
    expect(await deleteExpired(pool, Date.now())).toBe(2_200);
    expect(await log.endOffsets('short.v1')).toEqual([{ partition: 0, earliest: 2_200n, end: 2_500n }]);
    expect((await log.read('short.v1', 0, 0n, 1))[0]).toMatchObject({ offset: 2_200n });
    expect(await log.endOffsets('forever.v1')).toEqual([{ partition: 0, earliest: 0n, end: 1n }]);
    expect(await deleteExpired(pool, Date.now() + 3_600_000)).toBe(300);
    expect(await log.endOffsets('short.v1')).toEqual([{ partition: 0, earliest: 2_500n, end: 2_500n }]);
    expect((await append('short.v1', 'next'))[0]!.offset).toBe(2_500n);
  });

  it('start a consumer that was away too long at the earliest message', async () => {
    await log.ensureTopics([{ name: 'gone.v1', partitions: 1, retentionMs: 1_000 }]);
    await append('gone.v1', 'old', 'older');
    await deleteExpired(pool, Date.now() + 10_000);
    await append('gone.v1', 'new');
    const seen: string[] = [];
    await log.subscribe(
      { group: 'late', topics: ['gone.v1'], startAt: async () => 1n },
      async (batch) => void seen.push(...batch.messages.map(({ value }) => value.toString())),
    );
    for (let waited = 0; seen.length === 0 && waited < 5_000; waited += 10) await pause(10);
    expect(seen).toEqual(['new']);
  });

  it('fence off what a member commits after its lease was over', async () => {
    await log.ensureTopics([{ name: 'fenced.v1', partitions: 2 }]);
    const backend = (
      await pool.query<{ pid: number }>(`select pid from pg_stat_activity where application_name = 'tidemark event log' limit 1`)
    ).rows[0]!.pid;
    const zombie = new GroupMembership(pool, 'fenced', 300);
    const { owned } = await zombie.renew(['fenced.v1'], backend);
    expect(owned).toHaveLength(2);
    expect(await zombie.commit([{ ...owned[0]!, position: 3n }])).toBe(1);
    const successor = new GroupMembership(pool, 'fenced', 60_000);
    expect((await successor.renew(['fenced.v1'], backend)).owned).toEqual([]);
    await pause(400);
    const taken = (await successor.renew(['fenced.v1'], backend)).owned;
    expect(taken).toHaveLength(2);
    expect(taken.find(({ partition }) => partition === owned[0]!.partition)!.position).toBe(3n);
    expect(await zombie.commit([{ ...owned[0]!, position: 9n }])).toBe(0);
    expect(await successor.commit([{ ...taken[0]!, position: 5n }])).toBe(1);
    // It joins again as anybody would, and gets its share only after the successor gave it away.
    expect((await zombie.renew(['fenced.v1'], backend)).owned).toEqual([]);
    const { give } = await successor.renew(['fenced.v1'], backend);
    expect(give).toHaveLength(1);
    await successor.release(taken.find(({ partition }) => partition === give[0]!.partition)!);
    const again = (await zombie.renew(['fenced.v1'], backend)).owned;
    expect(again).toHaveLength(1);
    expect(again[0]!.generation).toBeGreaterThan(owned.find(({ partition }) => partition === again[0]!.partition)!.generation);
  });

  it('free the partitions of a process at once when its connection is gone, lease or not', async () => {
    await log.ensureTopics([{ name: 'killed.v1', partitions: 2 }]);
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    const killed = new GroupMembership(pool, 'killed', 3_600_000);
    const pid = (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]!.pid;
    expect((await killed.renew(['killed.v1'], pid)).owned).toHaveLength(2);
    await client.end();
    await pause(200);
    const next = new GroupMembership(pool, 'killed', 60_000);
    expect(
      (
        await next.renew(
          ['killed.v1'],
          (
            await pool.query<{ pid: number }>(`select pid from pg_stat_activity where application_name = 'tidemark event log' limit 1`)
          ).rows[0]!.pid,
        )
      ).owned,
    ).toHaveLength(2);
  });

  it('refuse keys that PostgreSQL cannot hold', async () => {
    await log.ensureTopics([{ name: 'text.v1', partitions: 1 }]);
    await expect(log.append('text.v1', [{ key: 'a\u0000b', value: Buffer.from('x') }])).rejects.toMatchObject({ code: 'KEY_NOT_STORABLE' });
    await expect(append('text.v1', 'fine')).resolves.toHaveLength(1);
  });

  it('have no gaps and no order but that of the commits, with many writers', async () => {
    await log.ensureTopics([{ name: 'busy.v1', partitions: 1 }]);
    const writers = Array.from({ length: 4 }, () => new PostgresEventLog({ connectionString: postgres.url }));
    await Promise.all(
      writers.map(async (writer, name) => {
        for (let at = 0; at < 50; at++) await writer.append('busy.v1', [{ key: 'k', value: Buffer.from(`${name} ${at}`) }]);
      }),
    );
    await Promise.all(writers.map((writer) => writer.close()));
    const found = await log.read('busy.v1', 0, 0n, 1_000);
    expect(found.map(({ offset }) => Number(offset))).toEqual(Array.from({ length: 200 }, (_, at) => at));
    for (const name of [0, 1, 2, 3]) {
      const own = found.map(({ value }) => value.toString().split(' ').map(Number)).filter(([writer]) => writer === name);
      expect(own.map(([, at]) => at)).toEqual(Array.from({ length: 50 }, (_, at) => at));
    }
  });
});
