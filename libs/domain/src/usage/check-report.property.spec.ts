import fc from 'fast-check';
import { checkReport } from './check-report.js';
import type { RecordColumns } from './record-columns.js';
import { kindOf } from './record-columns.js';
import { candidateFromJson } from './report-candidate.js';

const NOW = Date.UTC(2026, 0, 15, 12);

/** Values near the edges of what a field may be, and anything at all. */
const sometimesOdd = (usual: fc.Arbitrary<unknown>) =>
  fc.oneof(
    { weight: 12, arbitrary: usual },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
const id = fc.oneof(fc.string({ minLength: 1, maxLength: 4 }), fc.string({ unit: 'binary', maxLength: 130 }), fc.constantFrom('a', 'b'));
const when = fc.oneof(
  fc.integer({ min: NOW - 3e9, max: NOW + 700_000 }),
  fc.integer({ min: NOW - 3e9, max: NOW }).map(String),
  fc.maxSafeInteger(),
);
const numberOrName = (...names: string[]) => fc.oneof(fc.constantFrom(...names), fc.integer({ min: -1, max: 8 }));
const target = fc.record({
  epoch: fc.integer({ min: 0, max: 2 }),
  sequence: fc.integer({ min: 0, max: 3 }),
  index: fc.nat(5),
  void: fc.boolean(),
});
const record = fc.record(
  {
    account: sometimesOdd(id),
    cluster: sometimesOdd(id),
    accelerator: sometimesOdd(id),
    count: sometimesOdd(fc.integer({ min: -1, max: 1_000_001 })),
    startMs: sometimesOdd(when),
    endMs: sometimesOdd(when),
    node: sometimesOdd(id),
    devices: sometimesOdd(fc.array(fc.integer({ min: -1, max: 1_024 }), { maxLength: 3 })),
    utilisation: sometimesOdd(
      fc.record({
        kind: numberOrName('NONE', 'OFU', 'GPU_UTIL'),
        value: fc.oneof(fc.double(), fc.constantFrom('0', '0.5', '1', '1.1', '')),
      }),
    ),
    format: sometimesOdd(numberOrName('BF16', 'FP4')),
    evidence: sometimesOdd(numberOrName('BILLED', 'ATTESTED')),
    workload: sometimesOdd(numberOrName('TRAINING')),
    job: sometimesOdd(id),
    correction: sometimesOdd(target),
    workloadEvidence: sometimesOdd(numberOrName('TELEMETRY')),
  },
  { requiredKeys: ['account', 'cluster', 'startMs', 'endMs'] },
);
const report = fc.record(
  {
    source: sometimesOdd(id),
    epoch: sometimesOdd(fc.integer({ min: 0, max: 3 })),
    sequence: sometimesOdd(fc.integer({ min: 0, max: 3 })),
    producedAtMs: sometimesOdd(when),
    records: sometimesOdd(fc.array(sometimesOdd(record), { minLength: 1, maxLength: 8 })),
    schemaVersion: sometimesOdd(fc.constantFrom(0, 1)),
  },
  { requiredKeys: ['source', 'epoch', 'sequence', 'records'] },
);

function check(json: unknown) {
  const read = candidateFromJson(json);
  return 'refused' in read ? read : checkReport(read.candidate, { nowMs: NOW });
}

function expectEveryRule(columns: RecordColumns): void {
  for (let i = 0; i < columns.length; i++) {
    const isVoid = columns.corrections.get(i)?.void ?? false;
    const duration = columns.endMs[i]! - columns.startMs[i]!;
    const devices = [...columns.devices.subarray(columns.deviceStart[i], columns.deviceStart[i + 1])];
    expect(columns.ppm[i]).toBeLessThanOrEqual(1_000_000);
    expect(kindOf(columns.grade[i]!)).toBeLessThanOrEqual(5);
    if (kindOf(columns.grade[i]!) === 0) expect(columns.ppm[i]).toBe(0);
    expect(devices).toEqual([...new Set(devices)].sort((a, b) => a - b));
    if (devices.length > 0) expect([columns.count[i], columns.node[i] === 0]).toEqual([devices.length, false]);
    if (isVoid) {
      expect([columns.account[i], columns.cluster[i], columns.count[i], duration]).toEqual([0, 0, 0, 0]);
      continue;
    }
    expect(columns.account[i]).toBeGreaterThan(0);
    expect(columns.cluster[i]).toBeGreaterThan(0);
    expect(columns.count[i]).toBeGreaterThanOrEqual(1);
    expect(columns.count[i]).toBeLessThanOrEqual(1_000_000);
    expect(columns.startMs[i]).toBeGreaterThanOrEqual(1_262_304_000_000);
    expect(columns.endMs[i]).toBeLessThanOrEqual(NOW + 600_000);
    expect(duration).toBeGreaterThanOrEqual(1);
    expect(duration).toBeLessThanOrEqual(31 * 86_400_000);
  }
}

describe('the check of reports', () => {
  it('never throws, whatever JSON comes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (json, inner) => {
        check(json);
        check({ source: 's', epoch: 1, sequence: 1, records: inner });
        check({ source: 's', epoch: 1, sequence: 1, records: [inner, json] });
      }),
      { numRuns: 1_000 },
    );
  });

  it('accounts for every record once, accepted or rejected, and what is accepted keeps every rule', () => {
    let acceptedRecords = 0;
    let rejectedRecords = 0;
    fc.assert(
      fc.property(report, (json) => {
        const result = check(json);
        if (!('report' in result)) return;
        const { columns, rejected, recordCount } = result.report;
        const indices = [...columns.index, ...rejected.map(({ index }) => index)].sort((a, b) => a - b);
        expect(indices).toEqual(Array.from({ length: recordCount }, (_, i) => i));
        expectEveryRule(columns);
        acceptedRecords += columns.length;
        rejectedRecords += rejected.length;
      }),
      { numRuns: 2_000 },
    );
    // Otherwise the generator has drifted to where nothing is tested.
    expect(acceptedRecords).toBeGreaterThan(100);
    expect(rejectedRecords).toBeGreaterThan(100);
  });

  it('checks 5,000 records in milliseconds', () => {
    const records = Array.from({ length: 5_000 }, (_, i) => ({
      account: `a${i % 50}`,
      cluster: 'c',
      count: 8,
      startMs: NOW - 60_000,
      endMs: NOW,
      node: `n${i}`,
    }));
    const json = { source: 's', epoch: 1, sequence: 1, records };
    for (let i = 0; i < 5; i++) check(json);
    const times = Array.from({ length: 10 }, () => {
      const started = performance.now();
      check(json);
      return performance.now() - started;
    });
    // 3 ms where it was written. The best of ten, because a busy machine says nothing about the code; it catches a change of order.
    expect(Math.min(...times)).toBeLessThan(50);
  });
});
