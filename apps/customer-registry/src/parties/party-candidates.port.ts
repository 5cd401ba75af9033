import type { Judgement } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

export type CandidateState = 'OPEN' | Judgement | 'GONE';

export interface PartyCandidate {
  id: string;
  left: string;
  right: string;
  state: CandidateState;
  /** 0 to 1; see scorePersons. */
  score: number;
  /** Kinds of strong identifiers that agree. */
  agree: readonly string[];
  /** Codes of what stands against it. */
  contradictions: readonly string[];
  raisedAtMs: number;
  changedAtMs: number;
  decidedBy?: string;
}

export interface RaisedCandidate {
  left: string;
  right: string;
  score: number;
  agree: readonly string[];
  contradictions: readonly string[];
  /** Sealed. */
  why: Buffer | undefined;
}

export interface CandidateFilter {
  state?: CandidateState | undefined;
  record?: string | undefined;
  limit: number;
  after?: readonly [raisedAtMs: number, id: string] | undefined;
}

/** Pairs of records that may be one person. One candidate a pair. */
export abstract class PartyCandidates {
  /** A new pair is open; an open one takes what is found now; one that was decided by a person stays decided. */
  abstract raise(tx: Transaction, candidates: readonly RaisedCandidate[], nowMs: number): Promise<void>;

  /** With whom the record has an open candidate. */
  abstract openWith(tx: Transaction, record: string): Promise<string[]>;

  abstract find(tx: Transaction, id: string): Promise<(PartyCandidate & { why: Buffer | undefined }) | undefined>;

  abstract list(tx: Transaction, filter: CandidateFilter): Promise<PartyCandidate[]>;

  /** Open candidates of the record with anybody who is not in `stillWith` are gone. */
  abstract goneExcept(tx: Transaction, record: string, stillWith: readonly string[], nowMs: number): Promise<void>;

  /** Whatever stands of the pair is decided, if there is a candidate. */
  abstract decided(
    tx: Transaction,
    pair: { left: string; right: string },
    decision: { state: Judgement; by: string; nowMs: number },
  ): Promise<void>;
}
