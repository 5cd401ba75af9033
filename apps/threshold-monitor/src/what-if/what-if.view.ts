import { flopDecimal, HOUR_MS, printFraction, ruleKey, type Scope } from '@tidemark/domain';
import { isoOf } from '../ask/window.js';
import type { FlagScopeView } from '../flags/flags.dto.js';
import type { Supposition } from './supposition.js';
import type { GoneView, SupposedView, WhatIfView, WouldBeView } from './what-if.dto.js';
import type { WhatIfAnswer, WouldBe } from './what-if.handler.js';
import type { StandingFlag } from './what-if.port.js';

export function whatIfView({ supposed, knownAtMs, wouldBe, gone, notEvaluable }: WhatIfAnswer): WhatIfView {
  const items = wouldBe.map(wouldBeView).sort((a, b) => (a.moment === b.moment ? compare(idOf(a), idOf(b)) : compare(a.moment, b.moment)));
  const count = (change: string) => items.filter((item) => item.change === change).length;
  return {
    supposed: supposedView(supposed),
    knownAt: isoOf(knownAtMs),
    counts: { added: count('ADDED'), moved: count('MOVED'), same: count('SAME'), gone: gone.length, notEvaluable },
    items: items.slice(0, supposed.limit),
    gone: gone.slice(0, supposed.limit).map(goneView),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const idOf = ({ scope, tier }: WouldBeView): string => `${scope.kind} ${scope.provider ?? ''} ${scope.id} ${tier}`;

function supposedView({ rule, printed, comparison, window, scopes, controlRule, ownershipShare, priorPpm }: Supposition): SupposedView {
  const groups = ownershipShare ? { ownershipShare: printFraction(ownershipShare) } : { controlRule };
  return {
    ...(rule ? { rule: ruleKey(rule) } : {}),
    ...{ number: printed, comparison, window: String(window), scopes: [...scopes] },
    ...(scopes.includes('group') ? groups : {}),
    ...(priorPpm === undefined ? {} : { utilisationPrior: String(priorPpm / 1_000_000) }),
  };
}

function wouldBeView({ scope, tier, n, moment, atEntryIntoForce, totals, flag }: WouldBe): WouldBeView {
  const momentMs = moment.hour * HOUR_MS + moment.minute * 60_000;
  const change = flag === undefined ? 'ADDED' : flag.momentMs === momentMs ? 'SAME' : 'MOVED';
  return {
    change,
    scope: scopeView(scope),
    ...{ tier, n, moment: isoOf(momentMs), atEntryIntoForce },
    totals: { lower: flopDecimal(totals.lower), expected: flopDecimal(totals.expected), upper: flopDecimal(totals.upper) },
    ...(flag ? { flag: flag.id } : {}),
    ...(flag && change === 'MOVED' ? { standingMoment: isoOf(flag.momentMs) } : {}),
  };
}

/** As flags name scopes. */
const scopeView = (scope: Scope): FlagScopeView => ({
  kind: scope.kind.toUpperCase(),
  ...('provider' in scope ? { provider: scope.provider } : {}),
  id: scope.id,
  ...(scope.kind === 'group' ? { controlRule: scope.controlRule } : {}),
});

const goneView = ({ id, scopeKind, scopeId, provider, tier, n, momentMs }: StandingFlag): GoneView => ({
  flag: id,
  scope: { kind: scopeKind.toUpperCase(), ...(provider === undefined ? {} : { provider }), id: scopeId },
  ...{ tier, n, moment: isoOf(momentMs) },
});
