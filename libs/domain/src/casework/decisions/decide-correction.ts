import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { type CaseDecision, happened, refusal } from '../case-vocabulary.js';
import type { CorrectionWords } from './statement.js';

export interface CorrectEntry extends CorrectionWords {
  correction: string;
  /** Its place in the log, from 1. */
  entry: number;
  evidence: readonly string[];
}

/** Says what was wrong with an entry of the log and what holds. The entry stays as it was: nobody rewrites what was known then. */
export function decideCorrection(state: CaseState, command: CorrectEntry, context: CaseContext): CaseDecision<CaseEvent> {
  const { correction, entry, evidence, wrong, correct } = command;
  if (!context.actor.human) return refusal('PERSON_REQUIRED', 'Only a person can do this.');
  if (wrong.trim() === '' || correct.trim() === '') return refusal('REASON_MISSING', 'Say what was wrong and what holds.');
  const refused = entryRefusal(state, entry);
  if (refused) return refused;
  return {
    events: [{ type: 'entry-corrected', ...happened(context.actor, context.now), correction, entry, evidence, record: { wrong, correct } }],
  };
}

export const entryRefusal = (state: CaseState, entry: number) =>
  entry >= 1 && entry <= state.version ? undefined : refusal('ENTRY_UNKNOWN', `The log has the entries 1 to ${state.version}.`);
