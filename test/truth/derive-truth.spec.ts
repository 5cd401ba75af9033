import { deriveTruth } from './derive-truth.js';
import { counted, fact, HOUR, NOON, record, report, share, total, world } from './hand-worked.js';

describe('transport', () => {
  it('counts a report once, however often it comes', () => {
    const sent = report(1, [record({ count: 8, endMs: NOON + HOUR })]);
    const truth = deriveTruth([...world(), sent, sent, sent]);
    expect(total(truth).acceleratorMs).toBe(8n * 3_600_000n);
    expect(counted(truth)).toMatchObject({ received: 3n, counted: 1n, duplicate: 2n });
    expect(truth.conservation.get('p/m')!.acceleratorMs).toMatchObject({
      received: 86_400_000n,
      counted: 28_800_000n,
      duplicate: 57_600_000n,
    });
  });

  it('lets the lower position stand when content differs, and finds the conflict', () => {
    const truth = deriveTruth([...world(), report(1, [record({ count: 8 })]), report(1, [record({ count: 4 })])]);
    expect(total(truth).acceleratorMs).toBe(8n * 3_600_000n);
    expect(counted(truth)).toMatchObject({ received: 2n, counted: 1n, conflict: 1n });
    expect(truth.findings).toContain('REPORT_CONFLICT p/m');
  });

  it('a report of rejected records alone takes its sequence', () => {
    const truth = deriveTruth([...world(), report(1, [], { rejected: [0], recordCount: 1 }), report(1, [record({})])]);
    expect(counted(truth)).toMatchObject({ received: 2n, rejected: 1n, conflict: 1n, counted: 0n });
  });

  it('keeps an opaque report out of the equation', () => {
    const truth = deriveTruth([...world(), report(1, [], { opaque: true, recordCount: 0 })]);
    expect(truth.conservation.get('p/m')!.opaqueReports).toBe(1n);
    expect(counted(truth).received).toBe(0n);
  });

  it('finds gaps until they are filled, and an epoch that went back', () => {
    const gap = deriveTruth([...world(), report(1, [record({})]), report(3, [record({})])]);
    expect(gap.findings).toContain('SEQUENCE_GAP p/m');
    const filled = deriveTruth([...world(), report(1, [record({})]), report(3, [record({})]), report(2, [record({})])]);
    expect(filled.findings).not.toContain('SEQUENCE_GAP p/m');
    const back = deriveTruth([...world(), report(1, [record({})], { epoch: 2 }), report(1, [record({})])]);
    expect(back.findings).toContain('EPOCH_WENT_BACK p/m');
  });
});

describe('claims on a node', () => {
  it('is a duplicate for the same account, a conflict for another, and the earlier in order keeps the time', () => {
    const first = report(1, [record({ node: 'n', devices: [0, 1], count: 2 })]);
    const same = report(2, [record({ node: 'n', devices: [1, 2], count: 2, startMs: NOON + HOUR / 2, endMs: NOON + 2 * HOUR })]);
    const other = report(3, [record({ account: 'b', node: 'n', devices: [2], count: 1, startMs: NOON, endMs: NOON + HOUR })]);
    const truth = deriveTruth([...world(), first, same, other]);
    // Device 1 overlaps for half an hour; of the 2 x 1.5 hours the other 2.5 count.
    expect(share(truth, 2)).toEqual({ counted: 9_000_000n, duplicate: 1_800_000n, conflict: 0n });
    // Device 2 is free for the first half hour.
    expect(share(truth, 3)).toEqual({ counted: 1_800_000n, duplicate: 0n, conflict: 1_800_000n });
  });

  it('takes a job on a node as one key, whatever the counts', () => {
    const truth = deriveTruth([
      ...world(),
      report(1, [record({ node: 'n', job: 'j', count: 2 })]),
      report(2, [record({ node: 'n', job: 'j', count: 6 })]),
    ]);
    expect(share(truth, 2)).toEqual({ counted: 0n, duplicate: 6n * 3_600_000n, conflict: 0n });
    expect(truth.findings).toContain('COUNT_DIFFERS p/c');
  });

  it('cuts at the registered accelerators of the node, highest devices first', () => {
    const truth = deriveTruth([
      ...world(),
      report(1, [record({ node: 'n', job: 'j', count: 6 })]),
      report(2, [record({ account: 'b', node: 'n', devices: [0, 1, 2, 9], count: 4 })]),
    ]);
    expect(share(truth, 2)).toEqual({ counted: 7_200_000n, duplicate: 0n, conflict: 7_200_000n });
  });

  it('does not let a conflict part hold a claim', () => {
    const full = report(1, [record({ node: 'n', job: 'j', count: 8 })]);
    const refused = report(2, [record({ account: 'b', node: 'n', devices: [0], count: 1 })]);
    const voided = report(3, [record({ correction: { epoch: 1, sequence: 1n, index: 0, void: true } })]);
    const third = report(4, [record({ account: 'c', node: 'n', devices: [0], count: 1 })]);
    expect(share(deriveTruth([...world(), full, refused]), 2).conflict).toBe(3_600_000n);
    // Once the first is void, the second counts and the third meets it.
    const after = deriveTruth([...world(), full, refused, third, voided]);
    expect(share(after, 2).counted).toBe(3_600_000n);
    expect(share(after, 4).conflict).toBe(3_600_000n);
  });

  it('cuts nothing without registered accelerators per node', () => {
    const truth = deriveTruth([...world({ acceleratorsPerNode: 0 }), report(1, [record({ node: 'n', devices: [0, 900], count: 2 })])]);
    expect(share(truth, 1).counted).toBe(7_200_000n);
  });

  it('splits at full hours, with the rest where it belongs', () => {
    const truth = deriveTruth([...world(), report(1, [record({ count: 2, startMs: NOON + HOUR - 1, endMs: NOON + 2 * HOUR + 1 })])]);
    expect([0, 1, 2].map((hour) => total(truth, hour).acceleratorMs)).toEqual([2n, 7_200_000n, 2n]);
  });
});

