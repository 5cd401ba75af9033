import type { Actor, Delegation, PersonId, RoleChange } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

/** What an issuer says of a person after a change. */
export interface PersonStanding {
  person: PersonId;
  role: string;
  /** Empty: of the scheme. */
  provider: string;
  authority: string;
  /** active, invited, disabled. */
  status: string;
}

/** What is known of persons, by their pseudonymous ids. */
export abstract class PeopleRecords {
  /** Keeps the role that she acts in, and that it is another than before when it is. */
  abstract noteSeen(tx: Transaction, actor: Actor, nowMs: number): Promise<void>;
  /** What the issuer told: a change when it is another than what was known. Once for each id. */
  abstract noteStanding(tx: Transaction, id: string, standing: PersonStanding, atMs: number): Promise<void>;
  /** Changes since, and delegations that still held then, of these persons. */
  abstract factsOf(
    tx: Transaction,
    persons: readonly PersonId[],
    sinceMs: number,
  ): Promise<{ changes: RoleChange[]; delegations: Delegation[] }>;
  /** Those of the persons who were ever seen to work for one of the providers. */
  abstract ofProviders(tx: Transaction, persons: readonly PersonId[], providers: readonly string[]): Promise<ReadonlySet<PersonId>>;
  /** As she was seen last, or as the issuer told. */
  abstract standingOf(tx: Transaction, person: PersonId): Promise<Omit<PersonStanding, 'status'> | undefined>;
}
