import type { CaseEvent } from '../case-event.js';
import type { CaseMove } from '../case-stage.js';
import type { PersonId } from '../case-vocabulary.js';

/** By person: what she took part in, the case itself (CASE) or the hearing of one of its appeals (its id). */
export type TakenPart = ReadonlyMap<PersonId, ReadonlySet<string>>;
const CASE = 'case';

/** Looking is no part: whoever read can still judge. */
const READING: ReadonlySet<string> = new Set(['identity-read', 'dossier-made', 'log-exported']);
const BYSTANDERS: ReadonlySet<string> = new Set(['casework', 'customer']);
/** Moves that only follow from what was done about an appeal. */
const MOVES_OF_APPEALS: ReadonlySet<string> = new Set<CaseMove>(['appeal', 'decide-appeal', 'remit']);

export function withPart(taken: TakenPart, event: CaseEvent): TakenPart {
  if (BYSTANDERS.has(event.role) || isNoPart(event)) return taken;
  const what = 'appeal' in event ? event.appeal : CASE;
  const parts = taken.get(event.by);
  if (parts?.has(what)) return taken;
  return new Map(taken).set(event.by, new Set([...(parts ?? []), what]));
}

/** Clocks and moves follow from a step that stands in the log itself. */
const isNoPart = (event: CaseEvent): boolean =>
  READING.has(event.type) || event.type.startsWith('clock-') || (event.type === 'case-moved' && MOVES_OF_APPEALS.has(event.move));

/** Whether a person had a hand in what an appeal is about: in anything of the case but the hearing of that appeal. */
export const tookPart = (taken: TakenPart, person: PersonId, appeal: string): boolean =>
  [...(taken.get(person) ?? [])].some((what) => what !== appeal);
