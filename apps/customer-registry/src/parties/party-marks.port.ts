import type { Transaction } from '@tidemark/persistence';

export interface PartyMark {
  /** LEI, REGISTRATION, PASSPORT, or KEY for retrieval. */
  kind: string;
  mark: Buffer;
}

/** Equal values of records, found without holding them. */
export abstract class PartyMarks {
  /** `configuration`: of the matcher, which keys follow from. */
  abstract replace(tx: Transaction, record: string, marks: readonly PartyMark[], configuration: string): Promise<void>;

  /** Kinds of strong identifiers that other records share with the record. */
  abstract sharing(tx: Transaction, record: string): Promise<ReadonlyMap<string, string[]>>;

  /** Other records that share retrieval keys, those first that share the rarest. */
  abstract near(tx: Transaction, record: string, limit: number): Promise<string[]>;
}
