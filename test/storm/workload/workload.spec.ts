import { deriveTruth } from '../../truth/derive-truth.js';
import { FATES, type Fact } from '../../truth/truth.model.js';
import { type Delivery, makeWorkload } from './workload.js';
import { stormWorld } from './world.js';

const world = stormWorld(['north', 'south'], ['X 100', 'Y 200']);
const plan = { seed: 7, reports: 240, recordsPerReport: 20 };
const bigints = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}n` : value);

/** What the ledger would have taken, had everything gone well and in the order of sending. */
function factsOf(deliveries: Delivery[]): Fact[] {
  const facts: Fact[] = ['X 100', 'Y 200'].map((model) => ({
    type: 'accelerator',
    model,
    aliases: [],
    peaks: { bf16: 312_000n, int8: 624_000n },
  }));
  const steps = [...world.steps];
  deliveries.forEach((delivery, i) => {
    while (steps[0] && steps[0].at <= i / deliveries.length) {
      const step = steps.shift()!;
      if (step.put === 'cluster') facts.push({ type: 'cluster', cluster: step.cluster });
      else if (step.put === 'alias') facts.push({ type: 'alias', alias: step.alias, model: step.model });
      else facts.push({ type: 'accelerator', model: step.model, aliases: step.aliases, peaks: { bf16: 1n, fp8: 2n } });
    }
    const { provider, source, epoch, accepted, rejected, opaque } = delivery;
    const content = {
      contentHash: JSON.stringify(accepted, bigints),
      recordCount: accepted.length + rejected.length,
      rejected,
      records: accepted,
    };
    facts.push({ type: 'report', report: { provider, source, epoch, sequence: BigInt(delivery.sequence), opaque, ...content } });
  });
  return facts;
}

describe('the workload of a storm', () => {
  const deliveries = makeWorkload(world, plan);

  it('is the same for the same seed, and another for another', () => {
    expect(JSON.stringify(makeWorkload(world, plan), bigints)).toBe(JSON.stringify(deliveries, bigints));
    expect(JSON.stringify(makeWorkload(world, { ...plan, seed: 8 }), bigints)).not.toBe(JSON.stringify(deliveries, bigints));
  });

  it('brings every fate, every reason to wait and every finding about', () => {
    const truth = deriveTruth(factsOf(deliveries));
    const records = [...truth.records.values()];
    for (const fate of FATES)
      expect({ fate, count: records.filter((record) => record.fate === fate).length }).not.toEqual({ fate, count: 0 });
    const reasons = new Set(records.flatMap((record) => record.reasons));
    expect([...reasons].sort()).toEqual(
      [
        'CORRECTION_CYCLE',
        'NOT_IN_SERVICE',
        'TARGET_MISSING',
        'TARGET_OUT_OF_RANGE',
        'TARGET_REJECTED',
        'UNKNOWN_ACCELERATOR',
        'UNKNOWN_CLUSTER',
      ].sort(),
    );
    const kinds = new Set([...truth.findings].map((finding) => finding.split(' ')[0]));
    expect([...kinds].sort()).toEqual(
      [
        'COUNT_DIFFERS',
        'EPOCH_WENT_BACK',
        'FORMAT_UNSUPPORTED',
        'MODEL_MISMATCH',
        'OVER_CAPACITY',
        'REPORT_CONFLICT',
        'SEQUENCE_GAP',
      ].sort(),
    );
  });

  it('depends on the order: the truth is about a log, not about a set', () => {
    const reversed = deriveTruth(factsOf([...deliveries].reverse()));
    expect([...reversed.totals.keys()].length).toBeGreaterThan(0);
    expect(JSON.stringify([...reversed.totals], bigints)).not.toBe(JSON.stringify([...deriveTruth(factsOf(deliveries)).totals], bigints));
  });
});
