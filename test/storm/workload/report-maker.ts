/** The reports of one meter in the order of their sequence, with corrections of every kind in them. */
import type { TruthRecord } from '../../truth/truth.model.js';
import type { Random } from './random.js';
import { FAULTS, type Fault, makeRecord } from './record-maker.js';
import type { StormMeter, StormWorld } from './world.js';

export interface PlannedRecord {
  record: TruthRecord;
  fault?: Fault;
}

export interface PlannedReport {
  provider: string;
  source: string;
  epoch: number;
  sequence: number;
  records: PlannedRecord[];
  /** Sent under a schema version that no door reads. */
  opaque: boolean;
}

export interface ReportPlan {
  reports: number;
  recordsPerReport: number;
}

/** Where the meter restarts: the last third of its reports is of epoch 2. */
const EPOCH_TWO_FROM = 2 / 3;

export function planReports(random: Random, world: StormWorld, meter: StormMeter, plan: ReportPlan): PlannedReport[] {
  const turn = Math.floor(plan.reports * EPOCH_TWO_FROM);
  const reports: PlannedReport[] = [];
  for (let i = 0; i < plan.reports; i += 1) {
    const id = i < turn ? { epoch: 1, sequence: i + 1 } : { epoch: 2, sequence: i - turn + 1 };
    const records = Array.from({ length: random.int(1, plan.recordsPerReport) }, (_, index) => planRecord(random, world, meter, index));
    reports.push({ provider: meter.provider, source: meter.source, ...id, records, opaque: random.chance(0.005) });
  }
  reports.forEach((report, i) => {
    for (const planned of report.records) if (random.chance(0.12)) correct(random, world, meter, reports, i, planned);
  });
  for (let rings = Math.floor(plan.reports / 100) + 1; rings > 0; rings -= 1) makeRing(random, reports);
  return reports;
}

function planRecord(random: Random, world: StormWorld, meter: StormMeter, index: number): PlannedRecord {
  const record = makeRecord(random, world, meter, index);
  return random.chance(0.04) ? { record, fault: random.pick(FAULTS) } : { record };
}

/** Makes the record a correction of another one of its meter: mostly an earlier one, some of the next reports, some that never come. */
function correct(
  random: Random,
  world: StormWorld,
  meter: StormMeter,
  reports: PlannedReport[],
  at: number,
  { record, fault }: PlannedRecord,
): void {
  const way = random.next();
  const near =
    way < 0.6
      ? random.int(Math.max(0, at - 8), at)
      : way < 0.75
        ? random.int(at, Math.min(reports.length - 1, at + 6))
        : random.int(0, reports.length - 1);
  const target = reports[near]!;
  const index = random.chance(0.03) ? target.records.length : random.int(0, target.records.length - 1);
  // A correction of itself is rejected by the door; that is the door's own test.
  if (near === at && index === record.index) return;
  const original = target.records[index]?.record;
  record.correction = { epoch: target.epoch, sequence: BigInt(target.sequence), index, void: !fault && random.chance(0.25) };
  // (Of a void only its correction is read, so nothing else in it can be at fault.)
  if (random.chance(0.01)) record.correction.sequence = BigInt(reports.length * 10);
  // Most corrections change one thing and leave the rest as it was.
  if (original && random.chance(0.85)) amend(random, world, meter, record, original);
}

function amend(random: Random, world: StormWorld, meter: StormMeter, record: TruthRecord, original: TruthRecord): void {
  const { index, correction } = record;
  const fresh = { ...record };
  Object.assign(record, structuredClone(original), { index, correction });
  const way = random.int(0, 5);
  if (way === 0) record.account = random.pick(world.accounts);
  else if (way === 1) record.cluster = random.pick(meter.clusters);
  else if (way === 2) record.endMs += random.int(1, 2 * 3_600_000);
  else if (way === 3) record.accelerator = random.pick(world.acceleratorNames);
  else if (way === 4) Object.assign(record, { node: fresh.node, devices: fresh.devices, count: fresh.count, job: fresh.job });
  else record.ppm = record.kind === 0 ? 0 : fresh.ppm;
}

/** Two records of different reports that correct each other. */
function makeRing(random: Random, reports: PlannedReport[]): void {
  if (reports.length < 2) return;
  const at = random.int(0, reports.length - 2);
  const [a, b] = [reports[at]!, reports[at + 1]!];
  const [first, second] = [random.pick(a.records), random.pick(b.records)];
  first.record.correction = { epoch: b.epoch, sequence: BigInt(b.sequence), index: second.record.index, void: false };
  second.record.correction = { epoch: a.epoch, sequence: BigInt(a.sequence), index: first.record.index, void: false };
}
