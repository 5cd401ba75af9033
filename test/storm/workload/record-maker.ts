/** Single records of a storm, good and broken. */
import type { TruthRecord } from '../../truth/truth.model.js';
import type { Random } from './random.js';
import { BASE_MS, SPAN_MS, type StormMeter, type StormWorld } from './world.js';

/** A record that the door must reject: sound but for one fault. */
export interface Fault {
  name: string;
  /** Changes the record's JSON so that the fault is in it. */
  apply(json: Record<string, unknown>): void;
}

/** Faults that JSON and protobuf can both express. */
export const FAULTS: Fault[] = [
  { name: 'no account', apply: (json) => delete json.account },
  { name: 'no cluster', apply: (json) => (json.cluster = '') },
  { name: 'control character', apply: (json) => (json.account = 'acct\u0007a') },
  { name: 'space at the end', apply: (json) => (json.cluster = 'steady ') },
  { name: 'not NFC', apply: (json) => (json.account = 'konto-a\u0308') },
  { name: 'id too long', apply: (json) => (json.job = 'x'.repeat(129)) },
  { name: 'empty interval', apply: (json) => (json.endMs = json.startMs) },
  { name: 'turned interval', apply: (json) => ([json.startMs, json.endMs] = [json.endMs, json.startMs]) },
  { name: 'before 2010', apply: (json) => (json.startMs = '1230000000000') },
  { name: 'longer than 31 days', apply: (json) => (json.endMs = String(Number(json.startMs) + 31 * 86_400_000 + 1)) },
  { name: 'in the future', apply: (json) => Object.assign(json, { startMs: '4102444800000', endMs: '4102448400000' }) },
  { name: 'count beyond the limit', apply: (json) => Object.assign(json, { count: 1_000_001, devices: [] }) },
  { name: 'device twice', apply: (json) => Object.assign(json, { count: 2, node: 'node-1', devices: [3, 3] }) },
  { name: 'device too high', apply: (json) => Object.assign(json, { count: 1, node: 'node-1', devices: [1024] }) },
  { name: 'utilisation above 1', apply: (json) => (json.utilisation = { kind: 'OFU', value: '1.000000000000000001' }) },
  { name: 'utilisation without kind', apply: (json) => (json.utilisation = { kind: 'NONE', value: '0.5' }) },
  { name: 'utilisation missing', apply: (json) => (json.utilisation = { kind: 'SM_ACTIVE' }) },
  { name: 'utilisation not a decimal', apply: (json) => (json.utilisation = { kind: 'OFU', value: '.5' }) },
];

/** One sound record of a meter; node, devices and job as telemetry, a scheduler or a bill would have them. */
export function makeRecord(random: Random, world: StormWorld, meter: StormMeter, index: number): TruthRecord {
  if (world.record) return world.record(random, meter, index);
  const startMs = BASE_MS + random.int(0, SPAN_MS - 7 * 3_600_000);
  // Mostly minutes, sometimes hours, now and then aligned to the full hour.
  const lengthMs = random.chance(0.2) ? random.int(1, 6 * 3_600_000) : random.pick([60_000, 300_000, 1_800_000, 3_600_000]);
  const aligned = random.chance(0.3) ? Math.floor(startMs / 3_600_000) * 3_600_000 : startMs;
  const grades = {
    kind: random.int(0, 5),
    format: random.int(0, 7),
    evidence: random.int(0, 3),
    workload: random.int(0, 3),
    workloadEvidence: random.int(0, 3),
  };
  return {
    index,
    account: random.pick(world.accounts),
    cluster: random.pick(meter.clusters),
    accelerator: random.chance(0.6) ? '' : random.pick(world.acceleratorNames),
    startMs: aligned,
    endMs: aligned + lengthMs,
    ...makePlace(random, world),
    ...grades,
    ppm: grades.kind === 0 ? 0 : random.chance(0.1) ? random.pick([0, 1, 49_999, 50_000, 950_001, 1_000_000]) : random.int(0, 1_000_000),
  };
}

function makePlace(random: Random, world: StormWorld): Pick<TruthRecord, 'node' | 'devices' | 'job' | 'count'> {
  const node = `node-${random.int(1, world.nodesPerCluster)}`;
  const job = random.chance(0.7) ? `job-${random.int(1, 3)}` : '';
  const way = random.next();
  if (way < 0.15) return { node: '', devices: [], job, count: random.int(1, 40) };
  if (way < 0.45) return { node, devices: [], job, count: random.int(1, 8) };
  // Device 8 and 9 lie beyond what a node has.
  const devices = random.distinct(random.int(1, 4), random.chance(0.1) ? 10 : 8);
  return { node, devices, job, count: devices.length };
}
