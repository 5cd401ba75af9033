/** Who reports what in a storm: providers, clusters that are known from the start, late, or never, and names that mean nothing until they do. */
import type { ClusterFact, TruthRecord } from '../../truth/truth.model.js';
import type { Random } from './random.js';

/** All usage of a storm lies in the ten days from here. */
export const BASE_MS = Date.UTC(2025, 2, 1);
export const SPAN_MS = 10 * 24 * 3_600_000;

/** One change of what is known, to be made when this share of the deliveries is out. */
export type FacilityStep = { at: number } & (
  | { put: 'cluster'; cluster: ClusterFact; interconnectGbps?: number }
  | { put: 'alias'; alias: string; model: string }
  | { put: 'accelerator'; model: string; aliases: string[]; peaksGflops: Record<string, string> }
);

export interface StormMeter {
  provider: string;
  source: string;
  /** Clusters that it reports of. */
  clusters: string[];
}

export interface StormWorld {
  providers: string[];
  clusters: ClusterFact[];
  meters: StormMeter[];
  steps: FacilityStep[];
  /** Names that records use for accelerators: known, known late, never known. */
  acceleratorNames: string[];
  accounts: string[];
  nodesPerCluster: number;
  /** Where the world says itself what its meters see. */
  record?: (random: Random, meter: StormMeter, index: number) => TruthRecord;
}

const DAY_MS = 24 * 3_600_000;

/** What every provider has: one cluster of each kind of trouble. */
const KINDS: { id: string; at: number | 'never'; over: Partial<ClusterFact> }[] = [
  { id: 'steady', at: 0, over: {} },
  { id: 'unmeasured', at: 0, over: { acceleratorsPerNode: 0 } },
  { id: 'tiny', at: 0, over: { accelerators: 4, acceleratorsPerNode: 4 } },
  { id: 'late', at: 0.35, over: {} },
  { id: 'opening', at: 0.1, over: { inServiceFromMs: BASE_MS + 3 * DAY_MS, inServiceToMs: BASE_MS + 9 * DAY_MS } },
  { id: 'nowhere', at: 'never', over: {} },
];

export const LATE_MODEL = 'Storm Tensor 9000';

/** `models`: names in the catalogue of the installation under test, at least two. */
export function stormWorld(providers: string[], models: string[]): StormWorld {
  if (models.length < 2) throw new Error('a storm needs two catalogue models');
  const clusters = providers.flatMap((provider, p) =>
    KINDS.map(({ id, over }, k): ClusterFact => {
      const basic = {
        accelerator: models[(p + k) % models.length]!,
        accelerators: 64,
        acceleratorsPerNode: 8,
        inServiceFromMs: BASE_MS - 30 * DAY_MS,
      };
      return { provider, id, ...basic, ...over };
    }),
  );
  return {
    providers,
    clusters,
    meters: providers.flatMap(metersOf),
    steps: [...clusters.flatMap(clusterSteps), ...nameSteps(models)].sort((a, b) => a.at - b.at),
    acceleratorNames: [...models.slice(0, 4), 'late-alias one', 'LATE_ALIAS-two', LATE_MODEL, 'unheard-of'],
    accounts: ['acct-a', 'acct-b', 'acct-c', 'konto-ä'],
    nodesPerCluster: 6,
  };
}

/** Two meters share the clusters, so that the same time is reported twice; a third sees the odd ones. */
function metersOf(provider: string): StormMeter[] {
  return [
    { provider, source: 'dcgm', clusters: ['steady', 'tiny', 'late'] },
    { provider, source: 'slurm', clusters: ['steady', 'unmeasured', 'opening'] },
    { provider, source: 'bill of lading', clusters: ['late', 'opening', 'nowhere', 'unmeasured'] },
  ];
}

function clusterSteps(cluster: ClusterFact): FacilityStep[] {
  const at = KINDS.find((kind) => kind.id === cluster.id)!.at;
  if (at === 'never') return [];
  const first: FacilityStep = { at, put: 'cluster', cluster };
  // A registration that changes on the way decides only what is undecided.
  const half: FacilityStep = { at: 0.6, put: 'cluster', cluster: { ...cluster, acceleratorsPerNode: 6 } };
  return cluster.id === 'steady' ? [first, half] : [first];
}

const nameSteps = (models: string[]): FacilityStep[] => [
  { at: 0.3, put: 'alias', alias: 'Late Alias One', model: models[0]! },
  { at: 0.55, put: 'alias', alias: 'late alias two', model: models[1]! },
  { at: 0.6, put: 'accelerator', model: LATE_MODEL, aliases: ['ST9000'], peaksGflops: { BF16: '1234567', FP8: '2469134' } },
  // Corrected figures hold for what is decided from then on; what was counted stays as it was.
  { at: 0.8, put: 'accelerator', model: LATE_MODEL, aliases: ['ST9000'], peaksGflops: { BF16: '1111111', FP8: '2469134', FP4: '5000000' } },
];
