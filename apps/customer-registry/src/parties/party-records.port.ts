import type { Judgement, JudgementCause, PairJudgement, PartyMove, PartyRecord } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

export interface KeptRecord extends PartyRecord {
  provider: string;
  /** What it is resolved to now. */
  currentParty: string;
}

export interface KeptJudgement extends PairJudgement {
  judgedBy: string;
  score?: number;
}

export interface NewJudgement {
  left: string;
  right: string;
  judgement: Judgement;
  cause: JudgementCause;
  judgedBy: string;
  /** Sealed. */
  reason?: Buffer | undefined;
  score?: number | undefined;
  knownAtMs: number;
}

export interface ResolutionRow {
  /** In the order in which it became known. */
  number: number;
  record: string;
  provider: string;
  party: string;
  previousParty?: string;
  cause: PartyMove['cause'];
  knownAtMs: number;
}

/** A record of a party at a known time. */
export interface PartyMember {
  record: string;
  provider: string;
  cause: PartyMove['cause'];
  /** Since when it is known to be of the party. */
  knownAtMs: number;
}

/** Records, judgements and what follows of them. Of the scheme's transactions alone. */
export abstract class PartyRecords {
  abstract find(tx: Transaction, records: readonly string[]): Promise<ReadonlyMap<string, KeptRecord>>;

  abstract found(tx: Transaction, record: PartyRecord & { provider: string }): Promise<void>;

  /** Records whose marks were made by another configuration of the matcher. */
  abstract markedOtherwise(tx: Transaction, configuration: string): Promise<string[]>;

  /** Of every pair that one of the records is in, the latest judgement. */
  abstract standing(tx: Transaction, records: readonly string[]): Promise<KeptJudgement[]>;

  /** Every judgement of a pair that one of the records is in, in the order in which they became known. */
  abstract judgements(tx: Transaction, records: readonly string[], knownAtMs?: number): Promise<KeptJudgement[]>;

  abstract judge(tx: Transaction, judgement: NewJudgement): Promise<void>;

  /** The record is resolved to `to` from now on. */
  abstract move(tx: Transaction, move: PartyMove, knownAtMs: number): Promise<void>;

  abstract membersOf(tx: Transaction, parties: readonly string[], knownAtMs?: number): Promise<ReadonlyMap<string, PartyMember[]>>;

  /** Parties that have a record now, by id. */
  abstract list(tx: Transaction, after: string, limit: number): Promise<string[]>;

  /** Everything that came to a party or left it, oldest first. */
  abstract history(tx: Transaction, party: string, after: number, limit: number): Promise<ResolutionRow[]>;
}
