import { Logger } from '@nestjs/common';
import type { BatchContext, IncomingBatch, IncomingMessage } from '../event-log.js';
import { PartitionWorker, type WorkerDuties } from './partition-worker.js';

Logger.overrideLogger(false);

const message = (offset: number, bytes = 10): IncomingMessage => ({
  offset: BigInt(offset),
  key: 'k',
  value: Buffer.alloc(bytes),
  headers: {},
  timestampMs: 0,
});
const messages = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => message(from + at));
const offsets = ({ messages: some }: IncomingBatch) => some.map(({ offset }) => Number(offset));
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

interface Call {
  batch: IncomingBatch;
  context: BatchContext;
  end(error?: unknown): void;
}

function begun(changes: Partial<WorkerDuties> = {}) {
  const calls: Call[] = [];
  const positions: bigint[] = [];
  const fatal: unknown[] = [];
  const worker = new PartitionWorker('t', 0, {
    handler: (batch, context) =>
      new Promise((resolve, reject) => calls.push({ batch, context, end: (error) => (error === undefined ? resolve() : reject(error)) })),
    limits: { maxBytes: 100, maxMessages: 50 },
    handled: (_, __, position) => positions.push(position),
    putAside: async () => undefined,
    roomMade: () => undefined,
    isLost: () => false,
    fatal: (error) => fatal.push(error),
    ...changes,
  });
  worker.restartAt(0n);
  return { worker, calls, positions, fatal };
}

describe('the worker of a partition', () => {
  it('handles one batch at a time and gathers what comes meanwhile, up to its limits', async () => {
    const { worker, calls, positions } = begun();
    worker.offer(messages(0, 3), 30n);
    worker.offer(messages(3, 20), 30n);
    expect(calls.map(({ batch }) => offsets(batch))).toEqual([[0, 1, 2]]);
    calls[0]!.end();
    await settled();
    expect(offsets(calls[1]!.batch)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    calls[1]!.end();
    await settled();
    expect(positions).toEqual([3n, 13n]);
    expect(worker.status()).toMatchObject({ position: 13n, lag: 17n });
  });

  it('says when it has no room, and takes a message that is larger than its limit alone', async () => {
    const { worker, calls } = begun();
    worker.offer([message(0)], 9n);
    expect(worker.hasRoom()).toBe(true);
    worker.offer([message(1, 500)], 9n);
    expect(worker.hasRoom()).toBe(false);
    worker.offer([message(2)], 9n);
    calls[0]!.end();
    await settled();
    expect(offsets(calls[1]!.batch)).toEqual([1]);
    expect(worker.hasRoom()).toBe(true);
  });

  it('passes over what it has seen already', async () => {
    const { worker, calls } = begun();
    worker.offer(messages(0, 3), 5n);
    worker.offer(messages(1, 5), 5n);
    calls[0]!.end();
    await settled();
    expect(offsets(calls[1]!.batch)).toEqual([3, 4]);
  });

  it('repeats a failed batch, and only then goes on', async () => {
    const { worker, calls, positions } = begun();
    worker.offer(messages(0, 2), 9n);
    worker.offer(messages(2, 4), 9n);
    calls[0]!.end(new Error('not yet'));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(offsets(calls[1]!.batch).slice(0, 2)).toEqual([0, 1]);
    expect(positions).toEqual([]);
    calls[1]!.end();
    await settled();
    expect(positions).toHaveLength(1);
  });

  it('begins again where the consumer says after a failure, without what was fetched', async () => {
    const { worker, calls } = begun({ restart: async (one) => one.restartAt(7n) });
    worker.offer(messages(0, 5), 9n);
    const { epoch } = worker;
    calls[0]!.end(new Error('half done'));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(worker.epoch).toBeGreaterThan(epoch);
    expect(worker.nextOffset).toBe(7n);
    worker.offer(messages(5, 9), 9n);
    expect(offsets(calls[1]!.batch)).toEqual([7, 8]);
  });

  it('stops for good when the error says that no retry mends it', async () => {
    const { worker, calls, fatal, positions } = begun();
    worker.offer(messages(0, 2), 9n);
    const error = Object.assign(new Error('the books do not balance'), { retryable: false });
    calls[0]!.end(error);
    await settled();
    worker.offer(messages(2, 4), 9n);
    expect(fatal).toEqual([error]);
    expect(calls).toHaveLength(1);
    expect(positions).toEqual([]);
  });

  it('finishes the batch in hand when it is released, and drops the rest', async () => {
    const { worker, calls, positions } = begun();
    worker.offer(messages(0, 2), 9n);
    worker.offer(messages(2, 4), 9n);
    let released = false;
    const release = worker.release().then(() => {
      released = true;
    });
    await settled();
    expect(released).toBe(false);
    expect(calls[0]!.context.isStale()).toBe(false);
    calls[0]!.end();
    await release;
    expect(positions).toEqual([2n]);
    expect(calls).toHaveLength(1);
  });

  it('lets a batch in hand count no more once the partition was taken away, by word or by time', async () => {
    let lost = false;
    for (const take of [(worker: PartitionWorker) => worker.revoke(), () => void (lost = true)]) {
      const { worker, calls, positions } = begun({ isLost: () => lost });
      worker.offer(messages(0, 2), 9n);
      expect(calls[0]!.context.isStale()).toBe(false);
      take(worker);
      expect(calls[0]!.context.isStale()).toBe(true);
      calls[0]!.end();
      await settled();
      expect(positions).toEqual([]);
    }
  });

  it('never passes over a batch that failed while the partition may have been lost: it may have been kept', async () => {
    for (const restart of [undefined, async (one: PartitionWorker) => one.restartAt(0n)]) {
      let lost = false;
      const { worker, calls, positions } = begun({ isLost: () => lost, ...(restart && { restart }) });
      worker.offer(messages(0, 2), 9n);
      worker.offer(messages(2, 4), 9n);
      lost = true;
      calls[0]!.end(new Error('the database is away'));
      await settled();
      lost = false;
      await new Promise((resolve) => setTimeout(resolve, 200));
      if (restart) worker.offer(messages(0, 4), 9n);
      expect(offsets(calls[1]!.batch)[0]).toBe(0);
      calls[1]!.end();
      await settled();
      expect(positions).toEqual([4n]);
    }
  });

  it('counts standing at the end as progress, and standing before it not', () => {
    const { worker, calls } = begun();
    const before = Date.now();
    worker.offer(messages(0, 2), 2n);
    const { lastProgressAtMs } = worker.status();
    worker.sawEnd(5n);
    expect(worker.status()).toMatchObject({ lag: 5n, lastProgressAtMs });
    expect(lastProgressAtMs).toBeLessThanOrEqual(Date.now());
    expect(lastProgressAtMs).toBeGreaterThanOrEqual(before - 1_000);
    expect(calls).toHaveLength(1);
  });
});
