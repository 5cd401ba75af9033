import {
  type CrossingLevels,
  canCross,
  HOUR_MS,
  levelsOf,
  levelsPassed,
  type PassingTotal,
  passingTotal,
  preparedTerms,
  type Rule,
  type Scope,
  type TripleTotal,
} from '@tidemark/domain';
import type { FlagRecord } from './flag-records.js';
import type { MonitorMemory } from './monitor-memory.js';
import type { TouchedScope } from './touched-scopes.js';

const NOTHING: TripleTotal = { lower: 0n, expected: 0n, upper: 0n };
/** A 64th of the smallest number: below it nothing is projected. */
const REACH = 64n;

/**
 * Tells which of the touched scopes have to be judged: nearly all use changes nothing of what stands. False is certain: judging would
 * answer what stands already.
 */
export class MustJudge {
  private readonly levels: CrossingLevels;
  /** Expected TFLOP from which something is foretold, or hangs on the clock. */
  readonly floor: bigint;
  /** Expected TFLOP that rules on evaluation ask for. */
  private readonly evaluationLevels: readonly bigint[];
  private readonly projecting: readonly PassingTotal[];

  constructor(private readonly memory: MonitorMemory) {
    const rules = memory.rules.all;
    this.levels = levelsOf(rules);
    this.projecting = rules.filter(isProjecting).map((rule) => preparedTerms(rule).passing);
    this.evaluationLevels = rules.flatMap(({ kind, number }) =>
      kind === 'EVALUATION' && number ? [passingTotal(number, 'AT_LEAST').passes] : [],
    );
    this.floor = smallest([...this.projecting.map(({ passes }) => passes / REACH), ...bandLevels(rules), ...this.evaluationLevels]);
  }

  judge(touched: TouchedScope, totals: { before: TripleTotal; after: TripleTotal }, flags: readonly FlagRecord[], nowMs: number): boolean {
    if (touched.insisted) return true;
    return isOfUseAlone(touched) ? this.byUse(touched, totals, flags, nowMs) : this.byKnowledge(touched, totals.after, flags);
  }

  private byUse(
    { scope, fromHour, shrunk }: TouchedScope,
    { before, after }: { before: TripleTotal; after: TripleTotal },
    flags: readonly FlagRecord[],
    nowMs: number,
  ): boolean {
    const open = flags.filter(({ status }) => status === 'OPEN');
    if (shrunk && open.length > 0) return true;
    const latestMomentHour = open
      .filter(({ tier }) => tier !== 'PROJECTED')
      .reduce<number | undefined>((latest, { place }) => Math.max(latest ?? place.moment.hour, place.moment.hour), undefined);
    if (canCross(this.levels, { before, after, firstChangedHour: fromHour, latestMomentHour })) return true;
    // What is judged at a full hour rests on the hours before it: only use of those changes it before the next.
    const isOfThePast = fromHour < Math.floor(nowMs / HOUR_MS);
    if (isOfThePast && after.expected >= this.floor && open.some(({ tier }) => tier === 'PROJECTED')) return true;
    if (levelsPassed(this.evaluationLevels, before.expected, after.expected) > 0) return true;
    // Earlier use moves the day on which the number was reached, and with it the day on which an evaluation is due.
    if (isOfThePast && this.evaluationLevels.some((level) => after.expected >= level)) return true;
    if (this.isOrdered(scope)) return true;
    return this.memory.evaluationsOf(scope).length > 0;
  }

  /**
   * Nothing but a projection can come of the use: then only if it is recent, since nothing is foretold of what stopped a week ago. To be asked
   * where `judge` says no; the vector tells when the last use was.
   */
  foretell({ fromHour }: TouchedScope, after: TripleTotal, nowMs: number): boolean {
    return (
      fromHour < Math.floor(nowMs / HOUR_MS) &&
      this.projecting.some(({ passes }) => after.expected * REACH >= passes && after.expected < passes)
    );
  }

  /** Somebody learned something of the scope, or an hour went by: whatever can stand is looked at. */
  private byKnowledge({ scope, causes }: TouchedScope, after: TripleTotal, flags: readonly FlagRecord[]): boolean {
    if (flags.some(({ status }) => status === 'OPEN')) return true;
    if (scope.kind === 'cluster' && (causes.has('REGISTRATION') || causes.has('RULE'))) return true;
    if (this.isOrdered(scope)) return true;
    // Growth is measured by what there was, however little.
    if (this.memory.evaluationsOf(scope).length > 0) return true;
    return this.canStand(after);
  }

  /** It was suspended or ordered to stop: any use may be a breach. */
  private isOrdered(scope: Scope): boolean {
    const isSuspended = scope.kind === 'customer' && this.memory.attribution.suspensionsOf(scope.id).length > 0;
    return isSuspended || this.memory.orders.of(scope).length > 0;
  }

  /** Whether anything can stand by these totals alone. */
  canStand(totals: TripleTotal): boolean {
    return totals.expected >= this.floor || canCross(this.levels, { before: NOTHING, after: totals, firstChangedHour: 0 });
  }
}

const isOfUseAlone = ({ causes }: TouchedScope): boolean => [...causes].every((cause) => cause === 'USAGE' || cause === 'CORRECTION');

const isProjecting = ({ kind, tiers }: Rule): boolean => kind === 'TRAINING' && tiers.includes('PROJECTED');

const bandLevels = (rules: readonly Rule[]): bigint[] =>
  rules.filter(({ kind, level }) => kind === 'BAND' && level !== 'NONE').map((rule) => preparedTerms(rule).passing.passes);

const smallest = (levels: readonly bigint[]): bigint => [...levels].sort((a, b) => (a < b ? -1 : 1))[0] ?? 2n ** 200n;
