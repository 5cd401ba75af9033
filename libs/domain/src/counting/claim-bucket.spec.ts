import fc from 'fast-check';
import { bucketOf, ClaimBucket, DAY_MS, placeInBucket } from './claim-bucket.js';

describe('a claim bucket', () => {
  it('holds 32 nodes', () => {
    expect([bucketOf(31), bucketOf(32), placeInBucket(31), placeInBucket(32)]).toEqual([0, 1, 31, 0]);
  });

  it('is the same after it was saved and loaded', () => {
    const claim = fc.record({
      place: fc.integer({ min: 0, max: 31 }),
      account: fc.integer({ min: 1, max: 2_000_000_000 }),
      start: fc.integer({ min: 0, max: DAY_MS - 1 }),
      length: fc.integer({ min: 1, max: 1_000 }),
      what: fc.oneof(
        fc.string({ unit: 'binary', maxLength: 20 }),
        fc.uniqueArray(fc.integer({ min: 0, max: 1_023 }), { minLength: 1, maxLength: 9 }),
      ),
    });
    fc.assert(
      fc.property(fc.array(claim, { maxLength: 40 }), fc.integer({ min: 14_600, max: 30_000 }), (claims, day) => {
        const bucket = new ClaimBucket(day);
        for (const { place, account, start, length, what } of claims) {
          const startMs = day * DAY_MS + start;
          const devices = typeof what === 'string' ? undefined : [...what].sort((a, b) => a - b);
          const holder = devices ? bucket.holders.devices(devices, 0, devices.length) : bucket.holders.job(what as string);
          bucket.node(place).claim(holder, account, devices?.length ?? 3, startMs, startMs + length, 0);
        }
        const bytes = bucket.encode();
        const again = ClaimBucket.decode(day, bytes);
        expect(again.claims()).toEqual(bucket.claims());
        expect(again.encode()).toEqual(bytes);
      }),
      { numRuns: 500 },
    );
  });

  it('takes few bytes for a day of minutes', () => {
    const bucket = new ClaimBucket(20_000);
    const whole = bucket.holders.devices([0, 1, 2, 3, 4, 5, 6, 7], 0, 8);
    for (let minute = 0; minute < 1_440; minute++) {
      const startMs = 20_000 * DAY_MS + minute * 60_000;
      for (let node = 0; node < 32; node++) bucket.node(node).claim(whole, 7, 8, startMs, startMs + 60_000, 8);
    }
    expect(bucket.encode().length).toBeLessThan(32 * 12);
  });

  it('refuses bytes that are cut off', () => {
    const bucket = new ClaimBucket(20_000);
    bucket.node(0).claim(bucket.holders.job('a'), 7, 8, 20_000 * DAY_MS, 20_000 * DAY_MS + 5, 8);
    expect(() => ClaimBucket.decode(20_000, bucket.encode().slice(0, -1))).toThrow('ends in the middle');
  });
});
