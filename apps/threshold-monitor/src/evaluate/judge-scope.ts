import {
  appliesTo,
  bandCrossings,
  type Condition,
  HOUR_MS,
  type HourlyUse,
  type HourMoment,
  type HourVector,
  judgeBandCrossings,
  judgeCapacity,
  judgeCrossings,
  judgeEvaluation,
  judgeOverCapacity,
  judgeUseAfterOrder,
  loadsOf,
  type Projection,
  type ProjectionCourse,
  type ProjectionStep,
  Projector,
  preparedTerms,
  projectionTermsOf,
  type Rule,
  ruleKey,
  rulesFor,
  type Scope,
  type Standing,
  stepProjection,
  type VerificationLevel,
} from '@tidemark/domain';
import type { MonitorMemory } from './monitor-memory.js';

export interface JudgedScope {
  readonly scope: Scope;
  readonly vector: HourVector;
  /** Of a party or group that orders are about: its use at each provider that they were made to. */
  readonly vectorsAt?: ReadonlyMap<string, HourVector> | undefined;
  /** Of a compute cluster: its accelerator-time. */
  readonly use?: HourlyUse | undefined;
  readonly nowMs: number;
}

/** Where the course of one rule's projection goes, and what it rests on. */
export interface JudgedProjection extends ProjectionStep {
  readonly rule: Rule;
  readonly projection: Projection;
}

export interface Judgement {
  readonly standings: readonly Standing[];
  /** By `id@version`, of every rule that can project for the scope. */
  readonly projections: ReadonlyMap<string, JudgedProjection>;
}

/** All that stands for a scope by what is known now and the rules given; a pure function of the memory, the vector and the hour. */
export function judgeScope(
  memory: MonitorMemory,
  judged: JudgedScope,
  given: readonly Rule[],
  courses: (rule: Rule) => ProjectionCourse,
): Judgement {
  const { scope, vector, nowMs } = judged;
  const rules = rulesFor(given, providerOf(memory, scope));
  const conditionOf = (condition: Condition) => memory.attribution.conditionOf(scope, condition, nowMs);
  const { standings: crossings } = judgeCrossings(scope, vector, rules, { conditionOf, provider: providerOf(memory, scope) });
  const projections = judgeProjections(memory, judged, rules, { courses, crossings });
  const inPlay = new Set(rules.map(ruleKey));
  const standings = [
    ...crossings,
    ...[...projections.values()].flatMap((one) => projectedStanding(scope, one)),
    ...judgeLevels(memory, judged, rules),
    ...judgeGrowth(memory, judged, rules),
    ...judgeHardware(memory, judged, rules),
    ...judgeOrders(memory, judged),
  ].filter(({ rule, ruleVersion }) => inPlay.has(ruleKey({ id: rule, version: ruleVersion })));
  return { standings, projections };
}

/** Whose scope it is; undefined for what stands over providers. */
export function providerOf(memory: MonitorMemory, scope: Scope): string | undefined {
  if (scope.kind === 'cluster' || scope.kind === 'account') return scope.provider;
  return scope.kind === 'customer' ? memory.attribution.standingOf(scope.id, 0).provider : undefined;
}

interface ProjectionFacts {
  readonly courses: (rule: Rule) => ProjectionCourse;
  readonly crossings: readonly Standing[];
}

function judgeProjections(memory: MonitorMemory, judged: JudgedScope, rules: readonly Rule[], facts: ProjectionFacts) {
  const { scope, vector, nowMs } = judged;
  const hour = Math.floor(nowMs / HOUR_MS);
  const projector = new Projector(vector, hour, loadsOf(memory.attribution.plansOf(scope, nowMs)));
  const projections = new Map<string, JudgedProjection>();
  for (const rule of rules) {
    if (!rule.tiers.includes('PROJECTED') || !appliesTo(rule, scope, providerOf(memory, scope))) continue;
    if (rule.conditions.some((condition) => memory.attribution.conditionOf(scope, condition, nowMs) !== 'YES')) continue;
    const { passing } = preparedTerms(rule);
    const terms = projectionTermsOf(rule);
    const projection = projector.project(terms);
    const crossing = standingCrossing(facts.crossings, rule, projection.total < passing.fallsBelow && terms.windowDays !== undefined);
    const step = stepProjection(facts.courses(rule), { projection, crossing, nowMs, toMs: terms.toMs });
    projections.set(ruleKey(rule), { rule, projection, ...step });
  }
  return projections;
}

