import { decodePostedBatch, encodePostedBatch } from '@tidemark/contracts';
import { slotOf, timeName } from '@tidemark/domain';
import fc from 'fast-check';
import { AMOUNTS, AT } from '../accumulate/posted-rows.js';
import { postedRows } from './batch-rows.js';
import { clipped, HourOwners } from './owned-hours.js';
import { sumOf, TotalsFold } from './totals-fold.js';
import { GROUP_KEYS, groupingOf } from './totals-grouping.js';

const amount = fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n });
const share = fc.record({ evidence: fc.integer({ min: 0, max: 3 }), prior: fc.boolean(), expected: amount });
const posting = fc.record({
  account: fc.constantFrom('a', 'b'),
  cluster: fc.constantFrom('c1', 'c2'),
  accelerator: fc.constantFrom('H100', 'A100'),
  hour: fc.integer({ min: 473_352, max: 473_352 + 24 * 40 }),
  amounts: fc.tuple(amount, amount, amount, amount),
  shares: fc.array(share, { maxLength: 3 }),
  labelled: fc.option(fc.tuple(fc.integer({ min: 0, max: 3 }), amount)),
});
type Posting = typeof posting extends fc.Arbitrary<infer T> ? T : never;

/** As the ledger sends it: of one share alone the basis stands at the posting, of more beside it. */
function bytesOf(postings: readonly Posting[]): Buffer {
  const names = ['', 'p', 'a', 'b', 'c1', 'c2', 'H100', 'A100'];
  const place = (name: string) => names.indexOf(name);
  const basisOf = ({ evidence, prior }: Posting['shares'][number]) => 1 + 2 * evidence + (prior ? 1 : 0);
  return encodePostedBatch({
    ...{ ledgerPosition: 1, part: 0, knownAtMs: 1, policyVersion: 1, catalogueVersion: 1, names },
    rows: postings.map(({ account, cluster, accelerator, hour, amounts: [acceleratorMs, lower, expected, upper], shares }) => ({
      ...{ provider: 1, account: place(account), cluster: place(cluster), accelerator: place(accelerator), hour },
      ...{ acceleratorMs, lower, expected, upper, basis: shares.length === 1 ? basisOf(shares[0]!) : 0 },
    })),
    shares: postings.flatMap(({ labelled }, row) =>
      labelled ? [{ row, workloadEvidence: labelled[0], acceleratorMs: 0n, expected: labelled[1] }] : [],
    ),
    basisShares: postings.flatMap(({ shares }, row) =>
      shares.length === 1 ? [] : shares.map((one) => ({ row, basis: basisOf(one), acceleratorMs: 0n, expected: one.expected })),
    ),
  });
}

/** By the definition: one amount of one posting. */
function amountOf({ amounts, shares, labelled }: Posting, name: (typeof AMOUNTS)[number]): bigint {
  const own = ['accelerator_ms', 'lower', 'expected', 'upper'].indexOf(name);
  if (own >= 0) return amounts[own]!;
  const part = (one: Posting['shares'][number]) => (shares.length === 1 ? amounts[2] : one.expected);
  const of = ['of_declared', 'of_billed', 'of_telemetry', 'of_attested'].indexOf(name);
  const counted = name === 'on_prior' ? shares.filter(({ prior }) => prior) : shares.filter(({ evidence }) => evidence === of);
  if (of >= 0 || name === 'on_prior') return counted.reduce((sum, one) => sum + part(one), 0n);
  const label = ['labelled_declared', 'labelled_billed', 'labelled_telemetry', 'labelled_attested'].indexOf(name);
  return labelled?.[0] === label ? labelled[1] : 0n;
}

describe('postings folded into totals', () => {
  it('sum up to the same, group by group, whatever they are told apart by', () =>
    fc.assert(
      fc.property(
        fc.array(posting, { maxLength: 12 }),
        fc.subarray(['hour', 'day', 'month', 'accelerator', 'account', 'cluster'] as const),
        (postings, by) => {
          const fold = new TotalsFold(groupingOf(by));
          for (const { amounts, ...place } of postedRows(decodePostedBatch(bytesOf(postings)), () => true))
            fold.addRow({ ...place, owner: 0 }, amounts, 1n);
          const keyOf = ({ hour, account, cluster, accelerator }: Posting) =>
            by
              .map((key) =>
                key === 'hour' || key === 'day' || key === 'month'
                  ? timeName(key, slotOf(key, hour), key)
                  : { account, cluster, accelerator }[key],
              )
              .join(' ');
          const wanted = new Map<string, bigint[]>();
          for (const [key, own] of Map.groupBy(postings, keyOf))
            wanted.set(
              key,
              AMOUNTS.map((name) => own.reduce((sum, one) => sum + amountOf(one, name), 0n)),
            );
          const isSomething = (amounts: readonly bigint[]) => amounts.slice(0, 4).some((one) => one !== 0n);
          const { grain } = groupingOf(by);
          const found = fold.result().map(({ slot, account, cluster, accelerator, amounts }) => {
            const parts = by.map((key) =>
              key === 'hour' || key === 'day' || key === 'month' ? timeName(grain, slot, key) : { account, cluster, accelerator }[key],
            );
            return [parts.join(' '), amounts] as const;
          });
          expect(new Map(found)).toEqual(new Map([...wanted].filter(([, amounts]) => isSomething(amounts))));
          expect(sumOf(fold.result()).slice(0, 4)).toEqual(
            AMOUNTS.slice(0, 4).map((name) => postings.reduce((sum, one) => sum + amountOf(one, name), 0n)),
          );
        },
      ),
    ));

  it('leave nothing when they are taken back', () =>
    fc.assert(
      fc.property(fc.array(posting, { maxLength: 12 }), fc.subarray([...GROUP_KEYS]), (postings, by) => {
        const fold = new TotalsFold(groupingOf(by));
        for (const sign of [1n, -1n] as const)
          for (const { amounts, ...place } of postedRows(decodePostedBatch(bytesOf(postings)), () => true))
            fold.addRow({ ...place, owner: place.hour % 2 }, amounts, sign);
        expect(fold.result()).toEqual([]);
      }),
    ));

  it('let in what is asked for alone', () => {
    const [one] = fc.sample(posting, 1);
    const bytes = bytesOf([
      { ...one!, account: 'a' },
      { ...one!, account: 'b' },
    ]);
    expect([...postedRows(decodePostedBatch(bytes), ({ account }) => account === 'b')].map(({ account }) => account)).toEqual(['b']);
    expect(AT.accelerator_ms).toBe(0);
  });
});

describe('hours of accounts', () => {
  it('are cut to a window, and found hour by hour', () => {
    const spans = [
      { provider: 'p', account: 'a', fromHour: -Infinity, toHour: 10 },
      { provider: 'p', account: 'a', fromHour: 20, toHour: Infinity },
      { provider: 'q', account: 'a', fromHour: 5, toHour: 7 },
    ];
    const { spans: within } = clipped(spans, { fromHour: 8, toHour: 22 });
    expect(within.map(({ provider, fromHour, toHour }) => [provider, fromHour, toHour])).toEqual([
      ['p', 8, 10],
      ['p', 20, 22],
    ]);
    const owners = new HourOwners(within);
    expect([7, 8, 9, 10, 19, 20, 21, 22].map((hour) => owners.ownerAt('p', 'a', hour))).toEqual([
      undefined,
      0,
      0,
      undefined,
      undefined,
      0,
      0,
      undefined,
    ]);
    expect(owners.ownerAt('q', 'a', 6)).toBeUndefined();
  });
});
