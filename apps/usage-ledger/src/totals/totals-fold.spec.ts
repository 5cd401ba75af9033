import fc from 'fast-check';
import { emptyPostingColumns, type PostingColumns } from '../postgres/posting-columns.js';
import { sumOf, TotalsFold } from './totals-fold.js';
import { GROUP_KEYS, groupingOf } from './totals-grouping.js';

const WINDOW = { fromHour: -(2 ** 31), toHour: 2 ** 31 - 1 };
const posting = fc.record({
  account: fc.integer({ min: 1, max: 3 }),
  cluster: fc.integer({ min: 1, max: 2 }),
  accelerator: fc.integer({ min: 1, max: 2 }),
  hour: fc.integer({ min: 473_352, max: 473_352 + 24 * 40 }),
  amount: fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n }),
});
const segment = fc.array(posting, { maxLength: 12 }).map((rows): PostingColumns => {
  const columns = emptyPostingColumns(rows.length);
  for (const [i, row] of rows.entries()) {
    columns.accountId[i] = row.account;
    columns.clusterId[i] = row.cluster;
    columns.acceleratorId[i] = row.accelerator;
    columns.hour[i] = row.hour;
    columns.acceleratorMs[i] = row.amount;
    columns.lower[i] = -row.amount;
    columns.expected[i] = row.amount / 3n;
    columns.upper[i] = row.amount / 2n;
  }
  return columns;
});
const segments = fc.array(segment, { maxLength: 8 });
const keys = fc.uniqueArray(fc.constantFrom(...GROUP_KEYS));

const folded = (list: readonly PostingColumns[], by: (typeof GROUP_KEYS)[number][], filter = WINDOW) => {
  const fold = new TotalsFold(groupingOf(by));
  for (const one of list) fold.fold(one, filter, 1n);
  return fold;
};
const sorted = (fold: TotalsFold) => fold.result().sort((a, b) => (JSON.stringify(ids(a)) < JSON.stringify(ids(b)) ? -1 : 1));
const ids = ({ slot, acceleratorId, accountId, clusterId }: ReturnType<TotalsFold['result']>[number]) => [
  slot,
  acceleratorId,
  accountId,
  clusterId,
];

describe('fold of postings', () => {
  it('comes to the same from either side of any moment', () =>
    fc.assert(
      fc.property(segments, keys, fc.nat({ max: 8 }), (list, by, at) => {
        const now = folded(list, by);
        for (const one of list.slice(at)) now.fold(one, WINDOW, -1n);
        expect(sorted(now)).toEqual(sorted(folded(list.slice(0, at), by)));
      }),
    ));

  it('has the same total however it is grouped', () =>
    fc.assert(
      fc.property(segments, keys, (list, by) => expect(sumOf(folded(list, by).result())).toEqual(sumOf(folded(list, []).result()))),
    ));

  it('adds up over windows that follow one another', () =>
    fc.assert(
      fc.property(segments, fc.integer({ min: 473_352, max: 474_400 }), (list, hour) => {
        const parts = [folded(list, [], { ...WINDOW, toHour: hour }), folded(list, [], { ...WINDOW, fromHour: hour })];
        expect(sumOf(parts.flatMap((part) => part.result()))).toEqual(sumOf(folded(list, []).result()));
      }),
    ));

  it('takes one account or cluster alone', () =>
    fc.assert(
      fc.property(segments, (list) => {
        const by = new TotalsFold(groupingOf(['account', 'cluster']));
        for (const one of list) by.fold(one, { ...WINDOW, accountId: 2, clusterId: 1 }, 1n);
        expect(sorted(by)).toEqual(sorted(folded(list, ['account', 'cluster'])).filter((g) => g.accountId === 2 && g.clusterId === 1));
      }),
    ));
});
