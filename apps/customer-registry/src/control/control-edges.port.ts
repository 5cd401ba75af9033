import type { ControlEdge, ControlEnded, ControlStated } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

/** An edge with who said so. */
export interface KeptEdge extends ControlEdge {
  statedBy: string;
  /** In the order of `ends`. */
  endedBy: readonly string[];
}

/** Where a statement comes from. Words: sealed, and shown for a purpose alone. */
export interface EdgeWords {
  source: string;
  evidence: readonly string[];
}

export interface Instant {
  asOfMs: number;
  /** Included. Absent: all that is known. */
  knownAtMs?: number | undefined;
}

/** Who owns or controls whom, as stated. Row-level security limits every answer to the tenant of the transaction. */
export abstract class ControlEdges {
  abstract find(tx: Transaction, edge: string): Promise<KeptEdge | undefined>;

  /** Everything that was ever said about the two records, in the order in which it became known. */
  abstract between(tx: Transaction, owner: string, owned: string): Promise<KeptEdge[]>;

  /** Everything that was ever said about who owns or controls the record, in the order in which it became known. */
  abstract into(tx: Transaction, owned: string): Promise<KeptEdge[]>;

  /** Edges that hold at an instant; of one provider where it is given. */
  abstract standing(tx: Transaction, instant: Instant, provider?: string): Promise<ControlEdge[]>;

  /** Edges that hold at an instant, of everybody above the record to any depth. */
  abstract above(tx: Transaction, owned: string, instant: Instant): Promise<ControlEdge[]>;

  /** Edges that hold at an instant, of everybody below `owned`, and of everybody above any of them or above `owner`: all that one holding between the two can bear on. */
  abstract around(tx: Transaction, pair: { owner: string; owned: string }, instant: Instant): Promise<ControlEdge[]>;

  abstract state(tx: Transaction, edge: ControlStated, by: { statedBy: string; words: Buffer | undefined }): Promise<void>;

  abstract end(tx: Transaction, end: ControlEnded, by: { provider: string; endedBy: string }): Promise<void>;

  /** Sealed words by edge. */
  abstract words(tx: Transaction, owned: string): Promise<ReadonlyMap<string, Buffer>>;
}
