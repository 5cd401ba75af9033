/**
 * The fleet that the benchmark meters: every meter speaks for one compute cluster and reports each minute one record a node, as
 * telemetry does. The figures are chosen so that records fold into rows as they do in the world: eight records a row when fifty
 * reports are folded together, a dozen when four hundred are.
 */
import { contentHash, type Envelope, encodeColumns } from '@tidemark/contracts';
import { Evidence, grade, type RecordColumns, UtilisationKind } from '@tidemark/domain';

export interface FleetPlan {
  meters: number;
  /** Records of one report. */
  nodes: number;
  /** Accounts that share one cluster at a time. */
  accountsPerMeter: number;
  accounts: number;
  /** True: every record names the eight devices of its node. */
  devices: boolean;
}

export const WORLD_FLEET: FleetPlan = { meters: 250, nodes: 500, accountsPerMeter: 60, accounts: 10_000, devices: false };

export const PROVIDER = 'bench';
export const ACCELERATORS_PER_NODE = 8;
export const MINUTE_MS = 60_000;
/** Half a minute past the full hour: the last minute of each hour is split. */
export const FIRST_MINUTE_MS = Date.UTC(2026, 0, 1) + MINUTE_MS / 2;
export const GRADE = grade(UtilisationKind.TENSOR_ACTIVE, 0, Evidence.TELEMETRY, 0, 0);

export const sourceOf = (meter: number): string => `meter-${meter}`;
export const clusterOf = (meter: number): string => `cluster-${meter}`;
export const accountOf = (account: number): string => `account-${account}`;

/** Which account has a node at a meter: blocks of neighbouring nodes. */
export function accountAt(plan: FleetPlan, meter: number, node: number): number {
  const block = Math.floor((node * plan.accountsPerMeter) / plan.nodes);
  return (meter * plan.accountsPerMeter + block) % plan.accounts;
}

/** Utilisation in ppm: spread evenly, four decimals, a function of its place. */
export function ppmAt(meter: number, minute: number, node: number): number {
  let h = Math.imul(meter + 1, 0x9e3779b1) ^ Math.imul(minute + 1, 0x85ebca6b) ^ Math.imul(node + 1, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return (((h ^ (h >>> 15)) >>> 0) % 10_000) * 100;
}

/** What stays the same from minute to minute of one meter. */
export interface MeterTemplate {
  meter: number;
  columns: RecordColumns;
}

export function meterTemplate(plan: FleetPlan, meter: number): MeterTemplate {
  const n = plan.nodes;
  const names = ['', clusterOf(meter)];
  const account = new Uint32Array(n);
  const node = new Uint32Array(n);
  let last = -1;
  for (let i = 0; i < n; i += 1) {
    const number = accountAt(plan, meter, i);
    if (number !== last) names.push(accountOf(number));
    last = number;
    account[i] = names.lastIndexOf(accountOf(number));
    node[i] = names.push(`node-${i}`) - 1;
  }
  return { meter, columns: { ...emptyColumns(n, names), account, node, cluster: new Uint32Array(n).fill(1), ...devicesOf(plan) } };
}

const emptyColumns = (n: number, names: string[]): RecordColumns => ({
  length: n,
  names,
  index: Uint16Array.from({ length: n }, (_, i) => i),
  account: new Uint32Array(n),
  cluster: new Uint32Array(n),
  accelerator: new Uint32Array(n),
  node: new Uint32Array(n),
  job: new Uint32Array(n),
  count: new Uint32Array(n).fill(ACCELERATORS_PER_NODE),
  startMs: new Float64Array(n),
  endMs: new Float64Array(n),
  grade: new Uint16Array(n).fill(GRADE),
  ppm: new Uint32Array(n),
  deviceStart: new Uint32Array(n + 1),
  devices: new Uint16Array(0),
  corrections: new Map(),
});

function devicesOf({ nodes, devices }: FleetPlan): Partial<RecordColumns> {
  if (!devices) return {};
  return {
    deviceStart: Uint32Array.from({ length: nodes + 1 }, (_, i) => i * ACCELERATORS_PER_NODE),
    devices: Uint16Array.from({ length: nodes * ACCELERATORS_PER_NODE }, (_, i) => i % ACCELERATORS_PER_NODE),
  };
}

/** The envelope of one minute of one meter; sequence = minute + 1. */
export function envelopeOf({ meter, columns }: MeterTemplate, minute: number, origin: Envelope['origin'], receivedAtMs: number): Envelope {
  const startMs = FIRST_MINUTE_MS + minute * MINUTE_MS;
  columns.startMs.fill(startMs);
  columns.endMs.fill(startMs + MINUTE_MS);
  for (let node = 0; node < columns.length; node += 1) columns.ppm[node] = ppmAt(meter, minute, node);
  const bytes = encodeColumns(columns);
  return {
    ...{
      provider: PROVIDER,
      source: sourceOf(meter),
      epoch: 1,
      sequence: BigInt(minute + 1),
      receivedAtMs,
      producedAtMs: startMs + MINUTE_MS,
    },
    ...{ contentHash: contentHash(bytes), origin, recordCount: columns.length, rejected: [], columns: bytes, schemaVersion: 1 },
    ...{ opaque: new Uint8Array(0), opaqueContentType: '', door: 'http' },
  };
}
