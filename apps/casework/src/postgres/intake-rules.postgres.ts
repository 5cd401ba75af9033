import { Injectable } from '@nestjs/common';
import { printRule, type Rule, readRule, ruleKey } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { BroughtRules } from '../intake/brought-rules.port.js';
import { asScheme } from './as-scheme.postgres.js';

@Injectable()
export class PostgresBroughtRules extends BroughtRules {
  async keep(tx: Transaction, rules: readonly Rule[]): Promise<void> {
    await asScheme(tx);
    for (const rule of rules)
      await tx.query(
        'insert into intake_rule (rule, content) values ($1, $2) on conflict (rule) do update set content = excluded.content',
        [ruleKey(rule), JSON.stringify(printRule(rule))],
      );
  }

  async find(tx: Transaction, key: string): Promise<Rule | undefined> {
    const [row] = await tx.query<{ content: unknown }>('select content from intake_rule where rule = $1', [key]);
    const read = row && readRule(row.content);
    return read && 'rule' in read ? read.rule : undefined;
  }
}
