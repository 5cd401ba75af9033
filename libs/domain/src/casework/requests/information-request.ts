import type { Instant, PersonId } from '../case-vocabulary.js';
import type { AskedQuestion, GivenAnswer } from './answers.js';

/**
 *   sent ──acknowledge──▶ acknowledged ──answer──▶ answered ──accept──▶ accepted
 *     └──────────answer (acknowledges)──────────────▲  └──return──▶ returned
 *                                                   └──────answer──────┘
 *   sent, acknowledged, returned ──withdraw──▶ withdrawn (by a person, or because the case is closed)
 */
export type InformationRequestStatus = 'sent' | 'acknowledged' | 'answered' | 'accepted' | 'returned' | 'withdrawn';

export interface InformationRequest {
  id: string;
  item: string;
  provider: string;
  template?: { id: string; version: number } | undefined;
  /** A text is absent when it was erased. */
  questions: readonly (AskedQuestion & { text?: string | undefined })[];
  message?: string | undefined;
  reason?: string | undefined;
  askedAt: Instant;
  askedBy: PersonId;
  /** The case waits for it. */
  awaited: boolean;
  /** As it stands: a return sets a new one. */
  dueAt: Instant;
  status: InformationRequestStatus;
  acknowledgedAt?: Instant | undefined;
  answers: readonly AnswerVersion[];
  returns: readonly RequestReturn[];
  reminders: readonly Instant[];
  escalations: readonly { at: Instant; clock: string }[];
  /** Changes that the provider sees. */
  revision: number;
}

/** What was answered the first, second, ... time. Words are absent when they were erased. */
export interface AnswerVersion {
  version: number;
  at: Instant;
  by: PersonId;
  late: boolean;
  files: readonly string[];
  answers?: readonly GivenAnswer[] | undefined;
  message?: string | undefined;
  sha256?: string | undefined;
}

export interface RequestReturn {
  version: number;
  at: Instant;
  dueAt: Instant;
  missing?: string | undefined;
  reason?: string | undefined;
}

/** The provider still has to answer. */
export const isOpenRequest = ({ status }: Pick<InformationRequest, 'status'>): boolean =>
  status === 'sent' || status === 'acknowledged' || status === 'returned';
