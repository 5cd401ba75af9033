import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { type CaseDecision, happened, type PersonId, refusal } from '../case-vocabulary.js';
import type { MentionKind } from './desk-event.js';

/** A limit on what can be laid on one desk: a log is folded whole at every step. */
export const DESK_MAX = { notes: 2_000, files: 200, mentions: 1_000, watchers: 200 } as const;

const nothing = { events: [] };
const withoutReason = () => refusal('REASON_MISSING', 'Say why.');
const full = (what: string, max: number) => refusal('DESK_FULL', `A case takes at most ${max} ${what}.`);

/** To a person, or to nobody. Whoever worked on the customer could neither propose nor approve anything in it. */
export function decideAssignment(
  { desk }: CaseState,
  { person, reason }: { person: PersonId | null; reason: string },
  { actor, now, people }: CaseContext,
): CaseDecision<CaseEvent> {
  if (reason.trim() === '') return withoutReason();
  if (person !== null && people.analysts.has(person))
    return refusal('OWN_ANALYST', 'This person worked on the customer that the case is about.');
  const previous = desk.assignee ?? null;
  if (previous === person) return nothing;
  return { events: [{ type: 'case-assigned', ...happened(actor, now), person, previous, record: { reason } }] };
}

/** For oneself alone: nobody is made to watch. */
export function decideWatching({ desk }: CaseState, watches: boolean, { actor, now }: CaseContext): CaseDecision<CaseEvent> {
  if (desk.watchers.has(actor.person) === watches) return nothing;
  if (watches && desk.watchers.size >= DESK_MAX.watchers) return full('watchers', DESK_MAX.watchers);
  return { events: [{ type: watches ? 'watching-started' : 'watching-ended', ...happened(actor, now), person: actor.person }] };
}

export function decideNote(
  { desk }: CaseState,
  { note, text }: { note: string; text: string },
  { actor, now }: CaseContext,
): CaseDecision<CaseEvent> {
  if (text.trim() === '') return refusal('NOTE_EMPTY', 'A note says something.');
  if (desk.notes.length >= DESK_MAX.notes) return full('notes', DESK_MAX.notes);
  return { events: [{ type: 'note-added', ...happened(actor, now), note, personal: { text } }] };
}

export interface Attaching {
  file: string;
  name: string;
  contentType: string;
  bytes: number;
  sha256: string;
  scan: 'CLEAN' | 'UNREACHABLE';
  scanner: string;
}

export function decideAttachment({ desk }: CaseState, { name, ...file }: Attaching, { actor, now }: CaseContext): CaseDecision<CaseEvent> {
  if (desk.files.length >= DESK_MAX.files) return full('files', DESK_MAX.files);
  return { events: [{ type: 'file-attached', ...happened(actor, now), ...file, personal: { name } }] };
}

export interface Mentioning {
  mention: string;
  kind: MentionKind;
  ref: string;
  reason: string;
}

/** Evidence by link: nothing is copied, so what is at the link is asked of whoever keeps it. */
export function decideMention(
  { desk }: CaseState,
  { mention, kind, ref, reason }: Mentioning,
  { actor, now }: CaseContext,
): CaseDecision<CaseEvent> {
  if (reason.trim() === '') return withoutReason();
  if (desk.mentions.length >= DESK_MAX.mentions) return full('mentions', DESK_MAX.mentions);
  if (kind === 'url' && !isWebAddress(ref)) return refusal('MENTION_REF_INVALID', 'An address begins with https:// or http://.');
  if (kind !== 'url' && /\s/.test(ref)) return refusal('MENTION_REF_INVALID', 'An id has no space in it: words belong into the reason.');
  const where = kind === 'url' ? { personal: { ref } } : { ref };
  return { events: [{ type: 'evidence-mentioned', ...happened(actor, now), mention, kind, ...where, record: { reason } }] };
}

/** Nothing that a browser would run when somebody follows it. */
const isWebAddress = (ref: string): boolean => /^https?:\/\/[^\s/?#]+\S*$/.test(ref);
