import type { ControlEdge } from '../control/control-edge.js';
import type { ControlRule } from '../control/customer-groups.js';
import type { Fraction } from '../control/fraction.js';
import { AccountBook } from './account-book.js';
import { ControlStatements } from './control-statements.js';
import { type CustomerRecord, CustomerRecords } from './customer-records.js';
import type { ChangedHoldings, GroupListener, GroupTimelines } from './group-timelines.js';
import type { Hours } from './hours.js';
import type { IdentityFact } from './identity-fact.js';
import type { FactSubject } from './kept-facts.js';
import type { LinkedAccount } from './linked-account.js';
import { OwnershipTimelines } from './ownership-timelines.js';
import type { TouchCause } from './scope-touches.js';
import { VotingTimelines } from './voting-timelines.js';

type Of<Type extends IdentityFact['type']> = Extract<IdentityFact, { type: Type }>;

/** Told of what a fact changed, as it is taken. */
export interface StateListener extends Pick<GroupListener, 'groupChanged'> {
  /** These hours of the account are the customer's now and were not, or the other way round. */
  ownerChanged(account: LinkedAccount, record: CustomerRecord, hours: Hours, cause: 'LINK' | 'UNLINK'): void;
  partyChanged(record: CustomerRecord): void;
  restated(record: CustomerRecord, cause: TouchCause): void;
}

/** All that identity facts say, by what they are about. */
export class IdentityState {
  readonly accounts = new AccountBook();
  readonly records = new CustomerRecords();
  readonly statements = new ControlStatements();
  readonly groups: ReadonlyMap<ControlRule, GroupTimelines>;

  constructor(
    rules: readonly ControlRule[],
    private readonly listener: StateListener,
    ownershipShare?: Fraction,
  ) {
    const told: GroupListener = {
      groupChanged: (...change) => listener.groupChanged(...change),
      memberChanged: (party) => {
        for (const record of this.records.recordsOf(party)) forgetScopes(record);
      },
    };
    const { statements, records } = this;
    const made = (rule: ControlRule): GroupTimelines =>
      rule === 'control'
        ? new VotingTimelines(statements, records, told)
        : new OwnershipTimelines(statements, records, told, ownershipShare);
    this.groups = new Map(rules.map((rule) => [rule, made(rule)]));
  }

  /** Answers what the fact is about; undefined: it says nothing. */
  take(fact: IdentityFact): FactSubject | undefined {
    switch (fact.type) {
      case 'linked':
      case 'unlinked':
        return this.takeLink(fact);
      case 'resolved':
        return this.takeResolution(fact);
      case 'controlStated':
        return this.takeEdge(this.statements.state(fact));
      case 'controlEnded':
        return this.takeEdge(this.statements.end(fact));
      case 'standing':
      case 'erased':
        return this.takeStanding(fact);
      case 'intentDeclared':
      case 'attested':
        return this.takeDeclaration(fact);
      case 'attestationEnded':
        return this.takeEndOfAttestation(fact);
      case 'other':
        return undefined;
      default:
        return fact satisfies never;
    }
  }

  /** Of the rule. Throws where its groups are not kept: an answer without them would read as "nobody controls anybody". */
  groupsOf(rule: ControlRule): GroupTimelines {
    const groups = this.groups.get(rule);
    if (!groups) throw new Error(`groups by the rule ${rule} are not kept here`);
    return groups;
  }

  private takeLink(fact: Of<'linked' | 'unlinked'>): LinkedAccount {
    const record = this.records.named(fact.customer, fact.provider);
    const account = this.accounts.named(fact.provider, fact.account);
    if (!account.wasEverOf(fact.customer)) record.add(account);
    const hours = account.take(fact);
    account.scopes = undefined;
    if (hours.length > 0) this.listener.ownerChanged(account, record, hours, fact.type === 'linked' ? 'LINK' : 'UNLINK');
    return account;
  }

  private takeResolution({ customer, provider, party, knownAtMs }: Of<'resolved'>): CustomerRecord {
    const record = this.records.named(customer, provider);
    const before = record.party;
    this.records.resolve(record, party, knownAtMs);
    if (before === party) return record;
    this.markMoved(customer, [before, party]);
    forgetScopes(record);
    this.listener.partyChanged(record);
    return record;
  }

  private takeEdge({ owner, owned, provider }: ControlEdge): CustomerRecord {
    const [from, to] = [this.records.named(owner, provider), this.records.named(owned, provider)];
    this.mark({ owners: [from.party], owned: [to.party] }, 'CONTROL');
    return from;
  }

  /** What the record holds is another party's, and what is held in it is held in another party. */
  private markMoved(customer: string, parties: readonly string[]): void {
    if (!this.statements.namesRecord(customer)) return;
    const owners = this.statements.ownersOf(customer).map((owner) => this.records.partyOf(owner));
    this.mark({ owners: [...parties, ...owners], owned: parties }, 'RESOLVED');
  }

  private takeStanding(fact: Of<'standing' | 'erased'>): CustomerRecord {
    const record = this.records.named(fact.customer, fact.provider);
    const { suspended, other } = fact.type === 'erased' ? record.standing.erase() : record.standing.take(fact);
    if (suspended) this.listener.restated(record, 'SUSPENSION');
    if (other) this.listener.restated(record, 'LEVEL');
    return record;
  }

  private takeDeclaration(fact: Of<'intentDeclared' | 'attested'>): CustomerRecord {
    const record = this.records.named(fact.customer, fact.provider);
    if (fact.type === 'intentDeclared') record.declarations.declare(fact);
    else record.declarations.attest(fact);
    this.listener.restated(record, 'DECLARATION');
    return record;
  }

  private takeEndOfAttestation({ customer, exemption, atMs }: Of<'attestationEnded'>): CustomerRecord | undefined {
    const record = this.records.find(customer);
    if (!record?.declarations.endAttestation(exemption, atMs)) return undefined;
    this.listener.restated(record, 'DECLARATION');
    return record;
  }

  private mark(holdings: ChangedHoldings, cause: TouchCause): void {
    for (const groups of this.groups.values()) groups.mark(holdings, cause);
  }
}

function forgetScopes({ accounts }: CustomerRecord): void {
  for (const account of accounts) account.scopes = undefined;
}
