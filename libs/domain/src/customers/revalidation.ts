/**
 * A customer is looked at again because something happened, not because a calendar says so alone.
 *
 *   (none) ──a fact──▶ open ──further facts join it──▶ open ──done by a person (outcome, reason)──▶ (none)
 *
 * One open ask at a time: a person who looks, looks at everything. The same fact told twice joins once, so that events may be delivered again.
 */
import { DAY_MS } from './calendar.js';
import { type CustomerDecision, reasonFault, refuseCustomer } from './customer-refusal.js';

export const REVALIDATION_CAUSES = [
  'BAND_REACHED',
  'REPEATED_USE',
  'GROWTH_SIXFOLD',
  'LEVEL_BELOW_BAND',
  'CHANGED_CONTROLLER',
  'LIST_CHANGE',
  'CHANGED_IDENTITY',
  'EXPIRY',
  'ASKED_BY_PERSON',
] as const;
export type RevalidationCause = (typeof REVALIDATION_CAUSES)[number];

/** Causes that rest on use, as threshold-monitor tells it. */
export const REVALIDATION_OF_USE: ReadonlySet<RevalidationCause> = new Set([
  'BAND_REACHED',
  'REPEATED_USE',
  'GROWTH_SIXFOLD',
  'LEVEL_BELOW_BAND',
]);

export interface RevalidationGround {
  readonly cause: RevalidationCause;
  /** Names the fact, and with it the same fact told again: `use:<signal id>`, `expiry:ENHANCED:<ms>`. Pseudonymous. */
  readonly fact: string;
  readonly detail: string;
  /** When it was true. */
  readonly atMs: number;
}

export type RevalidationOutcome = 'CONFIRMED' | 'RAISED' | 'LOWERED' | 'SUSPENDED';

export interface OpenRevalidation {
  readonly id: string;
  readonly askedAtMs: number;
  readonly dueMs: number;
  readonly grounds: readonly RevalidationGround[];
}

export interface DoneRevalidation extends OpenRevalidation {
  readonly outcome: RevalidationOutcome;
  readonly reason: string;
  readonly doneBy: string;
  readonly doneAtMs: number;
}

export interface Revalidations {
  readonly open?: OpenRevalidation;
  readonly done: readonly DoneRevalidation[];
  /** Facts that were heard, open or done: a redelivered one asks nothing again. */
  readonly heard: readonly string[];
}

export const NO_REVALIDATION: Revalidations = { done: [], heard: [] };

/** Time to look again: a figure of the house, short of the shortest notice period with days that count (15). */
export const REVALIDATION_DUE_DAYS = 14;

export type RevalidationCommand =
  /** `knownAtMs`: since when whoever gives a level has had the fact in view; nobody is asked to look again who looked later than that. */
  | { type: 'ask-revalidation'; id: string; ground: RevalidationGround; knownAtMs?: number; by: string; nowMs: number }
  | { type: 'finish-revalidation'; outcome: RevalidationOutcome; reason: string; by: string; nowMs: number };

export type RevalidationEvent =
  | { type: 'revalidation-asked'; id: string; ground: RevalidationGround; dueMs: number; by: string; atMs: number }
  | { type: 'revalidation-joined'; id: string; ground: RevalidationGround; by: string; atMs: number }
  | { type: 'revalidation-done'; id: string; outcome: RevalidationOutcome; reason: string; by: string; atMs: number };

export function decideRevalidation(state: Revalidations, command: RevalidationCommand): CustomerDecision<RevalidationEvent> {
  const { by, nowMs: atMs } = command;
  if (command.type === 'ask-revalidation') {
    const { id, ground } = command;
    if (state.heard.includes(ground.fact)) return { events: [] };
    if (state.open !== undefined) return { events: [{ type: 'revalidation-joined', id: state.open.id, ground, by, atMs }] };
    return { events: [{ type: 'revalidation-asked', id, ground, dueMs: atMs + REVALIDATION_DUE_DAYS * DAY_MS, by, atMs }] };
  }
  const fault = reasonFault(command.reason);
  if (fault !== undefined) return fault;
  if (state.open === undefined) return refuseCustomer('REVALIDATION_NOT_OPEN', 'No re-validation is asked for.');
  return { events: [{ type: 'revalidation-done', id: state.open.id, outcome: command.outcome, reason: command.reason, by, atMs }] };
}

export function evolveRevalidations(state: Revalidations, event: RevalidationEvent): Revalidations {
  switch (event.type) {
    case 'revalidation-asked': {
      const { id, ground, dueMs, atMs } = event;
      return { ...state, open: { id, askedAtMs: atMs, dueMs, grounds: [ground] }, heard: [...state.heard, ground.fact] };
    }
    case 'revalidation-joined': {
      const { ground } = event;
      return { ...state, open: { ...state.open!, grounds: [...state.open!.grounds, ground] }, heard: [...state.heard, ground.fact] };
    }
    case 'revalidation-done': {
      const { outcome, reason, by, atMs } = event;
      const { open, ...rest } = state;
      return { ...rest, done: [...state.done, { ...open!, outcome, reason, doneBy: by, doneAtMs: atMs }] };
    }
    default:
      return event satisfies never;
  }
}
