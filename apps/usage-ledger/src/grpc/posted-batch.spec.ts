import { emptyPostingColumns } from '../postgres/posting-columns.js';
import { postedBatches } from './posted-batch.js';

describe('posted batches', () => {
  it('split what is too much for one message, numbering on', () => {
    const columns = emptyPostingColumns(45_000);
    columns.hour.forEach((_, i) => {
      columns.hour[i] = i;
      columns.accountId[i] = i % 2 === 0 ? 7 : 8;
      columns.clusterId[i] = 1;
      columns.acceleratorId[i] = 1;
    });
    const accounts = new Map([
      [7, 'seven'],
      [8, 'eight'],
    ]);
    const one = new Map([[1, 'one']]);
    const segment = {
      ledgerPosition: 5n,
      knownAtMs: 1,
      policyVersion: 1,
      catalogueVersion: 1,
      provider: 'p',
      columns,
      accounts,
      clusters: one,
      accelerators: one,
    };
    const batches = [...postedBatches(segment, 3)];
    expect(batches.map((b) => [b.part, b.hour?.length])).toEqual([
      [3, 20_000],
      [4, 20_000],
      [5, 5_000],
    ]);
    expect(batches.flatMap((b) => b.hour!.map(Number))).toEqual(Array.from({ length: 45_000 }, (_, i) => i));
    expect(batches[2]!.names![batches[2]!.account![1]!]).toBe('eight');
  });

  it('are none for a segment without postings', () => {
    const nothing = { columns: emptyPostingColumns(0), accounts: new Map(), clusters: new Map(), accelerators: new Map() };
    expect([
      ...postedBatches({ ledgerPosition: 1n, knownAtMs: 1, policyVersion: 1, catalogueVersion: 1, provider: 'p', ...nothing }, 0),
    ]).toEqual([]);
  });
});
