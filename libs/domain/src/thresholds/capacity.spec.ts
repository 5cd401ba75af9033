import { judgeCapacity, peakOf, type RegisteredCapacity } from './capacity.js';
import { at, msAt, ruleOf } from './judging.fixture.js';

const scope = { kind: 'cluster', provider: 'p', id: 'c' } as const;
/** 100,000 of these at 1,000,000 GFLOP/s are 1e20 op/s. */
const cluster = (own: Partial<RegisteredCapacity> = {}): RegisteredCapacity => ({
  scope,
  accelerator: 'X100',
  peaks: { BF16: 1_000_000, FP8: 2_000_000, FP4: 4_000_000 },
  accelerators: 100_000,
  interconnectGbps: 400,
  inServiceFromMs: msAt('2026-01-01T10:30'),
  ...own,
});
const rule = (own: Partial<Parameters<typeof ruleOf>[0]> = {}) =>
  ruleOf({ id: 'capacity', kind: 'CAPACITY', number: '1e20', interconnectAboveGbps: 300, ...own });
const judge = (...input: [Partial<RegisteredCapacity>?, Partial<Parameters<typeof ruleOf>[0]>?]) =>
  judgeCapacity(cluster(input[0]), [rule(input[1])]).standings;

describe('capacity of a registered compute cluster', () => {
  it('is dense 16-bit peak times accelerators', () => {
    expect(peakOf(cluster())).toBe(10n ** 20n);
    expect(peakOf(cluster({ peaks: { FP8: 5, INT8: 7, TF32: 90 }, accelerators: 2 }))).toBe(14n * 10n ** 9n);
    expect(peakOf(cluster({ peaks: { TF32: 3, FP64T: 1 }, accelerators: 1 }))).toBe(3n * 10n ** 9n);
  });

  it('equal to the number passes "at least" and not "above"', () => {
    expect(judge()).toMatchObject([{ kind: 'CAPACITY', rule: 'capacity', tier: 'CERTAIN', n: 1 }]);
    expect(judge({}, { comparison: 'GREATER' })).toEqual([]);
    expect(judge({ accelerators: 100_001 }, { comparison: 'GREATER' })).toHaveLength(1);
    expect(judge({ accelerators: 99_999 })).toEqual([]);
  });

  it('asks for more than the interconnect of the rule; one that is not registered leaves it possible', () => {
    expect(judge({ interconnectGbps: 300 })).toEqual([]);
    expect(judge({ interconnectGbps: 301 })).toMatchObject([{ tier: 'CERTAIN' }]);
    expect(judge({ interconnectGbps: 0 })).toMatchObject([{ tier: 'POSSIBLE' }]);
    const { interconnectAboveGbps: _, ...without } = rule();
    expect(judgeCapacity(cluster({ interconnectGbps: 0 }), [without]).standings).toMatchObject([{ tier: 'CERTAIN' }]);
  });

  it('stands from when it is in service, or from when the rule took effect; not at all once the rule had ended', () => {
    expect(judge()[0]).toMatchObject({ moment: { hour: at('2026-01-01T10'), minute: 30 }, atEntryIntoForce: false });
    expect(judge({}, { effectiveFrom: '2027-01-01' })[0]).toMatchObject({
      moment: { hour: at('2027-01-01'), minute: 0 },
      atEntryIntoForce: true,
    });
    expect(judge({}, { effectiveTo: '2026-01-01' })).toEqual([]);
  });

  it('is not evaluable for a model without a known peak, which is not "below"', () =>
    expect(judgeCapacity(cluster({ peaks: undefined }), [rule()])).toEqual({
      standings: [],
      notEvaluable: [{ rule: 'capacity', ruleVersion: 1, missing: ['the dense peak of X100'], passed: [] }],
    }));

  it('passes over rules of other kinds', () =>
    expect(judgeCapacity(cluster(), [ruleOf({ id: 'training', number: '1' })]).standings).toEqual([]));
});
