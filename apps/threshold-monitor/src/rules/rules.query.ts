import { Injectable } from '@nestjs/common';
import { type Caller, Clock } from '@tidemark/access';
import {
  activeRulesAt,
  differencesBetween,
  legalStatusAt,
  type Rule,
  type RulebookDifferences,
  ruleKey,
  trialRulesAt,
} from '@tidemark/domain';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { tenantOfReader } from '../ask/asking-tenant.js';
import { type Page, pageOf } from '../ask/paging.js';
import { type JudgedRule, withJudging } from './judged-rule.js';
import { RuleHistories, type RuleHistory } from './rule-histories.port.js';
import { type RulebookVersion, RulebookVersions } from './rulebook-versions.port.js';
import { type RuleAnswer, refuseRule } from './rules.refusals.js';
import { TrialFlags } from './trial-flags.port.js';
import { compareTrial, type TrialDifferences, type TrialPeriod } from './trial-report.js';

export interface RuleFilter {
  readonly kind?: string | undefined;
  /** In law, today. */
  readonly status?: string | undefined;
  readonly state?: string | undefined;
  readonly jurisdiction?: string | undefined;
}

export interface TrialReport extends TrialDifferences {
  readonly rule: Rule;
  readonly live: Rule | undefined;
}

/** A report of more flags helps nobody: the number is too low. */
const TRIAL_FLAGS_MAX = 10_000;

/** Id and version of the last rule seen. */
export type RulePlace = readonly [id: string, version: number];

const OVER: ReadonlySet<string> = new Set(['RETIRED', 'WITHDRAWN']);

const isAfter = ({ id, version }: RuleHistory, after: RulePlace | undefined): boolean =>
  after === undefined || id > after[0] || (id === after[0] && version > after[1]);

/** What the rulebook of this installation says, as far as the caller may see it. */
@Injectable()
export class RulesQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly histories: RuleHistories,
    private readonly versions: RulebookVersions,
    private readonly flags: TrialFlags,
    private readonly clock: Clock,
  ) {}

  /** By id, then version; what was retired or taken back only where its state is asked for. */
  async list(caller: Caller, filter: RuleFilter, after: RulePlace | undefined, limit: number): Promise<Page<JudgedRule>> {
    const found = (await this.judged(caller)).filter((one) => isAfter(one, after) && this.matches(one, filter));
    return pageOf(found.slice(0, limit + 1), limit, ({ id, version }) => [id, version]);
  }

  /** All versions of a rule, rising. */
  async one(caller: Caller, id: string): Promise<RuleAnswer<JudgedRule[]>> {
    const versions = (await this.judged(caller)).filter((one) => one.id === id);
    return versions.length === 0 ? refuseRule('RULE_UNKNOWN', 'There is no rule of this id.', { field: 'id' }) : { answer: versions };
  }

  async rulebooks(caller: Caller, before: number, limit: number): Promise<Page<RulebookVersion>> {
    const found = await this.read(caller, (tx) => this.versions.list(tx, before, limit + 1));
    return pageOf(found, limit, ({ version }) => [version]);
  }

  /** One version of the rulebook and what it changed. */
  rulebook(caller: Caller, version: number): Promise<RuleAnswer<{ book: RulebookVersion; differences: RulebookDifferences }>> {
    return this.read(caller, async (tx) => {
      const book = await this.versions.one(tx, version);
      if (book === undefined) return refuseRule('RULEBOOK_VERSION_UNKNOWN', 'There is no such version.', { field: 'version' });
      const before = await this.versions.one(tx, version - 1);
      const rules = new Map((await this.histories.all(tx)).map(({ state: { rule } }) => [ruleKey(rule), rule]));
      const rulesOf = (keys: readonly string[] = []) => ({ rules: keys.flatMap((key) => rules.get(key) ?? []) });
      return { answer: { book, differences: differencesBetween(rulesOf(before?.rules), rulesOf(book.rules)) } };
    });
  }

  /** Which flags a rule on trial would add, remove or move beside the live version of it. */
  trial(caller: Caller, id: string, version: number, period: TrialPeriod): Promise<RuleAnswer<TrialReport>> {
    return this.read(caller, async (tx) => {
      const known = await this.histories.all(tx);
      const states = known.map(({ state }) => state);
      const found = known.find((one) => one.id === id && one.version === version);
      if (found === undefined) return refuseRule('RULE_UNKNOWN', 'There is no such version of a rule.', { field: 'version' });
      const { rule } = found.state;
      if (!trialRulesAt(states, this.clock.now()).includes(rule))
        return refuseRule('RULE_NOT_IN_STATE', `It is ${found.state.status}, and runs in shadow only on trial.`);
      const live = activeRulesAt(states, this.clock.now()).find((one) => one.id === id);
      const shadow = await this.flags.standing(tx, { id, version, shadow: true }, TRIAL_FLAGS_MAX + 1);
      const standing = live ? await this.flags.standing(tx, { id, version: live.version, shadow: false }, TRIAL_FLAGS_MAX + 1) : [];
      if (Math.max(shadow.length, standing.length) > TRIAL_FLAGS_MAX)
        return refuseRule('TRIAL_TOO_LARGE', `The rule raises more than ${TRIAL_FLAGS_MAX} flags.`);
      return { answer: { rule, live, ...compareTrial(shadow, standing, period) } };
    });
  }

  private async judged(caller: Caller): Promise<JudgedRule[]> {
    return withJudging(await this.read(caller, (tx) => this.histories.all(tx)), this.clock.now());
  }

  private read<Result>(caller: Caller, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    return this.transactions.read(tenantOfReader(caller), work);
  }

  private matches({ state }: RuleHistory, { kind, status, state: wanted, jurisdiction }: RuleFilter): boolean {
    const { rule } = state;
    return (
      (kind === undefined || rule.kind === kind) &&
      (wanted === undefined ? !OVER.has(state.status) : state.status === wanted) &&
      (jurisdiction === undefined || rule.jurisdiction === jurisdiction) &&
      (status === undefined || legalStatusAt(rule, this.clock.now()) === status)
    );
  }
}
