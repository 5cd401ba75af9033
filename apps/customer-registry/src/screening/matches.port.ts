import type { Transaction } from '@tidemark/persistence';
import type { MatchEventType, MatchStanding, MatchState } from './match-standing.js';

export type MatchKind = 'NAME' | 'OWNERSHIP';

/** A work item as it is kept. */
export interface KeptMatch {
  readonly id: string;
  readonly provider: string;
  readonly customer: string;
  readonly kind: MatchKind;
  /** Of an ownership match the word `ownership`. */
  readonly list: string;
  /** Mark of the entry, in hexadecimal: which one it is says who the customer may be. */
  readonly entry: string;
  readonly state: MatchState;
  readonly standing: MatchStanding;
  readonly score: number;
  /** Marks, in hexadecimal. */
  readonly facts: string;
  readonly decidedFacts?: string | undefined;
  /** A {@link MatchExplained}, sealed under the customer's key. */
  readonly explanation: Buffer;
  readonly screening?: string | undefined;
  readonly version: number;
  readonly raisedAtMs: number;
  readonly changedAtMs: number;
}

export interface MatchEvent {
  readonly version: number;
  readonly type: MatchEventType;
  readonly state: MatchState;
  readonly standing: MatchStanding;
  readonly score: number;
  /** Sealed under the customer's key. */
  readonly reason?: Buffer | undefined;
  readonly by: string;
  readonly atMs: number;
}

export interface MatchFilter {
  readonly state?: MatchState | undefined;
  readonly standing?: MatchStanding | undefined;
  readonly kind?: MatchKind | undefined;
  readonly customer?: string | undefined;
  readonly list?: string | undefined;
  readonly limit: number;
  readonly after?: readonly [raisedAtMs: number, id: string] | undefined;
}

/** The matches of customers. Row-level security limits every answer to the tenant of the transaction. */
export abstract class ScreeningMatches {
  abstract find(tx: Transaction, id: string): Promise<KeptMatch | undefined>;
  abstract ofCustomer(tx: Transaction, customer: string): Promise<KeptMatch[]>;
  abstract ofCustomers(tx: Transaction, customers: readonly string[]): Promise<KeptMatch[]>;
  abstract list(tx: Transaction, filter: MatchFilter): Promise<KeptMatch[]>;
  /** Oldest first. */
  abstract events(tx: Transaction, match: string): Promise<MatchEvent[]>;
  /** Makes it (version 1) or changes it to `match.version`; with an event, that event is of this version. */
  abstract save(tx: Transaction, match: KeptMatch, event?: Pick<MatchEvent, 'type' | 'reason' | 'by'>): Promise<void>;
  /** Customers who have a match with one of these entries, by their marks. */
  abstract customersOf(tx: Transaction, list: string, entries: readonly Buffer[]): Promise<string[]>;
}
