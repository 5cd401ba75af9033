import type { AcceleratorPeaks } from '../catalogue/accelerator-peaks.js';
import { HOUR_MS } from '../metering/hour-slots.js';
import { type Rule, ruleKey } from '../rulebook/rule.js';
import type { HourMoment, NumberComparison, ThresholdNumber } from './crossing.js';
import type { NotEvaluable } from './judge-crossings.js';
import type { Scope } from './scope.js';
import type { Standing } from './standing.js';

/** A compute cluster as its provider registered it. */
export interface RegisteredCapacity {
  readonly scope: Scope & { readonly kind: 'cluster' };
  readonly accelerator: string;
  /** Of the model; undefined: the catalogue does not know it. */
  readonly peaks: AcceleratorPeaks | undefined;
  readonly accelerators: number;
  /** 0: not registered. */
  readonly interconnectGbps: number;
  readonly inServiceFromMs: number;
}

export interface CapacityJudgement {
  readonly standings: readonly Standing[];
  readonly notEvaluable: readonly NotEvaluable[];
}

/** Operations in a second of one GFLOP/s. */
const GIGA = 10n ** 9n;

/**
 * Registered hardware against the rules on what a compute cluster can do: from the registry alone, before anything ran. A peak that passes
 * with an interconnect that nobody registered is POSSIBLE: what is missing is never taken to be slow.
 */
export function judgeCapacity(cluster: RegisteredCapacity, rules: readonly Rule[]): CapacityJudgement {
  const capacityRules = rules.filter(({ kind, scopes }) => kind === 'CAPACITY' && scopes.includes('cluster'));
  const peak = peakOf(cluster);
  if (peak === undefined) {
    const missing = [`the dense peak of ${cluster.accelerator}`];
    return {
      standings: [],
      notEvaluable: capacityRules.map(({ id, version }) => ({ rule: id, ruleVersion: version, missing, passed: [] })),
    };
  }
  return { standings: capacityRules.flatMap((rule) => standingOf(cluster, peak, rule) ?? []), notEvaluable: [] };
}

/** Op/s of the whole cluster: dense, 16-bit, or the widest of 8 bits where the model has none of 16. */
export function peakOf({ peaks, accelerators }: Pick<RegisteredCapacity, 'peaks' | 'accelerators'>): bigint | undefined {
  const gflops = peaks && (peaks.BF16 ?? widestOf([peaks.FP8, peaks.INT8]) ?? widestOf(Object.values(peaks)));
  return gflops === undefined ? undefined : BigInt(accelerators) * BigInt(gflops) * GIGA;
}

function widestOf(peaks: readonly (number | undefined)[]): number | undefined {
  const given = peaks.filter((peak) => peak !== undefined);
  return given.length === 0 ? undefined : Math.max(...given);
}

function standingOf(cluster: RegisteredCapacity, peak: bigint, rule: Rule): Standing | undefined {
  const tier = tierOf(cluster, rule);
  const held = momentOf(cluster, rule);
  if (rule.number === undefined || rule.comparison === undefined) throw new Error(`${ruleKey(rule)} judges capacity by no number`);
  if (tier === undefined || held === undefined || !rule.tiers.includes(tier)) return undefined;
  if (!isAbove(peak, rule.number, rule.comparison)) return undefined;
  const { accelerator, accelerators, interconnectGbps } = cluster;
  return {
    kind: 'CAPACITY',
    rule: rule.id,
    ruleVersion: rule.version,
    scope: cluster.scope,
    tier,
    n: 1,
    ...held,
    detail: { peakOps: peak.toString(), accelerator, accelerators, interconnectGbps },
  };
}

/** Undefined: the interconnect is known, and does not reach. */
function tierOf({ interconnectGbps }: RegisteredCapacity, { interconnectAboveGbps }: Rule): 'CERTAIN' | 'POSSIBLE' | undefined {
  if (interconnectAboveGbps === undefined) return 'CERTAIN';
  if (interconnectGbps === 0) return 'POSSIBLE';
  return interconnectGbps > interconnectAboveGbps ? 'CERTAIN' : undefined;
}

/** From when it is in service; if that was before the rule took effect, from then. Undefined: the rule had ended by then. */
function momentOf(
  { inServiceFromMs }: RegisteredCapacity,
  { effectiveFrom, effectiveTo }: Rule,
): { moment: HourMoment; atEntryIntoForce: boolean } | undefined {
  const fromMs = effectiveFrom === undefined ? Number.NEGATIVE_INFINITY : Date.parse(effectiveFrom);
  const atMs = Math.max(fromMs, inServiceFromMs);
  if (effectiveTo !== undefined && atMs >= Date.parse(effectiveTo)) return undefined;
  const hour = Math.floor(atMs / HOUR_MS);
  return { moment: { hour, minute: Math.floor((atMs - hour * HOUR_MS) / 60_000) }, atEntryIntoForce: inServiceFromMs < fromMs };
}

const isAbove = (ops: bigint, { numerator, denominator }: ThresholdNumber, comparison: NumberComparison): boolean =>
  comparison === 'GREATER' ? ops * denominator > numerator : ops * denominator >= numerator;
