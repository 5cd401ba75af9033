import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '@tidemark/access';
import {
  activeRulesAt,
  decideRule,
  evolveRule,
  NO_RULE,
  type Rule,
  type RuleCommand,
  type RuleEvent,
  type RuleState,
  readRule,
  ruleKey,
  trialRulesAt,
  validateRulebook,
} from '@tidemark/domain';
import { type JudgedRule, withJudging } from './judged-rule.js';
import { type RuleChange, RuleChanges } from './rule-changes.port.js';
import { RuleHistories, type RuleHistory } from './rule-histories.port.js';
import { RuleNews } from './rule-news.port.js';
import { type RuleAnswer, refuseRule } from './rules.refusals.js';

type Named = Pick<Rule, 'id' | 'version'>;
/** A command without who and when: those are the token's and the clock's. */
type Unsigned<Command> = Command extends RuleCommand ? Omit<Command, 'by' | 'nowMs'> : never;
export type RuleStep = Exclude<Unsigned<RuleCommand>, { type: 'propose-rule' }>;

/** Load, decide, append; and where other rules are in play by it, everything is judged again in the same transaction. */
@Injectable()
export class ChangeRuleHandler {
  constructor(
    private readonly changes: RuleChanges,
    private readonly histories: RuleHistories,
    private readonly news: RuleNews,
  ) {}

  /** A rule from a file, as JSON that nobody looked at yet. */
  propose(caller: Caller, json: unknown): Promise<RuleAnswer<JudgedRule>> {
    const reading = readRule(json);
    if ('problems' in reading)
      return Promise.resolve(refuseRule('RULE_REFUSED', 'The file is not a sound rule.', { problems: reading.problems }));
    const { rule } = reading;
    return this.changes.run(async (change) => {
      const known = await this.histories.all(change.tx);
      const fault = proposalFault(caller, rule) ?? (find(known, rule) === undefined ? misfit(rule, known) : undefined);
      return fault ?? this.carryOut(change, known, rule, { type: 'propose-rule', rule }, caller);
    });
  }

  /** What becomes of a rule that was proposed, or that the product ships with. */
  step(caller: Caller, named: Named, step: RuleStep): Promise<RuleAnswer<JudgedRule>> {
    return this.changes.run(async (change) => {
      const known = await this.histories.all(change.tx);
      const rule = find(known, named)?.state.rule;
      if (rule === undefined || isHidden(caller, rule))
        return refuseRule('RULE_UNKNOWN', `There is no rule ${ruleKey(named).slice(0, 80)}.`);
      return schemeFault(caller, rule) ?? this.carryOut(change, known, rule, step, caller);
    });
  }

  private async carryOut(
    change: RuleChange,
    known: readonly RuleHistory[],
    rule: Rule,
    step: Unsigned<RuleCommand>,
    caller: Caller,
  ): Promise<RuleAnswer<JudgedRule>> {
    const before = find(known, rule);
    const decision = decideRule(before?.state ?? NO_RULE, { ...step, by: actorOf(caller), nowMs: change.nowMs } as RuleCommand);
    if ('refused' in decision) return decision;
    const { id, version, provider } = rule;
    await this.histories.append(change.tx, { id, version, provider, after: before?.events.length ?? 0 }, decision.events);
    const after = evolved(before, rule, decision.events);
    await this.news.tell(change.tx, rule, after.state.status, change.nowMs);
    const all = [...known.filter((one) => one !== before), after];
    if (inPlay(known, change.nowMs) !== inPlay(all, change.nowMs)) change.judgeAgain();
    return { answer: withJudging(all, change.nowMs).find((one) => one.id === after.id && one.version === after.version)! };
  }
}

const find = (known: readonly RuleHistory[], { id, version }: Named): RuleHistory | undefined =>
  known.find((one) => one.id === id && one.version === version);

function evolved(before: RuleHistory | undefined, { id, version }: Rule, events: readonly RuleEvent[]): RuleHistory {
  const state = events.reduce(evolveRule, before?.state ?? (NO_RULE as RuleState));
  if (state.status === 'NONE') throw new Error(`rule ${id}@${version} has no history`);
  return { id, version, state, events: [...(before?.events ?? []), ...events] };
}

/** Which rules are judged, live and in shadow, as one text. */
function inPlay(known: readonly RuleHistory[], nowMs: number): string {
  const states = known.map(({ state }) => state);
  const keys = (rules: readonly Rule[]): string => rules.map(ruleKey).sort().join(' ');
  return `${keys(activeRulesAt(states, nowMs))}/${keys(trialRulesAt(states, nowMs))}`;
}

/** Another provider's policy does not exist for a provider. */
const isHidden = (caller: Caller, { provider }: Rule): boolean =>
  caller.provider !== undefined && provider !== undefined && provider !== caller.provider;

/** A provider's people propose that provider's policies alone; the id says whose it is, so that nobody takes another's. */
function proposalFault(caller: Caller, { id, provider }: Rule): ReturnType<typeof refuseRule> | undefined {
  if (caller.provider !== undefined && provider !== caller.provider)
    return refuseRule('POLICY_OWNER', `The field "provider" must be ${caller.provider}.`, { field: 'provider' });
  return provider === undefined || id.startsWith(`${provider}-`)
    ? undefined
    : refuseRule('POLICY_ID', `The id must begin with ${provider}-.`, { field: 'id' });
}

const schemeFault = (caller: Caller, { provider }: Rule): ReturnType<typeof refuseRule> | undefined =>
  caller.provider !== undefined && provider === undefined ? refuseRule('RULE_OF_SCHEME', "It is the scheme's to change.") : undefined;

/** What is wrong with the rule beside the others, and was not wrong without it. */
function misfit(rule: Rule, known: readonly RuleHistory[]): ReturnType<typeof refuseRule> | undefined {
  const all = known.map(({ state }) => state.rule);
  const standing = known.filter(({ state }) => state.status !== 'RETIRED' && state.status !== 'WITHDRAWN').map(({ state }) => state.rule);
  const before = new Set(validateRulebook(all, standing).map((problem) => JSON.stringify(problem)));
  const problems = validateRulebook([...all, rule], [...standing, rule]).filter((problem) => !before.has(JSON.stringify(problem)));
  return problems.length === 0 ? undefined : refuseRule('RULE_REFUSED', 'The rule does not fit in with the others.', { problems });
}
