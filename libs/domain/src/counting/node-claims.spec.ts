import fc from 'fast-check';
import { type ClaimOutcome, type Holder, Holders, NodeClaims, type Part } from './node-claims.js';

interface ClaimRequest {
  holder: Holder;
  account: number;
  count: number;
  startMs: number;
  endMs: number;
  limit: number;
}

class Node extends NodeClaims {
  take({ holder, account, count, startMs, endMs, limit }: ClaimRequest): ClaimOutcome {
    return this.claim(holder, account, count, startMs, endMs, limit);
  }
}

const holders = new Holders();
const job = (name: string, account: number, count: number, startMs: number, endMs: number, limit = 8): ClaimRequest => ({
  holder: holders.job(name),
  account,
  count,
  startMs,
  endMs,
  limit,
});
const devices = (list: number[], account: number, startMs: number, endMs: number, limit = 8): ClaimRequest => ({
  holder: holders.devices(list, 0, list.length),
  account,
  count: list.length,
  startMs,
  endMs,
  limit,
});

/** The rules of metering.md word for word, a millisecond at a time. */
class EachMillisecond {
  private readonly held = new Map<number, { key: string; account: number; count: number }[]>();

  claim(request: ClaimRequest): Part[] {
    const parts: Part[] = [];
    for (let ms = request.startMs; ms < request.endMs; ms++) parts.push(this.at(ms, request));
    return parts;
  }

  private at(ms: number, { holder, account, count, limit }: ClaimRequest): Part {
    const held = this.held.get(ms) ?? [];
    this.held.set(ms, held);
    const part: Part = { startMs: ms, endMs: ms + 1, counted: 0, duplicate: 0, conflict: 0 };
    const keys = holder.devices
      ? holder.devices.map((device) => ({ key: `device ${device}`, device, count: 1 }))
      : [{ key: `job ${account} ${holder.job}`, device: -1, count }];
    for (const { key, device, count: wanted } of keys) {
      const holding = held.find((claim) => claim.key === key);
      const used = held.reduce((sum, claim) => sum + claim.count, 0);
      const left = limit === 0 ? wanted : Math.max(0, limit - used);
      const counts = limit > 0 && device >= limit ? 0 : Math.min(wanted, left);
      if (holding && holding.account === account) part.duplicate += wanted;
      else if (holding) part.conflict += wanted;
      else {
        part.counted += counts;
        part.conflict += wanted - counts;
        if (counts > 0) held.push({ key, account, count: counts });
      }
    }
    return part;
  }
}

/** Per millisecond, whatever the pieces: [counted, duplicate, conflict]. */
const spread = (parts: readonly Part[]): string[] =>
  parts.flatMap((part) =>
    Array.from({ length: part.endMs - part.startMs }, (_, i) => `${part.startMs + i}: ${part.counted} ${part.duplicate} ${part.conflict}`),
  );

describe('claims on a node', () => {
  it('counts a meter that goes on where it stopped, in one claim', () => {
    const node = new Node();
    expect(node.take(job('a', 1, 8, 0, 60)).whole).toBe(true);
    expect(node.take(job('a', 1, 8, 60, 120)).whole).toBe(true);
    expect(node.all).toEqual([{ holder: holders.job('a'), account: 1, count: 8, startMs: 0, endMs: 120 }]);
  });

  it('takes the same key of the same account once, and tells when the counts differ', () => {
    const node = new Node();
    node.take(job('a', 1, 4, 0, 100));
    const again = node.take(job('a', 1, 2, 50, 150));
    expect(again.parts).toEqual([
      { startMs: 50, endMs: 100, counted: 0, duplicate: 2, conflict: 0 },
      { startMs: 100, endMs: 150, counted: 2, duplicate: 0, conflict: 0 },
    ]);
    expect(again.countDiffers).toBe(true);
  });

  it('gives a device to whoever came first', () => {
    const node = new Node();
    node.take(devices([0, 1], 1, 0, 100));
    expect(node.take(devices([1, 2], 2, 0, 100)).parts).toEqual([{ startMs: 0, endMs: 100, counted: 1, duplicate: 0, conflict: 1 }]);
    expect(node.take(devices([2], 1, 0, 100)).parts).toEqual([{ startMs: 0, endMs: 100, counted: 0, duplicate: 0, conflict: 1 }]);
  });

  it('cuts what is beyond the accelerators of the node, the highest devices first', () => {
    const node = new Node();
    node.take(job('a', 1, 6, 0, 100));
    expect(node.take(devices([0, 3, 5], 2, 0, 100)).parts).toEqual([{ startMs: 0, endMs: 100, counted: 2, duplicate: 0, conflict: 1 }]);
    expect(node.all.at(-1)?.holder.devices).toEqual([0, 3]);
  });

  it('refuses a device that the node does not have', () => {
    expect(new Node().take(devices([7, 8], 1, 0, 10)).parts).toEqual([{ startMs: 0, endMs: 10, counted: 1, duplicate: 0, conflict: 1 }]);
  });

  it('cuts nothing where the node has no registered number', () => {
    const node = new Node();
    expect(node.take(job('a', 1, 5_000, 0, 10, 0)).whole).toBe(true);
    expect(node.take(job('b', 1, 5_000, 0, 10, 0)).whole).toBe(true);
  });

  it('forgets exactly the interval that is cut out', () => {
    const node = new Node();
    node.take(job('a', 1, 8, 0, 100));
    node.cut(20, 30);
    expect(node.take(job('b', 1, 8, 0, 100)).parts).toEqual([
      { startMs: 0, endMs: 20, counted: 0, duplicate: 0, conflict: 8 },
      { startMs: 20, endMs: 30, counted: 8, duplicate: 0, conflict: 0 },
      { startMs: 30, endMs: 100, counted: 0, duplicate: 0, conflict: 8 },
    ]);
  });

  const request = fc
    .record({
      account: fc.integer({ min: 1, max: 3 }),
      startMs: fc.integer({ min: 0, max: 30 }),
      length: fc.integer({ min: 1, max: 20 }),
      limit: fc.constantFrom(4, 4, 4, 0),
      what: fc.oneof(
        fc.record({ job: fc.constantFrom('', 'x', 'y'), count: fc.integer({ min: 1, max: 6 }) }),
        fc.record({ devices: fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 5 }) }),
      ),
    })
    .map(({ account, startMs, length, limit, what }) =>
      'job' in what
        ? job(what.job, account, what.count, startMs, startMs + length, limit)
        : devices(
            [...what.devices].sort((a, b) => a - b),
            account,
            startMs,
            startMs + length,
            limit,
          ),
    );

  it('decides as the rules do for each millisecond by itself', () => {
    fc.assert(
      fc.property(fc.array(request, { minLength: 1, maxLength: 12 }), (requests) => {
        const node = new Node();
        const naive = new EachMillisecond();
        for (const one of requests) {
          const outcome = node.take(one);
          const parts = outcome.whole
            ? [{ startMs: one.startMs, endMs: one.endMs, counted: one.count, duplicate: 0, conflict: 0 }]
            : outcome.parts;
          expect(spread(parts)).toEqual(spread(naive.claim(one)));
        }
      }),
      { numRuns: 3_000 },
    );
  });
});