/** The last crossing on expected; of a window none once the total fell well below. */
function standingCrossing(crossings: readonly Standing[], { id, version }: Rule, hasFallen: boolean): HourMoment | undefined {
  if (hasFallen) return undefined;
  return crossings.findLast((one) => one.rule === id && one.ruleVersion === version && one.tier === 'PROBABLE')?.moment;
}

/** The moment of a projection is the start of the day that was told: it moves when that is told anew. */
function projectedStanding(scope: Scope, { rule, course, projection }: JudgedProjection): Standing[] {
  if (course.status !== 'RAISED') return [];
  return [
    {
      kind: 'CROSSING',
      rule: rule.id,
      ruleVersion: rule.version,
      scope,
      tier: 'PROJECTED',
      n: 1,
      moment: { hour: course.toldDay * 24, minute: 0 },
      atEntryIntoForce: false,
      detail: { expectedSoFarTflop: projection.total.toString(), horizonDays: projection.horizonDays },
    },
  ];
}

function judgeLevels(memory: MonitorMemory, { scope, vector, nowMs }: JudgedScope, rules: readonly Rule[]): Standing[] {
  if (scope.kind === 'cluster' || scope.kind === 'group') return [];
  const level = levelOf(memory, scope, nowMs);
  if (level === undefined) return [];
  return judgeBandCrossings({ scope, vector, rules, level }, bandCrossings({ scope, vector, rules }));
}

/** Undefined: a party of which nobody rents. */
export function levelOf(
  { attribution }: MonitorMemory,
  scope: Scope & { kind: 'account' | 'customer' | 'party' },
  nowMs: number,
): VerificationLevel | 'UNLINKED' | undefined {
  if (scope.kind === 'party') return attribution.levelOfParty(scope.id, nowMs);
  if (scope.kind === 'customer') return attribution.standingOf(scope.id, nowMs).level;
  // Hours belong by their start, and so does the account to whoever answers for it now.
  const customer = attribution.customerAt(scope.provider, scope.id, Math.floor(nowMs / HOUR_MS) * HOUR_MS);
  return customer === undefined ? 'UNLINKED' : attribution.standingOf(customer, nowMs).level;
}

function judgeGrowth(memory: MonitorMemory, { scope, vector, nowMs }: JudgedScope, rules: readonly Rule[]): Standing[] {
  if (scope.kind === 'cluster' || scope.kind === 'account') return [];
  return judgeEvaluation({ scope, vector, rules, nowMs, evaluations: memory.evaluationsOf(scope) });
}

function judgeHardware(memory: MonitorMemory, { scope, use }: JudgedScope, rules: readonly Rule[]): Standing[] {
  if (scope.kind !== 'cluster') return [];
  const { provider, id } = scope;
  const capacity = memory.registered.capacityOf(provider, id);
  const registeredAt = (hour: number) => memory.registered.acceleratorsAt(provider, id, hour);
  return [...(capacity ? judgeCapacity(capacity, rules).standings : []), ...(use ? judgeOverCapacity({ scope, use, registeredAt }) : [])];
}

function judgeOrders({ attribution, orders: book }: MonitorMemory, { scope, vector, vectorsAt }: JudgedScope): Standing[] {
  const suspensions = scope.kind === 'customer' ? attribution.suspensionsOf(scope.id) : [];
  const orders = book.of(scope).map((order) => ({ ...order, vector: vectorsAt?.get(order.provider) }));
  return suspensions.length + orders.length === 0 ? [] : judgeUseAfterOrder({ scope, vector, suspensions, orders });
}
