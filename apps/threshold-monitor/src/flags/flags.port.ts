import type { FlagKind, ScopeKind, Tier } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

export const FLAG_STATUSES = ['OPEN', 'WITHDRAWN', 'CONFIRMED', 'SUPERSEDED'] as const;
export type FlagStatus = (typeof FLAG_STATUSES)[number];

/** Which flags. Times in milliseconds; windows half-open. Whatever is undefined does not matter. */
export interface FlagFilter {
  readonly scopeKind?: ScopeKind | undefined;
  /** As the domain keys scopes. */
  readonly scopeKey?: string | undefined;
  readonly provider?: string | undefined;
  readonly rule?: string | undefined;
  readonly ruleVersion?: number | undefined;
  readonly tier?: Tier | undefined;
  readonly kind?: FlagKind | undefined;
  readonly status?: FlagStatus | undefined;
  /** Moment of the crossing, in usage time. */
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  readonly raisedFromMs?: number | undefined;
  readonly raisedToMs?: number | undefined;
  /** Status and moment as they were told until then; flags that were raised later are not there. */
  readonly knownAtMs?: number | undefined;
}

/** Time of raising and id of the last flag seen. */
export type FlagPlace = readonly [raisedAtMs: number, id: string];

/** What a flag says, as it was said when it was raised: `tidemark.monitor.v1.Flag` in proto3 JSON, and more beside. */
export type FlagContent = Readonly<Record<string, unknown>>;

export interface StoredFlag {
  readonly id: string;
  /** Undefined: of a party or group, which is no provider's. */
  readonly provider: string | undefined;
  readonly change: bigint;
  readonly raisedAtMs: number;
  readonly content: FlagContent;
  readonly status: FlagStatus;
  readonly momentMs: number;
  readonly endedAtMs: number | undefined;
}

/** One fact about a flag, by the name that `FlagEvent.fact` has for it. The first of each flag is `raised`. */
export interface FlagFact {
  readonly sequence: bigint;
  readonly flag: string;
  readonly type: string;
  readonly knownAtMs: number;
  readonly detail: FlagContent;
}

/** A fact as the stream tells it: of one that was raised, with the flag itself. */
export interface ToldFact extends FlagFact {
  readonly about: Pick<StoredFlag, 'id' | 'raisedAtMs' | 'content'>;
}

/** Flags as the tenant of the transaction may see them. Those of rules in trial are nobody's to see. */
export abstract class Flags {
  /** Last raised first. */
  abstract list(tx: Transaction, filter: FlagFilter, after: FlagPlace | undefined, limit: number): Promise<StoredFlag[]>;
  abstract one(tx: Transaction, id: string): Promise<StoredFlag | undefined>;
  abstract factsOf(tx: Transaction, flag: string): Promise<FlagFact[]>;
  /** In their order. */
  abstract factsAfter(tx: Transaction, after: bigint, limit: number): Promise<ToldFact[]>;
  /** Of the last fact that stands, whoever may see it: where a stream begins that wants nothing of the past. */
  abstract lastSequence(tx: Transaction): Promise<bigint>;
}
