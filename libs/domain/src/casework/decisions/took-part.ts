import type { CaseEvent } from '../case-event.js';
import type { PersonId } from '../case-vocabulary.js';

/** Who took part, and in what: the case itself (CASE), or the hearing of one of its appeals (its id). */
export interface TakenPart {
  persons: ReadonlyMap<PersonId, ReadonlySet<string>>;
  /** The appeal that is being heard: what is done meanwhile belongs to its hearing. */
  hearing?: string | undefined;
}

export const NO_PART: TakenPart = { persons: new Map() };
const CASE = 'case';

/** Looking is no part: whoever read or watched can still judge. */
const LOOKING: ReadonlySet<string> = new Set<CaseEvent['type']>([
  'identity-read',
  'referral-identity-read',
  'shared-declaration-read',
  'dossier-made',
  'log-exported',
  'watching-started',
  'watching-ended',
]);
const BYSTANDERS: ReadonlySet<string> = new Set(['casework', 'customer']);

export function withPart(taken: TakenPart, event: CaseEvent): TakenPart {
  const { persons } = taken;
  const hearing = hearingAfter(taken.hearing, event);
  if (BYSTANDERS.has(event.role) || LOOKING.has(event.type)) return hearing === taken.hearing ? taken : { persons, hearing };
  const what = 'appeal' in event ? event.appeal : (hearing ?? CASE);
  const parts = persons.get(event.by);
  if (parts?.has(what)) return hearing === taken.hearing ? taken : { persons, hearing };
  return { persons: new Map(persons).set(event.by, new Set([...(parts ?? []), what])), hearing };
}

function hearingAfter(hearing: string | undefined, event: CaseEvent): string | undefined {
  if (event.type === 'appeal-lodged') return event.refusedAs === undefined ? event.appeal : hearing;
  if (event.type === 'appeal-admitted') return event.appeal;
  return event.type === 'appeal-decided' ? undefined : hearing;
}

/** Whether a person had a hand in what an appeal is about: in anything of the case but the hearing of that appeal. */
export const tookPart = ({ persons }: TakenPart, person: PersonId, appeal: string): boolean =>
  [...(persons.get(person) ?? [])].some((what) => what !== appeal);
