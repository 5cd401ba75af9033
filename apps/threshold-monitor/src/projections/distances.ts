import {
  type Attribution,
  appliesTo,
  type Distance,
  distancesOf,
  HOUR_MS,
  type HourVector,
  loadsOf,
  type Projection,
  project,
  projectionTermsOf,
  type Rule,
  type Scope,
  totalsOf,
} from '@tidemark/domain';

export interface DistanceQuestion {
  readonly attribution: Attribution;
  readonly scope: Scope;
  readonly vector: HourVector;
  readonly rules: readonly Rule[];
  readonly nowMs: number;
}

/** How far a scope is from each number that applies to it, and when it will pass it if use goes on as it does. */
export function distancesFrom({ attribution, scope, vector, rules, nowMs }: DistanceQuestion): Distance[] {
  const hour = Math.floor(nowMs / HOUR_MS);
  const provider = 'provider' in scope ? scope.provider : scope.kind === 'customer' ? attribution.providerOf(scope.id) : undefined;
  return distancesOf({
    rules: rules.filter((rule) => concerns(rule, scope, provider)),
    totalsOf: (window) => totalsOf(vector, window === 'ALL_TIME' ? -Infinity : hour + 1 - window * 24),
    conditionOf: (condition) => attribution.conditionOf(scope, condition, nowMs),
    projectionOf: (rule) => projectionOf(rule, { attribution, scope, vector, rules, nowMs }),
  });
}

function concerns(rule: Rule, scope: Scope, provider: string | undefined): boolean {
  if (rule.kind === 'BAND') return rule.scopes.includes(scope.kind) && (rule.provider === undefined || rule.provider === provider);
  return appliesTo(rule, scope, provider);
}

/** Of rules that project; bands ask for a level and foretell nothing. */
function projectionOf(rule: Rule, { attribution, scope, vector, nowMs }: DistanceQuestion): Projection | undefined {
  if (rule.kind !== 'TRAINING' || !rule.tiers.includes('PROJECTED')) return undefined;
  return project(vector, Math.floor(nowMs / HOUR_MS), projectionTermsOf(rule), loadsOf(attribution.plansOf(scope, nowMs)));
}