describe('corrections', () => {
  const target = (sequence: bigint, index = 0) => ({ epoch: 1, sequence, index, void: false });

  it('the highest stands, down the chain, and all others are replaced', () => {
    const truth = deriveTruth([
      ...world(),
      report(1, [record({ count: 1 })]),
      report(2, [record({ count: 2, correction: target(1n) })]),
      report(3, [record({ count: 3, correction: target(1n) })]),
      report(4, [record({ count: 4, correction: target(2n) })]),
      report(5, [record({ count: 5, correction: target(3n) })]),
    ]);
    expect([1, 2, 3, 4, 5].map((n) => truth.records.get(`p/m|1|${n}|0`)!.fate)).toEqual([
      'replaced',
      'replaced',
      'replaced',
      'replaced',
      'counted',
    ]);
    expect(truth.records.get('p/m|1|4|0')!.replacedBy).toBe('1/5/0');
    expect(total(truth).acceleratorMs).toBe(5n * 3_600_000n);
    expect(truth.conservation.get('p/m')!.acceleratorMs.replaced).toBe(10n * 3_600_000n);
  });

  it('takes its target place in the order and may take time from what counted before', () => {
    const truth = deriveTruth([
      ...world(),
      report(1, [record({ node: 'n', devices: [0], count: 1, endMs: NOON + HOUR / 2 })]),
      report(2, [record({ account: 'b', node: 'n', devices: [0], count: 1, startMs: NOON + HOUR / 2 })]),
      report(3, [record({ node: 'n', devices: [0], count: 1, correction: target(1n) })]),
    ]);
    expect(share(truth, 3).counted).toBe(3_600_000n);
    expect(share(truth, 2)).toEqual({ counted: 0n, duplicate: 0n, conflict: 1_800_000n });
  });

  it('keeps its own place when the target is held or the cluster is another', () => {
    const held = [
      ...world(),
      report(1, [record({ accelerator: 'mystery', node: 'n', devices: [0], count: 1 })]),
      report(2, [record({ account: 'b', node: 'n', devices: [0], count: 1 })]),
      report(3, [record({ node: 'n', devices: [0], count: 1, correction: target(1n) })]),
    ];
    expect(share(deriveTruth(held), 3).conflict).toBe(3_600_000n);
    expect(deriveTruth(held).records.get('p/m|1|1|0')!.fate).toBe('replaced');
    const moved = deriveTruth([
      ...world(),
      fact.cluster({ id: 'd' }),
      report(1, [record({ node: 'n', devices: [0], count: 1 })]),
      report(2, [record({ account: 'b', cluster: 'd', node: 'n', devices: [0], count: 1 })]),
      report(3, [record({ cluster: 'd', node: 'n', devices: [0], count: 1, correction: target(1n) })]),
    ]);
    expect(share(moved, 3).conflict).toBe(3_600_000n);
  });

  it('waits for its target, and takes its place when that comes', () => {
    const early = [...world(), report(2, [record({ count: 2, correction: target(1n) })])];
    expect(deriveTruth(early).records.get('p/m|1|2|0')).toMatchObject({ fate: 'held', reasons: ['TARGET_MISSING'] });
    const truth = deriveTruth([...early, report(1, [record({ count: 1 })])]);
    expect(total(truth).acceleratorMs).toBe(7_200_000n);
    expect(truth.records.get('p/m|1|1|0')!.fate).toBe('replaced');
  });

  it('keeps its own place, too, when the target was replaced while it was held', () => {
    const unknown = record({ accelerator: 'mystery', node: 'n', devices: [0], count: 1 });
    const other = record({ account: 'b', node: 'n', devices: [0], count: 1 });
    const better = record({ node: 'n', devices: [0], count: 1, correction: target(1n) });
    // Report 2 has the device from 12:00; the first correction comes behind it, and so does the second, though the name is known by then.
    const facts = [
      ...world(),
      report(1, [unknown]),
      fact.alias('other'),
      report(3, [better]),
      report(2, [other]),
      fact.alias('mystery'),
      report(4, [better]),
    ];
    expect(share(deriveTruth(facts), 4)).toEqual({ counted: 0n, duplicate: 0n, conflict: 3_600_000n });
    expect(share(deriveTruth(facts), 2).counted).toBe(3_600_000n);
  });

  it('never finds a rejected target, one beyond its report, or itself around a ring', () => {
    const truth = deriveTruth([
      ...world(),
      report(1, [record({ index: 1 })], { rejected: [0], recordCount: 2 }),
      report(2, [record({ correction: target(1n, 0) }), record({ index: 1, correction: target(1n, 2) })]),
      report(3, [record({ correction: target(4n) })]),
      report(4, [record({ correction: target(3n) })]),
    ]);
    const reasons = ['2|0', '2|1', '3|0', '4|0'].map((key) => truth.records.get(`p/m|1|${key}`)!.reasons);
    expect(reasons).toEqual([['TARGET_REJECTED'], ['TARGET_OUT_OF_RANGE'], ['CORRECTION_CYCLE'], ['CORRECTION_CYCLE']]);
  });

  it('a void takes the use away and counts with nothing; voiding a correction brings nothing back', () => {
    const voiding = (sequence: bigint) => record({ correction: { ...target(sequence), void: true } });
    const truth = deriveTruth([
      ...world(),
      report(1, [record({ count: 1 })]),
      report(2, [record({ count: 2, correction: target(1n) })]),
      report(3, [voiding(2n)]),
    ]);
    expect(truth.totals.size).toBe(0);
    expect(counted(truth)).toMatchObject({ received: 3n, counted: 1n, replaced: 2n });
    expect(truth.conservation.get('p/m')!.acceleratorMs).toMatchObject({
      received: 3n * 3_600_000n,
      counted: 0n,
      replaced: 3n * 3_600_000n,
    });
  });

  it('a held correction leaves standing what stood before, until it is known', () => {
    const facts = [
      ...world(),
      report(1, [record({ count: 1 })]),
      report(2, [record({ count: 2, accelerator: 'mystery', correction: target(1n) })]),
    ];
    expect(total(deriveTruth(facts)).acceleratorMs).toBe(3_600_000n);
    expect(total(deriveTruth([...facts, fact.alias('Mystery')])).acceleratorMs).toBe(7_200_000n);
  });
});

