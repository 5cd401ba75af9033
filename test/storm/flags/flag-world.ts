/**
 * Who uses what in a storm on flags: few accounts at two providers, each of its own size, so that every number of the rulebook is passed by
 * somebody; in few sessions over the years, so that dates, windows and projections have something to judge.
 */
import type { ClusterFact, TruthRecord } from '../../truth/truth.model.js';
import { Random } from '../workload/random.js';
import type { FacilityStep, StormMeter, StormWorld } from '../workload/world.js';

export const PROVIDERS = ['north', 'south'];
export const ACCOUNTS = ['acct-1', 'acct-2', 'acct-3', 'acct-4', 'acct-5'];
/** Accelerators at most in one record, by account. */
const SIZES = [40, 400, 3_000, 40_000, 900_000];
const MODELS = ['NVIDIA H100 SXM5 80GB', 'NVIDIA A100 SXM4 80 GB', 'NVIDIA H200 SXM'];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SINCE_MS = Date.UTC(2024, 9, 1);
/** Use of the last days ends so long ago that no correction reaches into the future. */
const OVER_MS = 14 * HOUR_MS;
const SESSION_HOURS = 6;

const KINDS: { id: string; at: number; over: Partial<ClusterFact>; interconnectGbps?: number }[] = [
  { id: 'hall', at: 0, over: { accelerators: 120_000 }, interconnectGbps: 400 },
  { id: 'annex', at: 0, over: { accelerators: 900 } },
  { id: 'small', at: 0, over: { accelerators: 16 }, interconnectGbps: 100 },
  { id: 'late', at: 0.5, over: { accelerators: 300_000 } },
];

/** `models`: names in the catalogue of the installation; a function of the seed and the hour. */
export function flagWorld(seed: number, models: readonly string[], nowMs: number): StormWorld {
  const random = new Random(seed);
  const missing = MODELS.find((model) => !models.includes(model));
  if (missing) throw new Error(`the catalogue has no ${missing}`);
  const clusters = PROVIDERS.flatMap((provider, p) => KINDS.map(({ id, over }, k) => clusterOf(provider, id, MODELS[(p + k) % 3]!, over)));
  const sessions = sessionsOf(random, nowMs);
  const world: StormWorld = {
    providers: PROVIDERS,
    clusters,
    meters: PROVIDERS.flatMap(metersOf),
    steps: clusters.flatMap(clusterSteps).sort((a, b) => a.at - b.at),
    acceleratorNames: MODELS,
    accounts: ACCOUNTS,
    nodesPerCluster: 3,
  };
  return { ...world, record: (luck, meter, index) => recordOf(luck, { world, meter, sessions }, index) };
}

const clusterOf = (provider: string, id: string, accelerator: string, over: Partial<ClusterFact>): ClusterFact => ({
  ...{ provider, id, accelerator, accelerators: 64, acceleratorsPerNode: 8, inServiceFromMs: SINCE_MS - DAY_MS },
  ...over,
});

/** Two meters share a hall, so that the same time is reported twice. */
const metersOf = (provider: string): StormMeter[] => [
  { provider, source: 'dcgm', clusters: ['hall', 'small'] },
  { provider, source: 'bills', clusters: ['hall', 'annex', 'late'] },
];

/** What a hall is registered with changes on the way: its capacity is judged anew. */
function clusterSteps(cluster: ClusterFact): FacilityStep[] {
  const { at, interconnectGbps } = KINDS.find((kind) => kind.id === cluster.id)!;
  const first: FacilityStep = { at, put: 'cluster', cluster, ...(interconnectGbps === undefined ? {} : { interconnectGbps }) };
  if (cluster.id !== 'hall') return [first];
  const half: FacilityStep = { at: 0.4, put: 'cluster', cluster: { ...cluster, accelerators: 90_000 }, interconnectGbps: 400 };
  const again: FacilityStep = { at: 0.7, put: 'cluster', cluster: { ...cluster, accelerators: 150_000 } };
  return cluster.provider === 'north' ? [first, half, again] : [first, half];
}

/** Starts of sessions, ms: a third spread over the years, a third over the last three months, a third over the last ten days. */
function sessionsOf(random: Random, nowMs: number): number[] {
  const end = nowMs - OVER_MS - SESSION_HOURS * HOUR_MS;
  const from = (sinceMs: number) => Math.floor((sinceMs + random.next() * (end - sinceMs)) / HOUR_MS) * HOUR_MS;
  return Array.from({ length: 42 }, (_, i) => from([SINCE_MS, nowMs - 90 * DAY_MS, nowMs - 10 * DAY_MS][i % 3]!));
}

interface Sight {
  world: StormWorld;
  meter: StormMeter;
  sessions: readonly number[];
}

function recordOf(random: Random, { world, meter, sessions }: Sight, index: number): TruthRecord {
  const startMs = random.pick(sessions) + random.int(0, 2) * HOUR_MS + (random.chance(0.4) ? random.int(0, HOUR_MS - 1) : 0);
  const account = random.int(0, ACCOUNTS.length - 1);
  const kind = random.int(0, 5);
  return {
    index,
    account: ACCOUNTS[account]!,
    cluster: random.pick(meter.clusters),
    accelerator: random.chance(0.8) ? '' : random.pick(world.acceleratorNames),
    startMs,
    endMs: startMs + random.pick([60_000, 1_800_000, HOUR_MS, 3 * HOUR_MS]),
    ...placeOf(random, world, SIZES[account]!),
    ...{ kind, format: random.pick([0, 3, 5]), evidence: random.int(0, 3), workload: random.int(0, 3), workloadEvidence: random.int(0, 3) },
    ppm: kind === 0 ? 0 : random.int(200_000, 900_000),
  };
}

/** Some on nodes, where the same time counts once; most as a bill has them, of any size up to the account's. */
function placeOf(random: Random, { nodesPerCluster }: StormWorld, size: number): Pick<TruthRecord, 'node' | 'devices' | 'job' | 'count'> {
  const job = `job-${random.int(1, 2)}`;
  if (!random.chance(0.2)) return { node: '', devices: [], job, count: Math.max(1, Math.floor(size ** random.next())) };
  const devices = random.distinct(random.int(1, 4), 8);
  return { node: `node-${random.int(1, nodesPerCluster)}`, devices, job, count: devices.length };
}
