import type { Rule } from './rule.js';
import { type RuleState } from './rule-activation.js';
import { latestVersions } from './validate-rulebook.js';

/**
 * The rules that raise flags at an instant: of each id the latest version that was activated by then and is not retired. Retiring a
 * version does not bring back the one before: that was superseded.
 */
export function activeRulesAt(states: Iterable<RuleState>, ms: number): Rule[] {
  const begun = [...states].flatMap((state) => ('activeFromMs' in state && state.activeFromMs <= ms ? [state] : []));
  const latest = new Set(latestVersions(begun.map(({ rule }) => rule)));
  return begun.filter((state) => latest.has(state.rule) && !isRetired(state, ms)).map(({ rule }) => rule);
}

const isRetired = (state: RuleState, ms: number): boolean => state.status === 'RETIRED' && state.retiredAtMs <= ms;

/** Rules that run in shadow at an instant: on trial, asked for out of a trial, or approved for a day that is still to come. */
export const trialRulesAt = (states: Iterable<RuleState>, ms: number): Rule[] =>
  [...states].flatMap((state) => (isOnTrial(state, ms) ? [state.rule] : []));

function isOnTrial(state: RuleState, ms: number): state is RuleState & { rule: Rule } {
  if (state.status === 'ACTIVATION_ASKED') return state.trial;
  return state.status === 'TRIAL' || (state.status === 'ACTIVE' && state.activeFromMs > ms);
}
