import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import { CASE_MOVES, type CaseMove, moveRefusal } from '../case-stage.js';
import type { CaseState } from '../case-state.js';
import { type CaseDecision, type CaseId, type CaseScope, happened, type Matter, refusal, type Severity } from '../case-vocabulary.js';
import { startClock } from '../clocks/run-clocks.js';

export interface Opening {
  case: CaseId;
  matter: Matter;
  subject: CaseScope;
  severity: Severity;
  jurisdiction: string;
  /** FLAG, PERSON, INCIDENT, REFERRAL. */
  source: string;
  reason: string;
  evidence?: readonly string[] | undefined;
}

/** A case of the actor's authority begins, and with it the time to triage it. */
export function decideOpening(
  { reason, evidence = [], ...opening }: Opening,
  context: CaseContext & { authority?: string },
): CaseDecision<CaseEvent> {
  const authority = context.authority ?? context.actor.authority;
  if (authority === undefined) throw new Error('a case belongs to an authority');
  if (reason.trim() === '') return refusal('REASON_MISSING', 'Say why.');
  const restsOn = evidence.length === 0 ? {} : { evidence };
  return {
    events: [
      { type: 'case-opened', ...happened(context.actor, context.now), ...opening, ...restsOn, authority, record: { reason } },
      startClock(context, {
        id: 'TRIAGE:opening',
        kind: 'TRIAGE',
        duty: 'Triage the case',
        subject: 'case',
        jurisdiction: opening.jurisdiction,
        term: { unit: 'WORKING_DAYS', count: context.policy.triageWorkingDays },
        startsOn: 'KNOWLEDGE',
        startedAt: context.now,
      }),
    ],
  };
}

export interface Moving {
  move: CaseMove;
  reason: string;
  evidence?: readonly string[] | undefined;
}

/** A move of the table, with its reason. What else has to hold for a move is asked by whoever makes it. */
export function decideMove(state: CaseState, { move, reason, evidence = [] }: Moving, context: CaseContext): CaseDecision<CaseEvent> {
  if (reason.trim() === '') return refusal('REASON_MISSING', 'Say why.');
  return moveRefusal(state.stage, move) ?? { events: [moved(state, { move, reason, evidence }, context)] };
}

export const moved = (state: CaseState, { move, reason, evidence = [] }: Moving, { actor, now }: CaseContext): CaseEvent => ({
  type: 'case-moved',
  ...happened(actor, now),
  move,
  from: state.stage,
  to: CASE_MOVES[move].to,
  evidence,
  record: { reason },
});
