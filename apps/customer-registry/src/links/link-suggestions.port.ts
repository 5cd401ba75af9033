import type { LinkStrength, SuggestionFeature } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

export const SUGGESTION_STATES = ['OPEN', 'CONFIRMED', 'DISMISSED', 'GONE'] as const;
export type SuggestionState = (typeof SUGGESTION_STATES)[number];

export interface LinkSuggestion {
  id: string;
  provider: string;
  account: string;
  customer: string;
  /** GONE: nothing speaks for it any more, or the account is somebody's. */
  state: SuggestionState;
  probability: number;
  strength: LinkStrength;
  /** Version of the weights. */
  weights: string;
  levels: Readonly<Partial<Record<SuggestionFeature, string>>>;
  raisedAtMs: number;
  decidedBy?: string | undefined;
  link?: string | undefined;
}

export type ScoredPair = Pick<LinkSuggestion, 'provider' | 'account' | 'customer' | 'probability' | 'strength' | 'weights' | 'levels'>;

export interface SuggestionFilter {
  state?: SuggestionState | undefined;
  provider?: string | undefined;
  account?: string | undefined;
  customer?: string | undefined;
  limit: number;
  after?: readonly [raisedAtMs: number, id: string] | undefined;
}

/** Pairs of an account and a customer that may belong together. One suggestion a pair. */
export abstract class LinkSuggestions {
  /** A new pair is open; an open or gone one takes what is found now and is open; one that a person decided stays decided. */
  abstract raise(tx: Transaction, pair: ScoredPair, nowMs: number): Promise<void>;

  /** Open suggestions of the account with anybody who is not in `stillWith` are gone. */
  abstract goneExcept(
    tx: Transaction,
    account: { provider: string; account: string },
    stillWith: readonly string[],
    nowMs: number,
  ): Promise<void>;

  abstract find(tx: Transaction, id: string): Promise<LinkSuggestion | undefined>;

  abstract list(tx: Transaction, filter: SuggestionFilter): Promise<LinkSuggestion[]>;

  abstract decide(
    tx: Transaction,
    id: string,
    decision: { state: 'CONFIRMED' | 'DISMISSED'; by: string; nowMs: number; link?: string | undefined; reason?: Buffer | undefined },
  ): Promise<void>;

  /** The account became the customer's: an open suggestion of that pair is confirmed by it. */
  abstract confirmedBy(
    tx: Transaction,
    pair: { provider: string; account: string; customer: string; link: string; by: string; nowMs: number },
  ): Promise<void>;
}
