import { activeRulesAt, type Rule, trialRulesAt } from '@tidemark/domain';
import type { RuleHistory } from './rule-histories.port.js';

/** LIVE: raises flags. SHADOW: on trial. NOT: only proposed, superseded by a newer version, or over. */
export type Judging = 'LIVE' | 'SHADOW' | 'NOT';

export interface JudgedRule extends RuleHistory {
  readonly judged: Judging;
}

/** `known`: all versions of each rule that is there, for only the latest active one of an id is live. */
export function withJudging(known: readonly RuleHistory[], nowMs: number): JudgedRule[] {
  const states = known.map(({ state }) => state);
  const live = new Set<Rule>(activeRulesAt(states, nowMs));
  const trial = new Set<Rule>(trialRulesAt(states, nowMs));
  return known.map((one) => ({ ...one, judged: live.has(one.state.rule) ? 'LIVE' : trial.has(one.state.rule) ? 'SHADOW' : 'NOT' }));
}
