import type { Transaction } from '@tidemark/persistence';
import type { FacilityFact, FactKind, ThingName } from './facility-fact.js';

/** Part of a list in order of (provider, id): what comes after a thing, at most `limit` of them. */
export interface FactPage {
  /** Only this provider's; absent: of all that the transaction may see. */
  provider?: string;
  after?: { provider: string; id: string };
  limit: number;
}

/** Facts about facilities, kept for ever. Reading goes through a reading transaction, which sees its tenant's rows only. */
export abstract class FacilityFacts {
  /**
   * Opens a writing transaction for one provider: from here on it sees and writes that provider's facts only, by row-level security.
   * Writers of one provider wait for each other until their transactions end, so that versions and events follow one order.
   */
  abstract openFor(tx: Transaction, provider: string): Promise<void>;
  abstract latest<Kind extends FactKind>(tx: Transaction, thing: ThingName<Kind>): Promise<FacilityFact<Kind> | undefined>;
  /** Writes the fact and its event. Throws when that version is there already: the transaction was not opened for the provider. */
  abstract append(tx: Transaction, fact: FacilityFact): Promise<void>;
  /** The latest fact of each thing. */
  abstract list<Kind extends FactKind>(tx: Transaction, kind: Kind, page: FactPage): Promise<FacilityFact<Kind>[]>;
  /** Every version of one thing, oldest first. */
  abstract history<Kind extends FactKind>(tx: Transaction, thing: ThingName<Kind>): Promise<FacilityFact<Kind>[]>;
}
