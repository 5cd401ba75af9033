import { decodeColumns } from '@tidemark/contracts';
import { differenceOf, expectedTotals, fleetPeaks, MODELS } from './expected-totals.js';
import { envelopeOf, type FleetPlan, meterTemplate } from './fleet.js';

const plan: FleetPlan = { meters: 2, nodes: 20, accountsPerMeter: 4, accounts: 6, devices: true };

describe('the fleet of the benchmark', () => {
  it('sends what its totals are worked out from', () => {
    const envelope = envelopeOf(meterTemplate(plan, 1), 59, { stream: 's', offset: 0n }, 0);
    const columns = decodeColumns(envelope.columns);
    expect(columns.length).toBe(20);
    expect([...new Set([...columns.account].slice(0, 20).map((place) => columns.names[place]))]).toEqual([
      'account-4',
      'account-5',
      'account-0',
      'account-1',
    ]);
    expect(columns.endMs[0]! - columns.startMs[0]!).toBe(60_000);
  });

  it('splits the last minute of an hour in halves', () => {
    const totals = expectedTotals(plan, [60, 0]);
    const hours = [...totals].filter(([key]) => key.startsWith('bench|account-0|cluster-0|'));
    // Five nodes of eight accelerators: 59.5 minutes in the first hour, half of one in the next.
    expect(hours.map(([, row]) => row[0])).toEqual([59.5 * 60_000 * 40, 0.5 * 60_000 * 40]);
    expect(hours.every(([, [, lower, expected, upper]]) => lower <= expected && expected <= upper)).toBe(true);
  });

  it('names the first difference', () => {
    const expected = expectedTotals(plan, [1, 1]);
    expect(differenceOf(expected, new Map(expected))).toBeUndefined();
    const other = new Map(expected).set('bench|account-0|cluster-0|Bench Hopper|490896', [1, 2, 3, 4]);
    expect(differenceOf(expected, other)).toMatch(
      /^bench\|account-0\|cluster-0\|Bench Hopper\|490896: expected \d+ \d+ \d+ \d+, got 1 2 3 4$/,
    );
    expect(differenceOf(new Map(), new Map([['x', [1, 1, 1, 1]]]))).toBe('x: not expected at all');
  });

  it('takes the smallest plausible peak below and the widest above', () => {
    expect(MODELS.map(({ peaks }) => fleetPeaks(peaks))).toMatchObject([
      { lower: 494_700n, expected: 989_400n, upper: 1_978_900n },
      { lower: 156_000n, expected: 312_000n, upper: 624_000n },
      { lower: 1_250_000n, expected: 2_500_000n, upper: 10_000_000n },
    ]);
  });
});
