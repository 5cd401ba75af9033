import { Declarations } from './declarations.js';
import { type Hours, unionOf } from './hours.js';
import type { LinkedAccount } from './linked-account.js';
import { StandingTimeline } from './standing-timeline.js';

const NO_ACCOUNTS: LinkedAccount[] = [];

/** What is known of one customer record. */
export class CustomerRecord {
  /** Of the first fact that names it; empty where only another provider's judgement did. */
  provider = '';
  /** Its own id until it is resolved. */
  party: string;
  /** The party it was of when touches were last taken; undefined: it was not known then. */
  partyTold: string | undefined;
  /** When it became known that it is of the party; undefined: nobody resolved it. */
  resolvedAtMs: number | undefined;
  /** Every account that was ever linked to it. */
  accounts: LinkedAccount[] = NO_ACCOUNTS;
  readonly standing = new StandingTimeline();
  readonly declarations = new Declarations();

  constructor(readonly customer: string) {
    this.party = customer;
  }

  add(account: LinkedAccount): void {
    // Most have one, and a list that began empty keeps room for sixteen more.
    if (this.accounts.length === 0) this.accounts = [account];
    else this.accounts.push(account);
  }

  /** Of all its accounts together. */
  hours(): Hours {
    return unionOf(this.accounts.map((account) => account.hoursOf(this.customer)));
  }

  rentsAt(ms: number): boolean {
    const { related, status, erased } = this.standing.at(ms);
    return !related && status !== 'CLOSED' && !erased;
  }
}

const NO_RECORDS: readonly CustomerRecord[] = [];

/** Every customer record that any fact named, and the parties they are of: lists, as most parties are of one record, and sets are large. */
export class CustomerRecords {
  private readonly records = new Map<string, CustomerRecord>();
  private readonly parties = new Map<string, CustomerRecord[]>();
  /** Records that are of another party now. Not told of those that have its id: they were its own at first. */
  private readonly former = new Map<string, Set<CustomerRecord>>();

  named(customer: string, provider: string): CustomerRecord {
    const known = this.records.get(customer);
    if (known) return known;
    const record = new CustomerRecord(customer);
    record.provider = provider;
    this.records.set(customer, record);
    this.join(record, customer);
    return record;
  }

  find(customer: string): CustomerRecord | undefined {
    return this.records.get(customer);
  }

  partyOf(customer: string): string {
    return this.records.get(customer)?.party ?? customer;
  }

  recordsOf(party: string): readonly CustomerRecord[] {
    return this.parties.get(party) ?? NO_RECORDS;
  }

  /** All that were of the party at any known time, and may be still. */
  everOf(party: string): Set<CustomerRecord> {
    const founder = this.records.get(party);
    return new Set([...this.recordsOf(party), ...(this.former.get(party) ?? []), ...(founder ? [founder] : [])]);
  }

  all(): Iterable<CustomerRecord> {
    return this.records.values();
  }

  resolve(record: CustomerRecord, party: string, knownAtMs: number): void {
    record.resolvedAtMs = knownAtMs;
    if (record.party === party) return;
    this.leave(record);
    if (record.party !== record.customer) this.former.set(record.party, (this.former.get(record.party) ?? new Set()).add(record));
    this.join(record, party);
  }

  customers(): string[] {
    return [...this.records.keys()].sort();
  }

  /** With at least one record. */
  partyIds(): string[] {
    return [...this.parties.keys()].sort();
  }

  private join(record: CustomerRecord, party: string): void {
    record.party = party;
    const together = this.parties.get(party);
    if (together) together.push(record);
    else this.parties.set(party, [record]);
  }

  private leave(record: CustomerRecord): void {
    const others = this.parties.get(record.party)!.filter((one) => one !== record);
    if (others.length > 0) this.parties.set(record.party, others);
    else this.parties.delete(record.party);
  }
}
