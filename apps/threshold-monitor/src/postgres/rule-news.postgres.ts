import { Injectable } from '@nestjs/common';
import { printRule, type Rule, type RuleState, ruleKey } from '@tidemark/domain';
import { TOPICS } from '@tidemark/messaging';
import { outbox, type Transaction } from '@tidemark/persistence';
import { RuleNews } from '../rules/rule-news.port.js';

@Injectable()
export class OutboxRuleNews extends RuleNews {
  async tell(tx: Transaction, rule: Rule, status: RuleState['status'], atMs: number): Promise<void> {
    const value = Buffer.from(JSON.stringify({ rule: printRule(rule), status, atMs }));
    await outbox(tx, TOPICS.rule, [{ key: ruleKey(rule), value, partition: 0 }]);
  }
}
