import { Injectable } from '@nestjs/common';
import { activeRulesAt, type Rule, ruleKey, trialRulesAt } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { RuleSource, type RulesInPlay } from '../evaluate/rules-in-play.port.js';
import { RuleHistories } from './rule-histories.port.js';
import { RulebookVersions } from './rulebook-versions.port.js';

/**
 * The rules in play, by their histories. Whenever those that raise flags are others than before, for whatever reason (approved, retired, their day
 * has come, a newer product), the rulebook gets a new version: so no way of changing them can forget it.
 */
@Injectable()
export class KeptRuleSource extends RuleSource {
  constructor(
    private readonly histories: RuleHistories,
    private readonly versions: RulebookVersions,
  ) {
    super();
  }

  async inPlay(tx: Transaction, nowMs: number): Promise<RulesInPlay> {
    const states = (await this.histories.all(tx)).map(({ state }) => state);
    const live = activeRulesAt(states, nowMs);
    const trial = trialRulesAt(states, nowMs);
    return { version: await this.versionOf(tx, live, nowMs), live, trial, all: [...live, ...trial] };
  }

  private async versionOf(tx: Transaction, live: readonly Rule[], nowMs: number): Promise<string> {
    const latest = await this.versions.latest(tx);
    if (latest !== undefined && isSame(latest.rules, live.map(ruleKey))) return String(latest.version);
    const version = (latest?.version ?? 0) + 1;
    await this.versions.add(tx, version, nowMs, live);
    return String(version);
  }
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  const keys = new Set(one);
  return keys.size === other.length && other.every((key) => keys.has(key));
}
