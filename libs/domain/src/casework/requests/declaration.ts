import type { Instant, PersonId } from '../case-vocabulary.js';
import type { Step } from '../decisions/four-eyes.js';
import type { DeclarationContent } from './declaration-content.js';

/**
 * asked of a customer through its provider:   asked ──submit──▶ submitted ──submit (another version)──▶ submitted
 *                                               └──withdraw──▶ withdrawn
 * come another way, written down by a regulator:   recorded ──record (another version)──▶ recorded
 */
export type DeclarationStatus = 'asked' | 'submitted' | 'withdrawn' | 'recorded';

export interface Declaration {
  id: string;
  /** Absent of one that was recorded: nothing was served. */
  item?: string | undefined;
  provider?: string | undefined;
  /** The customer record whose declaration it is, where one was named. */
  customer?: string | undefined;
  message?: string | undefined;
  reason?: string | undefined;
  askedAt: Instant;
  askedBy: PersonId;
  awaited: boolean;
  dueAt: Instant;
  acknowledgedAt?: Instant | undefined;
  status: DeclarationStatus;
  /** Each immutable, the first has the number 1. */
  versions: readonly DeclarationVersion[];
  reminders: readonly Instant[];
  escalations: readonly { at: Instant; clock: string }[];
  shares: ReadonlyMap<string, DeclarationShare>;
  /** Changes that the provider sees. */
  revision: number;
}

export interface DeclarationVersion {
  version: number;
  at: Instant;
  by: PersonId;
  /** PROVIDER: submitted for what was served on it. REGULATOR: recorded. */
  source: 'PROVIDER' | 'REGULATOR';
  /** Of the first: nobody owes a further one. */
  late: boolean;
  files: readonly string[];
  /** Absent: erased. */
  content?: DeclarationContent | undefined;
  sha256?: string | undefined;
  reason?: string | undefined;
}

/**
 *   asked ──order, by another person──▶ ordered ──time, by hand, case closed──▶ ended
 *     ├──refuse, by another person──▶ refused
 *     └──by hand, case closed──▶ ended
 */
export interface DeclarationShare {
  id: string;
  declaration: string;
  /** The third-party auditor, as a person: nobody else may read it. */
  auditor: PersonId;
  until: Instant;
  asked: Step;
  orderedBy?: PersonId | undefined;
  orderedAt?: Instant | undefined;
  endedAt?: Instant | undefined;
  status: 'asked' | 'ordered' | 'refused' | 'ended';
  purpose?: string | undefined;
  reason?: string | undefined;
  reads: number;
}

/** The provider still owes it. */
export const isOpenDeclaration = ({ status }: Pick<Declaration, 'status'>): boolean => status === 'asked';
