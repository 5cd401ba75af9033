import { Injectable } from '@nestjs/common';
import { PUBLISHED_RULEBOOKS, type Rule, ruleKey } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { BroughtRules } from './brought-rules.port.js';

/** Every version of every rule by which a flag can have been raised: published with the product, or brought by an operator. */
@Injectable()
export class KnownRules {
  private readonly published = new Map(PUBLISHED_RULEBOOKS.flatMap(({ rules }) => rules).map((rule) => [ruleKey(rule), rule]));

  constructor(private readonly brought: BroughtRules) {}

  /** Undefined: nobody told casework of it. */
  async find(tx: Transaction, id: string, version: number): Promise<Rule | undefined> {
    return this.published.get(ruleKey({ id, version })) ?? (await this.brought.find(tx, ruleKey({ id, version })));
  }
}
