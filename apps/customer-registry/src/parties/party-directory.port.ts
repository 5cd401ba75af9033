import type { Transaction } from '@tidemark/persistence';

/** Who is behind the records, for the rooms that count by party. Of the scheme's transactions alone: a provider's sees nothing of it. */
export abstract class PartyDirectory {
  /** Party by record, as known at `knownAtMs` (included; absent: now). Who is not in it is its own party. */
  abstract partiesOf(tx: Transaction, records: readonly string[], knownAtMs?: number): Promise<ReadonlyMap<string, string>>;

  /** Records of a party, as known at `knownAtMs`. */
  abstract recordsOf(tx: Transaction, party: string, knownAtMs?: number): Promise<string[]>;
}
