import { loadConfig } from '@tidemark/config';
import { decodeEnvelope } from '@tidemark/contracts';
import { type OutgoingMessage, partitionOf, TOPICS } from '@tidemark/messaging';
import { ScriptedLog } from '../../test/scripted-log.js';
import { DOOR_LIMITS, type DoorLimits } from '../door-limits.js';
import { type EnvelopeDraft, type IntakeEnvelope, ReportPublisher } from './report-publisher.js';

const draft = (source: string, sequence: number, bytes = 10): EnvelopeDraft => ({
  provider: 'alpha',
  source,
  epoch: 1,
  sequence: BigInt(sequence),
  receivedAtMs: 1,
  producedAtMs: 0,
  contentHash: new Uint8Array(32),
  recordCount: 1,
  rejected: [],
  columns: new Uint8Array(bytes),
  schemaVersion: 1,
  opaque: new Uint8Array(0),
  opaqueContentType: '',
  door: 'http',
});

describe('ReportPublisher', () => {
  let log: ScriptedLog;

  const open = async (limits: Partial<DoorLimits> = {}) => {
    log = new ScriptedLog();
    const publisher = new ReportPublisher(log, loadConfig({ TIDEMARK_REPORT_PARTITIONS: '4' }), { ...DOOR_LIMITS, ...limits });
    await publisher.open();
    return publisher;
  };
  const stored = () =>
    (log.messages.get(TOPICS.reports) ?? []).map(({ partition, value }) => ({ partition, ...decodeEnvelope(Buffer.from(value)) }));
  const hold = () => {
    const gate = Promise.withResolvers<void>();
    log.beforeAppend = () => gate.promise;
    return gate;
  };

  it('answers nothing before it is durable', async () => {
    const publisher = await open();
    const gate = hold();
    let answered = false;
    const published = publisher.publish(draft('m', 1)).then((outcome) => {
      answered = true;
      return outcome;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(answered).toBe(false);
    gate.resolve();
    expect(await published).toEqual({ position: { topic: TOPICS.reports, partition: expect.any(Number), offset: 0n } });
  });

  it('appends one batch at a time to a partition, and what waits goes with the next', async () => {
    const publisher = await open();
    const gate = hold();
    const first = publisher.publish(draft('m', 1));
    await new Promise(setImmediate);
    const others = [2, 3, 4].map((n) => publisher.publish(draft('m', n)));
    await new Promise(setImmediate);
    expect(log.appends.map(({ count }) => count)).toEqual([1]);
    gate.resolve();
    await Promise.all([first, ...others]);
    expect(log.appends.map(({ count }) => count)).toEqual([1, 3]);
    expect(stored().map(({ sequence }) => sequence)).toEqual([1n, 2n, 3n, 4n]);
  });

  it('does not let one partition wait for another', async () => {
    const publisher = await open();
    const gate = Promise.withResolvers<void>();
    const held = await publisher.publish(draft('m', 1));
    const partition = 'position' in held ? held.position.partition : -1;
    log.beforeAppend = (_, [message]) => (message!.partition === partition ? gate.promise : undefined);
    const slow = publisher.publish(draft('m', 2));
    let elsewhere = 0;
    for (let i = 0; elsewhere === 0; i += 1) {
      if (partitionOf(`alpha/other-${i}`, 4) === partition) continue;
      expect(await publisher.publish(draft(`other-${i}`, 1))).toHaveProperty('position');
      elsewhere += 1;
    }
    gate.resolve();
    expect(await slow).toHaveProperty('position');
  });

  it('keeps batches within both limits, one oversized envelope alone', async () => {
    const publisher = await open({ appendBytes: 3_000, appendMessages: 3 });
    const gate = hold();
    const all = [publisher.publish(draft('m', 1))];
    await new Promise(setImmediate);
    for (const [n, bytes] of [500, 500, 500, 10, 10, 10, 10, 9_000, 10].entries()) all.push(publisher.publish(draft('m', n + 2, bytes)));
    gate.resolve();
    await Promise.all(all);
    expect(log.appends.map(({ count }) => count)).toEqual([1, 2, 3, 2, 1, 1]);
  });

  it('gives origins in append order and never one twice, also after a failure', async () => {
    const publisher = await open();
    const attempts: OutgoingMessage[][] = [];
    log.beforeAppend = (_, messages) => {
      attempts.push(messages);
      if (attempts.length === 1) throw new Error('no answer: it may be in the log or not');
    };
    expect(await publisher.publish(draft('m', 1))).toEqual({ refused: 'LOG_UNAVAILABLE' });
    expect(await publisher.publish(draft('m', 1))).toHaveProperty('position');
    const origins = attempts.flat().map(({ value }) => decodeEnvelope(Buffer.from(value)).origin);
    expect(origins.map(({ offset }) => offset)).toEqual([1n, 2n]);
    expect(new Set(origins.map(({ stream }) => stream)).size).toBe(1);
  });

  it('fails all of a batch that failed, and only those', async () => {
    const publisher = await open();
    log.beforeAppend = (_, messages) => {
      if (messages.some(({ value }) => decodeEnvelope(Buffer.from(value)).sequence === 2n)) throw new Error('broken');
    };
    const both = await Promise.all([publisher.publish(draft('m', 1)), publisher.publish(draft('m', 2))]);
    expect(both).toEqual([{ refused: 'LOG_UNAVAILABLE' }, { refused: 'LOG_UNAVAILABLE' }]);
    expect(stored()).toEqual([]);
    expect(await publisher.publish(draft('m', 3))).toHaveProperty('position');
    await new Promise(setImmediate);
    expect(publisher.status().waitingBytes).toBe(0);
  });

  it('answers in time while the log hangs, and keeps nothing of what it gave up', async () => {
    const publisher = await open({ appendTimeoutMs: 50 });
    const gate = hold();
    const inFlight = publisher.publish(draft('m', 1));
    await new Promise(setImmediate);
    const waiting = publisher.publish(draft('m', 2));
    expect(await Promise.all([inFlight, waiting])).toEqual([{ refused: 'LOG_UNAVAILABLE' }, { refused: 'LOG_UNAVAILABLE' }]);
    gate.resolve();
    await new Promise((resolve) => setTimeout(resolve, 20));
    // The first was on its way and may arrive; the second was never sent.
    expect(stored().map(({ sequence }) => sequence)).toEqual([1n]);
    expect(publisher.status().waitingBytes).toBe(0);
  });

  it('refuses beyond its room instead of growing, and streams wait their turn', async () => {
    const publisher = await open({ waitingBytes: 5_000, appendBytes: 1_000 });
    const gate = hold();
    const taken = [1, 2, 3, 4].map((n) => publisher.publish(draft('m', n, 500)));
    expect(await publisher.publish(draft('m', 5, 500))).toEqual({ refused: 'DOOR_BUSY' });
    const order: number[] = [];
    const turns = [6, 7, 8].map((n) =>
      publisher.publishWhenRoom(draft('m', n, 500)).then(async ({ published }) => {
        order.push(n);
        expect(publisher.status().waitingBytes).toBeLessThanOrEqual(5_000);
        return published;
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(order).toEqual([]);
    gate.resolve();
    const outcomes = await Promise.all([...taken, ...turns]);
    expect(outcomes.every((outcome) => 'position' in outcome)).toBe(true);
    expect(order).toEqual([6, 7, 8]);
    expect(stored().map(({ sequence }) => sequence)).toEqual([1n, 2n, 3n, 4n, 6n, 7n, 8n]);
  });

  it('is closed before it is open and after it was closed, and finishes what it took', async () => {
    const unopened = new ReportPublisher(new ScriptedLog(), loadConfig({}), DOOR_LIMITS);
    expect(await unopened.publish(draft('m', 1))).toEqual({ refused: 'DOOR_CLOSED' });
    const publisher = await open();
    const gate = hold();
    const taken = publisher.publish(draft('m', 1));
    const closed = publisher.onApplicationShutdown();
    expect(await publisher.publish(draft('m', 2))).toEqual({ refused: 'DOOR_CLOSED' });
    gate.resolve();
    await closed;
    expect(await taken).toHaveProperty('position');
  });

  describe('intake', () => {
    const from = (offset: number, source = 'm', bytes = 10): IntakeEnvelope => ({
      ...draft(source, offset, bytes),
      origin: { stream: 'intake.alpha.v1/0', offset: BigInt(offset) },
    });

    it('keeps the origin of the message and the order, and answers places in the order asked', async () => {
      const publisher = await open({ appendBytes: 1_100 });
      const positions = await publisher.publishIntake([from(5), from(6, 'other'), from(7), from(9, 'm', 5_000), from(12)]);
      expect(positions).toHaveLength(5);
      for (const { offset, partition } of positions)
        expect(stored().some((envelope) => envelope.partition === partition && offset >= 0n)).toBe(true);
      const { partition } = positions[0]!;
      expect(
        stored()
          .filter((envelope) => envelope.partition === partition && envelope.source === 'm')
          .map(({ origin }) => origin.offset),
      ).toEqual([5n, 7n, 9n, 12n]);
    });

    it('appends nothing behind a failure, because a later origin there would hide the earlier one', async () => {
      const publisher = await open({ appendMessages: 1 });
      log.beforeAppend = (_, [message]) => {
        if (decodeEnvelope(Buffer.from(message!.value)).origin.offset === 2n) throw new Error('no');
      };
      await expect(publisher.publishIntake([from(1), from(2), from(3)])).rejects.toThrow('no');
      expect(stored().map(({ origin }) => origin.offset)).toEqual([1n]);
    });
  });
});
