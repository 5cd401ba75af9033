import fc from 'fast-check';
import type { OutgoingMessage } from '../event-log.js';
import { AppendLanes, LANE_LIMITS } from './append-lanes.js';

const message = (text: string, partition = 0): OutgoingMessage => ({ key: text, value: Buffer.from(text), partition });
const own = ({ partition }: OutgoingMessage) => partition ?? 0;

/** A log in memory whose writes end when the test says so. */
class SlowLog {
  readonly stands = new Map<number, string[]>();
  readonly writes: { partition: number; texts: string[]; end(error?: Error): void }[] = [];
  most = 0;

  readonly write = (_: string, partition: number, messages: OutgoingMessage[]): Promise<bigint> =>
    new Promise((resolve, reject) => {
      const texts = messages.map(({ value }) => Buffer.from(value).toString());
      this.most = Math.max(this.most, this.writes.filter((one) => one.partition === partition).length + 1);
      this.writes.push({
        partition,
        texts,
        end: (error) => {
          this.writes.splice(0, 1);
          if (error) return reject(error);
          const stands = this.stands.get(partition) ?? [];
          this.stands.set(partition, stands);
          stands.push(...texts);
          resolve(BigInt(stands.length - texts.length));
        },
      });
    });
}

const turns = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('appending by lanes', () => {
  it('writes what waited together, in the order of the calls', async () => {
    const log = new SlowLog();
    const lanes = new AppendLanes(log.write);
    const first = lanes.append('t', [message('a')], own);
    await turns();
    const others = ['b', 'c', 'd'].map((text) => lanes.append('t', [message(text), message(`${text}2`)], own));
    log.writes[0]!.end();
    await first;
    await turns();
    expect(log.writes.map(({ texts }) => texts)).toEqual([['b', 'b2', 'c', 'c2', 'd', 'd2']]);
    log.writes[0]!.end();
    expect((await others[2])!.map(({ offset }) => offset)).toEqual([5n, 6n]);
  });

  it('does not let one partition wait for another', async () => {
    const log = new SlowLog();
    const lanes = new AppendLanes(log.write);
    void lanes.append('t', [message('slow', 0)], own);
    void lanes.append('t', [message('quick', 1)], own);
    await turns();
    expect(log.writes.map(({ partition }) => partition)).toEqual([0, 1]);
  });

  it('keeps the order of each partition under any load, one write at a time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(2), fc.nat(400)), { minLength: 1, maxLength: 60 }), async (calls) => {
        const stands = new Map<number, string[]>();
        const writing = new Set<number>();
        const lanes = new AppendLanes(
          async (_, partition, messages) => {
            expect(writing.has(partition)).toBe(false);
            writing.add(partition);
            await new Promise((resolve) => setImmediate(resolve));
            writing.delete(partition);
            const lane = stands.get(partition) ?? [];
            stands.set(partition, lane);
            lane.push(...messages.map(({ key }) => key));
            return BigInt(lane.length - messages.length);
          },
          { ...LANE_LIMITS, batchBytesMax: 1_000, batchMessagesMax: 5 },
        );
        const positions = await Promise.all(
          calls.map(([partition, size], at) => lanes.append('t', [{ key: String(at), value: Buffer.alloc(size), partition }], own)),
        );
        for (const partition of [0, 1, 2]) {
          const sent = calls.flatMap(([to], at) => (to === partition ? [String(at)] : []));
          expect(stands.get(partition) ?? []).toEqual(sent);
        }
        for (const [at, [position]] of positions.entries())
          expect(stands.get(position!.partition)![Number(position!.offset)]).toBe(String(at));
      }),
      { numRuns: 50 },
    );
  });

  it('fails the calls of a failed write and no others', async () => {
    const log = new SlowLog();
    const lanes = new AppendLanes(log.write);
    const lost = lanes.append('t', [message('a')], own);
    await turns();
    const kept = lanes.append('t', [message('b')], own);
    log.writes[0]!.end(new Error('away'));
    await expect(lost).rejects.toThrow('away');
    await turns();
    log.writes[0]!.end();
    await expect(kept).resolves.toEqual([{ topic: 't', partition: 0, offset: 0n }]);
  });

  it('writes calls one by one when together they cannot be written', async () => {
    const stands: string[] = [];
    const lanes = new AppendLanes(async (_, __, messages) => {
      if (messages.length > 1 || messages[0]!.key === 'bad') throw Object.assign(new Error('too large'), { retryable: false });
      return BigInt(stands.push(messages[0]!.key) - 1);
    });
    const calls = await Promise.allSettled(['a', 'bad', 'b', 'c'].map((text) => lanes.append('t', [message(text)], own)));
    expect(calls.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(stands).toEqual(['a', 'b', 'c']);
  });

  it('refuses more than may wait, and takes again once something was written', async () => {
    const log = new SlowLog();
    const lanes = new AppendLanes(log.write, { ...LANE_LIMITS, waitingBytesMax: 10 });
    const first = lanes.append('t', [message('12345678')], own);
    await expect(lanes.append('t', [message('12345')], own)).rejects.toMatchObject({ code: 'LOG_OVERLOADED', retryable: true });
    await turns();
    log.writes[0]!.end();
    await first;
    const second = lanes.append('t', [message('12345678901234567890')], own);
    await turns();
    log.writes[0]!.end();
    await expect(second).resolves.toHaveLength(1);
  });

  it('ends by writing what it took, and takes no more', async () => {
    const log = new SlowLog();
    const lanes = new AppendLanes(log.write);
    const taken = lanes.append('t', [message('a')], own);
    const closed = lanes.close();
    await expect(lanes.append('t', [message('b')], own)).rejects.toMatchObject({ code: 'LOG_CLOSED' });
    await turns();
    log.writes[0]!.end();
    await Promise.all([taken, closed]);
  });
});
