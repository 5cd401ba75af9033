import type { CaseScope, PersonId } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

export interface CustomerRecord {
  customer: string;
  provider: string;
}

/** Who stands behind what a case is about, by the facts of `customer.v1` that casework has taken. Pseudonymous. */
export abstract class SubjectDirectory {
  /** The customer records inside the scope at that moment: of a group and party all of them, of an account the one it is linked to; of a cluster none. */
  abstract customersOf(tx: Transaction, scope: CaseScope, atMs: number): Promise<CustomerRecord[]>;
  /** The widest groups (rule `control`), else party, that the scope is inside of at that moment; the scope itself when nobody stands above it. */
  abstract widestOf(tx: Transaction, scope: CaseScope, atMs: number): Promise<CaseScope[]>;
  /** Everything that the scope is inside of at that moment, itself first: customer, party, groups. */
  abstract aboveOf(tx: Transaction, scope: CaseScope, atMs: number): Promise<CaseScope[]>;
  /** Parties, customer records and accounts inside the scope at that moment, without itself. */
  abstract insideOf(tx: Transaction, scope: CaseScope, atMs: number): Promise<CaseScope[]>;
  /** Persons who recorded facts about these customers: who verified them, decided about them, linked their accounts. */
  abstract analystsOf(tx: Transaction, customers: readonly string[]): Promise<ReadonlySet<PersonId>>;
}
