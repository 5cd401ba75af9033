import type { AuthorityId, CaseId, CaseScope, CaseStage, Matter, PersonId, Severity } from '@tidemark/domain';

export const QUEUE_SORTS = ['due', 'severity', 'opened', 'changed'] as const;
export type QueueSort = (typeof QUEUE_SORTS)[number];

/** A line of a queue: of a case what a list shows. Pseudonymous. */
export interface QueuedCase {
  id: CaseId;
  version: number;
  matter: string;
  subject: CaseScope;
  jurisdictions: readonly string[];
  regimes: readonly string[];
  tiers: readonly string[];
  stage: string;
  stageSinceMs: number;
  severity: string;
  openedAtMs: number;
  changedAtMs: number;
  assignee: string | undefined;
  snoozedUntilMs: number | undefined;
  /** The first duty that is not met, breached ones too. */
  due: { atMs: number; kind: string; regime: string | undefined } | undefined;
  /** Duties that were breached and are not met. */
  breached: number;
  /** The first of them, and how many there are. */
  flags: readonly string[];
  flagCount: number;
}

/** The key of a line in its order: `due` its moment, `severity` rank and moment, `opened` and `changed` their moments, newest first; then the id. */
export type QueueKey = readonly (number | string)[];

export interface QueueAsk {
  authority: AuthorityId;
  /** Every one of them holds: `queue-row.ts` says what a case is labelled with. */
  labels: readonly string[];
  severity?: Severity | undefined;
  /** `all`: closed ones too; absent: every stage but closed. */
  stage?: CaseStage | 'all' | undefined;
  matter?: Matter | undefined;
  /** Null: those of nobody. */
  assignee?: PersonId | null | undefined;
  flag?: string | undefined;
  /** Due before this moment. */
  dueBeforeMs?: number | undefined;
  snoozed: 'hide' | 'only' | 'show';
  nowMs: number;
  sort: QueueSort;
  after?: QueueKey | undefined;
  limit: number;
}

/** Lists the cases of one authority. */
export abstract class CaseQueue {
  abstract list(ask: QueueAsk): Promise<QueuedCase[]>;
}
