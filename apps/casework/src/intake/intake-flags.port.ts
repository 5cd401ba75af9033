import type { AuthorityId, CaseFlag, CaseId, CaseScope, Matter, StandingCase } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

/** A flag that came, as it stands now. */
export interface KeptFlag {
  flag: CaseFlag;
  sequence: bigint;
  matter: Matter;
  /** The widest that it was inside of when it came. */
  subject: CaseScope;
  outcome: 'CASE' | 'ASIDE';
  /** Why it is in its case, or in none. */
  reason: string;
  withdrawn: boolean;
  /** Of one that stands aside: when it opens a case if it still stands. */
  lookAtMs?: number | undefined;
}

export interface AskedCases {
  authority: AuthorityId;
  matter: Matter;
  /** What a case would be about. */
  scopes: readonly CaseScope[];
  /** Cases in which one of these flags is. */
  flags: readonly string[];
  /** Cases of any matter with an order about one of these. */
  ordered: readonly CaseScope[];
}

/** The flags that casework has taken, and the cases that could be theirs. */
export abstract class IntakeFlags {
  /** Until the transaction ends no fact about a flag is taken, here or by another instance: what was read of flags stays so. */
  abstract hold(tx: Transaction): Promise<void>;
  abstract find(tx: Transaction, flag: string): Promise<KeptFlag | undefined>;
  abstract keep(tx: Transaction, flag: KeptFlag): Promise<void>;
  /** Not withdrawn, oldest first. */
  abstract aside(tx: Transaction, matter: Matter, subjects: readonly CaseScope[], limit: number): Promise<KeptFlag[]>;
  /** Those that stand aside and have stood for long enough. */
  abstract due(tx: Transaction, nowMs: number, limit: number): Promise<KeptFlag[]>;
  abstract caseOf(tx: Transaction, flag: string): Promise<CaseId | undefined>;
  /** Not closed, and held until the transaction ends: all of them in the order of their ids, as whoever else holds several does. */
  abstract standing(tx: Transaction, asked: AskedCases): Promise<StandingCase[]>;
  /** The last closed ones about the same. */
  abstract closed(tx: Transaction, asked: Pick<AskedCases, 'authority' | 'matter' | 'scopes'>, limit: number): Promise<CaseId[]>;
}