describe('held records', () => {
  it('wait with everything they miss, and count at their own hours once it is known', () => {
    const facts = [...world(), report(1, [record({ cluster: 'late', accelerator: 'mystery', count: 3 })])];
    expect(deriveTruth(facts).records.get('p/m|1|1|0')!.reasons).toEqual(['UNKNOWN_CLUSTER', 'UNKNOWN_ACCELERATOR']);
    const known = deriveTruth([...facts, fact.cluster({ id: 'late' }), fact.alias('MYSTERY')]);
    expect(known.totals.get(`p|a|late|X|${NOON / HOUR}`)!.acceleratorMs).toBe(3n * 3_600_000n);
  });

  it('must lie in service from start to end', () => {
    const truth = deriveTruth([
      ...world({ inServiceToMs: NOON + HOUR }),
      report(1, [record({}), record({ index: 1, endMs: NOON + HOUR + 1 })]),
    ]);
    expect(truth.records.get('p/m|1|1|0')!.fate).toBe('counted');
    expect(truth.records.get('p/m|1|1|1')!.reasons).toEqual(['NOT_IN_SERVICE']);
  });

  it('take the place of their release, among themselves in ledger order', () => {
    const unknown = (account: string) => record({ account, accelerator: 'mystery', node: 'n', devices: [0], count: 1 });
    const known = record({ account: 'k', node: 'n', devices: [0], count: 1, endMs: NOON + HOUR / 2 });
    const truth = deriveTruth([
      ...world(),
      report(1, [unknown('a')]),
      report(2, [unknown('b')]),
      report(3, [known]),
      fact.alias('mystery'),
    ]);
    expect(share(truth, 3).counted).toBe(1_800_000n);
    expect(share(truth, 1)).toEqual({ counted: 1_800_000n, duplicate: 0n, conflict: 1_800_000n });
    expect(share(truth, 2)).toEqual({ counted: 0n, duplicate: 0n, conflict: 3_600_000n });
  });

  it('keep the registration they were decided with', () => {
    const truth = deriveTruth([
      ...world(),
      report(1, [record({ node: 'n', job: 'j', count: 8 })]),
      fact.cluster({ acceleratorsPerNode: 4 }),
      report(2, [record({ account: 'b', node: 'n', job: 'j', count: 1 })]),
    ]);
    expect(share(truth, 1).counted).toBe(8n * 3_600_000n);
    expect(share(truth, 2).conflict).toBe(3_600_000n);
  });
});

describe('findings on hardware', () => {
  it('names another model than the cluster has, a format it lacks, and more than it can do', () => {
    const facts = [...world({ accelerators: 4 }), fact.accelerator('Y'), report(1, [record({ accelerator: 'Y', format: 7, count: 5 })])];
    expect([...deriveTruth(facts).findings].sort()).toEqual(['FORMAT_UNSUPPORTED p/c', 'MODEL_MISMATCH p/c', 'OVER_CAPACITY p/c']);
  });
});
