import type { CustomerEvent } from '@tidemark/contracts';

/**
 * What a fact replaces whole: of the facts with one such name the last alone says what holds. Undefined: the fact stays, because its time
 * counts beside others (links, edges, exemptions) or it happened (erasure).
 */
export function replacesBy({ fact }: CustomerEvent): string | undefined {
  switch (fact.case) {
    case 'standing':
    case 'party':
    case 'intent':
    case 'assessment':
      return `${fact.case}/${fact.value.customer}`;
    case 'reseller':
      return `reseller/${fact.value.provider}/${fact.value.account}`;
    default:
      return undefined;
  }
}

/** Sequences of the facts that a later one replaced whole, or that are over. Give events in their order. */
export class ReplacedFacts {
  private readonly last = new Map<string, bigint>();
  private readonly asked = new Map<string, bigint[]>();
  readonly replaced = new Set<bigint>();

  take(event: CustomerEvent): void {
    const { fact, sequence } = event;
    if (fact.case === 'revalidationAsked') this.asked.set(fact.value.ask, [...(this.asked.get(fact.value.ask) ?? []), sequence]);
    if (fact.case === 'revalidationDone') for (const over of [...(this.asked.get(fact.value.ask) ?? []), sequence]) this.replaced.add(over);
    const name = replacesBy(event);
    if (name === undefined) return;
    const before = this.last.get(name);
    if (before !== undefined) this.replaced.add(before);
    this.last.set(name, sequence);
  }
}
