import { Injectable } from '@nestjs/common';
import { Clock } from '@tidemark/access';
import { activeRulesAt, type Rule } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { RuleHistories } from '../rules/rule-histories.port.js';

/** The rules that raise flags now, as far as the tenant of the transaction may see them. */
@Injectable()
export class RulesInForce {
  constructor(
    private readonly histories: RuleHistories,
    private readonly clock: Clock,
  ) {}

  async all(tx: Transaction): Promise<Rule[]> {
    const states = (await this.histories.all(tx)).map(({ state }) => state);
    return activeRulesAt(states, this.clock.now());
  }

  /** Every version that the tenant may see, whatever became of it. */
  async known(tx: Transaction): Promise<Rule[]> {
    return (await this.histories.all(tx)).map(({ state }) => state.rule);
  }
}
