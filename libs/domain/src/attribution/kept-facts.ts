import type { CustomerRecord } from './customer-records.js';
import type { IdentityFact } from './identity-fact.js';
import type { LinkedAccount } from './linked-account.js';

/** What a fact is about. Of control: the owner's record. Facts about different subjects may be taken in any order. */
export type FactSubject = LinkedAccount | CustomerRecord;

const NONE: readonly IdentityFact[] = [];

/** Every fact, by what it is about and in the order in which it became known. */
export class KeptFacts {
  private readonly knownTimes: number[] = [];
  private readonly bySubject = new Map<FactSubject, readonly IdentityFact[]>();

  get length(): number {
    return this.knownTimes.length;
  }

  /** Throws where the fact is not the next one. */
  mustFollow({ sequence, knownAtMs }: IdentityFact): void {
    if (sequence !== this.length + 1) throw new Error(`identity fact ${sequence} came after ${this.length}`);
    const last = this.knownTimes.at(-1);
    if (last !== undefined && knownAtMs < last) throw new Error(`identity fact ${sequence} was known before the one that it follows`);
  }

  /** `subject` undefined: nothing will be asked of it. */
  keep(fact: IdentityFact, subject: FactSubject | undefined): void {
    this.knownTimes.push(fact.knownAtMs);
    if (!subject) return;
    // Pushing and spreading keep room for sixteen more, and there are as many lists as customers and accounts.
    this.bySubject.set(subject, this.about(subject).concat(fact));
  }

  about(subject: FactSubject): readonly IdentityFact[] {
    return this.bySubject.get(subject) ?? NONE;
  }

  /** How many were known at `knownAtMs`, included. They are the first ones, as known times never fall. */
  countKnownAt(knownAtMs: number): number {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.knownTimes[middle]! <= knownAtMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
