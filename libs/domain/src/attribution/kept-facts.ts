import type { IdentityFact } from './identity-fact.js';

/** Every fact in the order in which it became known. */
export class KeptFacts {
  private readonly facts: IdentityFact[] = [];

  get length(): number {
    return this.facts.length;
  }

  keep(fact: IdentityFact): void {
    const last = this.facts.at(-1);
    if (fact.sequence !== this.facts.length + 1) throw new Error(`identity fact ${fact.sequence} came after ${this.facts.length}`);
    if (last && fact.knownAtMs < last.knownAtMs) throw new Error(`identity fact ${fact.sequence} was known before the one that it follows`);
    this.facts.push(fact);
  }

  /** How many were known at `knownAtMs`, included. They are the first ones, as known times never fall. */
  countKnownAt(knownAtMs: number): number {
    let [low, high] = [0, this.facts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.facts[middle]!.knownAtMs <= knownAtMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  first(count: number): Iterable<IdentityFact> {
    return this.facts.slice(0, count);
  }
}
