import type { Scope } from '../thresholds/scope.js';
import type { CustomerRecord } from './customer-records.js';
import type { IdentityState } from './identity-state.js';
import type { FactSubject, KeptFacts } from './kept-facts.js';
import type { LinkedAccount } from './linked-account.js';
import type { UnlinkedScope } from './scope-touches.js';

/** What is known now: all facts, and what they say. */
export interface Present {
  readonly state: IdentityState;
  readonly facts: KeptFacts;
}

/**
 * What the first facts said, with only as many of them taken as a question needs: those about whatever it asks for, and whatever that was
 * ever connected to. The present says what that can be, since nothing of it is ever forgotten. So a question about the past costs what it is
 * about, however many customers there are.
 */
export class PastView {
  private readonly taken = new Set<FactSubject>();

  constructor(
    private readonly present: Present,
    /** How many of the facts there are. */
    readonly count: number,
    private readonly past: IdentityState,
  ) {}

  needScope(scope: Scope | UnlinkedScope): void {
    const { accounts, records } = this.present.state;
    if (scope.kind === 'account') this.needAccount(scope.provider, scope.id);
    else if (scope.kind === 'unlinked') for (const account of accounts.of(scope.provider)) this.take(account);
    else if (scope.kind === 'customer') this.needCustomer(scope.id);
    else if (scope.kind !== 'cluster') for (const record of records.everOf(scope.id)) this.connected(record);
  }

  needAccount(provider: string, id: string): void {
    const account = this.present.state.accounts.find(provider, id);
    if (!account) return;
    this.take(account);
    for (const { customer } of account.links()) this.needCustomer(customer);
  }

  needCustomer(customer: string): void {
    const record = this.present.state.records.find(customer);
    if (record) this.connected(record);
  }

  needAll(): void {
    for (const record of this.present.state.records.all()) this.connected(record);
  }

  /** Through control, links and parties of any time. */
  private connected(start: CustomerRecord): void {
    const open = [start];
    for (let record = open.pop(); record; record = open.pop()) {
      if (this.taken.has(record)) continue;
      this.take(record);
      for (const account of record.accounts) this.take(account);
      open.push(...this.neighboursOf(record));
    }
  }

  private neighboursOf(record: CustomerRecord): CustomerRecord[] {
    const { facts, state } = this.present;
    const parties = facts.about(record).flatMap((fact) => (fact.type === 'resolved' ? [fact.party] : []));
    const together = [record.customer, ...parties].flatMap((party) => [...state.records.everOf(party)]);
    return [...together, ...Array.from(state.statements.besides(record.customer), (other) => state.records.find(other)!)];
  }

  private take(subject: LinkedAccount | CustomerRecord): void {
    if (this.taken.has(subject)) return;
    this.taken.add(subject);
    for (const fact of this.present.facts.about(subject)) {
      if (fact.sequence > this.count) return;
      this.past.take(fact);
    }
  }
}
