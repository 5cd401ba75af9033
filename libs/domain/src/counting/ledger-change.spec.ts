import { LedgerChange } from './ledger-change.js';

describe('LedgerChange', () => {
  it('tells, beside the rows that change a total, those that rest on something else now, in one order', () => {
    const change = new LedgerChange();
    const { totals, labelled } = change;
    const add = (account: number, hour: number, sign: bigint, basis: number) =>
      totals.addExact(totals.seriesOf(1, account, 1, 1), hour, sign * 100n, 0n, sign * 5n, sign * 9n, basis);
    const second = add(2, 7, 1n, 1);
    const regraded = add(3, 7, -1n, 1);
    add(3, 7, 1n, 3);
    const relabelled = add(1, 7, -1n, 1);
    add(1, 7, 1n, 1);
    labelled.addExact(relabelled, 0, -100n, -5n);
    labelled.addExact(relabelled, 1, 100n, 5n);
    const unchanged = add(1, 8, -1n, 1);
    add(1, 8, 1n, 1);
    labelled.addExact(unchanged, 0, -100n, -5n);
    labelled.addExact(unchanged, 0, 100n, 5n);

    const rows = totals.sortedRows();
    expect(rows).toEqual([second]);
    expect(change.withShiftedRows(rows)).toEqual([relabelled, second, regraded]);
    expect(labelled.of(relabelled)).toEqual([
      { code: 0, acceleratorMs: -100, expected: -5 },
      { code: 1, acceleratorMs: 100, expected: 5 },
    ]);
  });
});
