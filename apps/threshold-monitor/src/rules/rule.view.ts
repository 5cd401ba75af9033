import type { Caller } from '@tidemark/access';
import { inForceWords, isExercise, legalStatusAt, printRule, type RuleEvent, type RuleState } from '@tidemark/domain';
import { isoOf } from '../ask/window.js';
import type { JudgedRule } from './judged-rule.js';
import type { RuleHistory } from './rule-histories.port.js';
import type { OneRuleView, RuleStepView, RuleView } from './rules.dto.js';

/** A rule as its file says it, where it stands in law and what became of it here. */
export function ruleView({ state, judged }: JudgedRule, nowMs: number): RuleView {
  const { rule } = state;
  const standing = legalStatusAt(rule, nowMs);
  return {
    ...printRule(rule),
    state: state.status,
    judged,
    legalStatus: standing,
    inForce: inForceWords(rule, nowMs),
    exercise: rule.kind !== 'NO_NUMBER' && isExercise(standing),
    ...datesOf(state),
  } as unknown as RuleView;
}

function datesOf(state: RuleState): { activeFrom?: string; retiredAt?: string } {
  if (state.status === 'ACTIVATION_ASKED') return { activeFrom: `${state.activeFrom}T00:00:00.000Z` };
  return {
    // What the product ships with was never activated by anybody.
    ...('activeFromMs' in state && state.activeFromMs > 0 ? { activeFrom: isoOf(state.activeFromMs) } : {}),
    ...('retiredAtMs' in state ? { retiredAt: isoOf(state.retiredAtMs) } : {}),
  };
}

export const oneRuleView = (rule: JudgedRule, nowMs: number, caller: Caller): OneRuleView => ({
  ...ruleView(rule, nowMs),
  history: rule.events.map((event) => stepView(event, maySeeWho(caller, rule))),
});

/** Who at the scheme decided is no provider's business; a provider's own people are. */
const maySeeWho = (caller: Caller, { state }: RuleHistory): boolean =>
  caller.provider === undefined || caller.provider === state.rule.provider;

function stepView(event: RuleEvent, withWho: boolean): RuleStepView {
  return {
    type: event.type,
    at: isoOf(event.atMs),
    ...(withWho ? { by: event.by } : {}),
    ...('reason' in event ? { reason: event.reason } : {}),
    ...('activeFrom' in event ? { activeFrom: event.activeFrom } : {}),
  };
}
