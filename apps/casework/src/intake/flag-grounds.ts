import { Injectable } from '@nestjs/common';
import { EventLog, TOPICS } from '@tidemark/messaging';
import { ConsumedPositions, type Transaction, Transactions } from '@tidemark/persistence';
import type { FlagFact } from './flag-fact.js';
import { IdentityFacts } from './identity-facts.port.js';
import { KnownRules } from './known-rules.js';

/** A flag came before what it rests on: the batch comes again. */
export class FlagTooEarly extends Error {
  readonly retryable = true;
}

/**
 * A flag rests on facts of identity and on a rule that travel on topics of their own: it waits until casework has them, or has read all that there is.
 * What was put aside as unreadable would else be waited for for ever.
 */
@Injectable()
export class FlagGrounds {
  constructor(
    private readonly transactions: Transactions,
    private readonly eventLog: EventLog,
    private readonly positions: ConsumedPositions,
    private readonly facts: IdentityFacts,
    private readonly rules: KnownRules,
  ) {}

  /** Throws {@link FlagTooEarly}. */
  async ready(fact: FlagFact): Promise<void> {
    if (fact.type !== 'RAISED') return;
    const missing = await this.transactions.read({ oversight: true }, (tx) => this.missing(tx, fact));
    for (const topic of missing) if (await this.isBehind(topic)) throw new FlagTooEarly(`flag ${fact.flag} waits for ${topic}`);
  }

  private async missing(tx: Transaction, { raised, identitySequence }: FlagFact & { type: 'RAISED' }): Promise<string[]> {
    const identity = (await this.facts.lastSequence(tx)) < identitySequence;
    const rule = (await this.rules.find(tx, raised.rule, raised.ruleVersion)) === undefined;
    return [...(identity ? [TOPICS.customer] : []), ...(rule ? [TOPICS.rule] : [])];
  }

  private async isBehind(topic: string): Promise<boolean> {
    for (const { partition, end } of await this.eventLog.endOffsets(topic))
      if (((await this.positions.next(topic, partition)) ?? 0n) < end) return true;
    return false;
  }
}
