import { randomBytes } from 'node:crypto';
import { refuse, type WriteRequest } from '@tidemark/edge';
import { type AppDatabase, openAppDatabase } from '@tidemark/persistence';
import { MasterKeys, openBlindIndex, PostgresSealingKeys, rewrapKeys } from '@tidemark/sealing';
import { startTestPostgres, type TestPostgres } from '@tidemark/testing';
import { PostgresRegistryTasks } from '../src/postgres/registry-tasks.postgres.js';
import { PostgresRegistryWrites } from '../src/postgres/registry-writes.postgres.js';
import type { RegistryTask } from '../src/registry/registry-task.js';
import type { Write } from '../src/registry/write.js';
import { REGISTRY_DATABASE } from '../src/registry-database.js';

const NOW = Date.UTC(2026, 0, 1);
const ana = (more: Partial<WriteRequest> = {}): WriteRequest => ({ caller: { subject: 'ana', provider: 'north' }, nowMs: NOW, ...more });
const key = (id: string) => ({ id, key: randomBytes(32) });

describe('the registry: changes, tasks, sealing', () => {
  let postgres: TestPostgres;
  let database: AppDatabase;
  let writes: PostgresRegistryWrites;
  let tasks: PostgresRegistryTasks;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await openAppDatabase({ url: postgres.url, ...REGISTRY_DATABASE });
    writes = new PostgresRegistryWrites(database.transactions);
    tasks = new PostgresRegistryTasks(database.transactions);
  }, 60_000);
  afterEach(() => database.dataSource.query('delete from registry_task'));
  afterAll(async () => {
    await database?.close();
    await postgres?.stop();
  });

  const handlers = (run: RegistryTask['run']) => new Map([['echo', { kind: 'echo', run }]]);

  describe('changes', () => {
    it('have known times that rise, also when the clock stands still or goes back', async () => {
      const seen: number[] = [];
      for (const nowMs of [NOW, NOW, NOW - 5000, NOW + 10]) {
        await writes.run(ana({ nowMs }), async (write) => ({ seen: seen.push(write.nowMs) }));
      }
      expect(seen.every((at, i) => i === 0 || at > seen[i - 1]!)).toBe(true);
    });

    it('roll back when the answer is a refusal', async () => {
      const answer = await writes.run(ana(), async (write) => {
        await write.task('echo', 'never');
        return refuse('CUSTOMER_UNKNOWN', 'no');
      });
      expect(answer).toEqual({ refused: { code: 'CUSTOMER_UNKNOWN', detail: 'no' } });
      expect(await tasks.figures(NOW * 2)).toEqual({ due: 0, failing: 0 });
    });

    it('give a repeat the first answer, once only done; the key with other content is refused; another caller has keys of its own', async () => {
      let done = 0;
      let replayed = 0;
      const repeat = (fingerprint: string, subject = 'ana') =>
        writes.run(
          ana({ caller: { subject, provider: 'north' }, idempotency: { key: 'k-1', fingerprint, onReplay: () => replayed++ } }),
          async () => ({ n: ++done }),
        );
      expect(await repeat('a')).toEqual({ n: 1 });
      expect(await repeat('a')).toEqual({ n: 1 });
      expect(replayed).toBe(1);
      expect(await repeat('b')).toMatchObject({ refused: { code: 'IDEMPOTENCY_KEY_REUSED' } });
      expect(await repeat('a', 'bea')).toEqual({ n: 2 });
    });

    it('asked for at the same time with one key, happen once', async () => {
      let done = 0;
      const both = Array.from({ length: 8 }, () =>
        writes.run(ana({ idempotency: { key: 'k-2', fingerprint: 'f' } }), async () => ({ n: ++done })),
      );
      expect(new Set((await Promise.all(both)).map((answer) => JSON.stringify(answer))).size).toBe(1);
      expect(done).toBe(1);
    });

    it('publish facts in an order without gaps, and nothing of a change that failed', async () => {
      const publish = (write: Write) => write.publish({ case: 'erased', value: { customer: 'c', provider: 'north' } });
      await writes.run(ana(), publish);
      await writes
        .run(ana(), async (write) => {
          await publish(write);
          throw new Error('no');
        })
        .catch(() => undefined);
      await writes.run(ana(), publish);
      const rows = await database.transactions.read({ provider: 'north' }, (tx) =>
        tx.query<{ sequence: string }>('select sequence from customer_fact order by sequence'),
      );
      expect(rows.map(({ sequence }) => sequence)).toEqual(['1', '2']);
      expect(await database.transactions.read({ provider: 'south' }, (tx) => tx.query('select * from customer_fact'))).toEqual([]);
    });

    it('cannot touch another tenant, whatever the statement says', async () => {
      await expect(
        writes.run(ana(), async (write) => write.publish({ case: 'erased', value: { customer: 'c', provider: 'south' } })),
      ).rejects.toThrow('row-level security');
    });
  });

  describe('tasks', () => {
    it('are done once, in a change of their own, with what the latest asked for', async () => {
      const done: unknown[] = [];
      await writes.run(ana(), async (write) => {
        await write.task('echo', 'one', { payload: { n: 1 } });
        await write.task('echo', 'one', { payload: { n: 2 } });
        await write.task('echo', 'later', { notBeforeMs: NOW * 2 });
        return {};
      });
      const doing = handlers(async (_, subject, payload) => void done.push([subject, payload]));
      expect(await tasks.doNext(NOW + 1000, doing)).toBe('done');
      expect(await tasks.doNext(NOW + 1000, doing)).toBe('none');
      expect(done).toEqual([['one', { n: 2 }]]);
    });

    it('that fail leave nothing behind and are tried again later', async () => {
      await writes.run(ana(), async (write) => ({ task: await write.task('echo', 'one') }));
      const failing = handlers(async (write) => {
        await write.task('echo', 'left behind');
        throw new Error('a name that must not be kept');
      });
      expect(await tasks.doNext(NOW + 1000, failing)).toBe('failed');
      const rows = await database.dataSource.query('select subject, attempts, last_failure from registry_task');
      expect(rows).toEqual([{ subject: 'one', attempts: 1, last_failure: 'Error' }]);
      expect(await tasks.doNext(NOW + 1000, failing)).toBe('none');
      expect(
        await tasks.doNext(
          NOW + 10_000,
          handlers(async () => undefined),
        ),
      ).toBe('done');
    });

    it('are shared by workers without being done twice', async () => {
      await writes.run(ana(), async (write) => {
        for (let n = 0; n < 20; n++) await write.task('echo', `${n}`);
        return {};
      });
      const done: string[] = [];
      const doing = handlers(async (_, subject) => void done.push(subject));
      const work = async () => {
        while ((await tasks.doNext(NOW + 1000, doing)) !== 'none');
      };
      await Promise.all([work(), work(), work()]);
      expect(done.sort()).toEqual(Array.from({ length: 20 }, (_, n) => `${n}`).sort());
    });
  });

  describe('sealing', () => {
    it('opens for the owner and the place alone, until the key is destroyed; a new master key wraps it anew', async () => {
      const [old, next] = [key('2026a'), key('2026b')];
      const keys = new PostgresSealingKeys(new MasterKeys([old]));
      const owner = 'customer/1';
      const sealed = await database.transactions.run(async (tx) => {
        await tx.query(`select set_config('tidemark.oversight', 'on', true)`);
        const made = await keys.make(tx, { owner, provider: 'north', nowMs: NOW });
        await keys.make(tx, { owner: 'customer/2', provider: 'north', nowMs: NOW });
        return made.seal('profile', 'Ada Lovelace');
      });
      expect(sealed.includes('Ada')).toBe(false);
      const find = (from: PostgresSealingKeys, whose = owner) =>
        database.transactions.read({ provider: 'north' }, (tx) => from.find(tx, whose));
      expect((await find(keys))!.openText('profile', sealed)).toBe('Ada Lovelace');
      await expect(async () => (await find(keys))!.openText('document/1', sealed)).rejects.toThrow();
      await expect(async () => (await find(keys, 'customer/2'))!.openText('profile', sealed)).rejects.toThrow();
      expect(await database.transactions.read({ provider: 'south' }, (tx) => keys.find(tx, owner))).toBeUndefined();

      expect(await database.transactions.run((tx) => rewrapKeys(tx, new MasterKeys([next, old]), 100))).toBe(2);
      expect((await find(new PostgresSealingKeys(new MasterKeys([next]))))!.openText('profile', sealed)).toBe('Ada Lovelace');
      await expect(find(keys)).rejects.toThrow('2026b');

      await database.transactions.run(async (tx) => {
        await tx.query(`select set_config('tidemark.oversight', 'on', true)`);
        await keys.destroy(tx, owner, NOW);
      });
      expect(await find(new PostgresSealingKeys(new MasterKeys([next])))).toBeUndefined();
    });

    it('has one index key, made once, that gives equal marks to equal values of one kind', async () => {
      const master = new MasterKeys([key('m')]);
      const open = () => database.transactions.run((tx) => openBlindIndex(tx, master, NOW));
      const [one, again] = [await open(), await open()];
      expect(one.of('LEI', 'X')).toEqual(again.of('LEI', 'X'));
      expect(one.of('LEI', 'X')).not.toEqual(one.of('TAX', 'X'));
    });
  });
});
