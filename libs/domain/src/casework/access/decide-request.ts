import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { type CaseDecision, type CaseRefusal, happened, type Instant, type PersonId, refusal } from '../case-vocabulary.js';
import { startClock } from '../clocks/run-clocks.js';
import { fourEyes, mayPropose, mayPutAside } from '../decisions/four-eyes.js';
import type { IdentityReach } from './access-event.js';
import { reachRefusal, readersRefusal, untilRefusal } from './access-reach.js';
import type { IdentityGrant, IdentityRequest } from './access-state.js';
import type { IdentityPurpose, IdentitySection } from './identity-section.js';

export interface AskForIdentity extends IdentityReach {
  request: string;
  purpose: IdentityPurpose;
  /** Why, without names. */
  words: string;
  /** Who else of the asker's authority is to read. */
  others?: readonly PersonId[] | undefined;
  until: Instant;
  /** The customer records inside the case. */
  inside: ReadonlySet<string>;
}

/** Somebody asks to see identities. Nothing is opened by it. */
export function decideIdentityRequest(
  state: CaseState,
  { request, purpose, words, others = [], until, inside, ...asked }: AskForIdentity,
  context: CaseContext,
): CaseDecision<CaseEvent> {
  const persons = distinct([context.actor.person, ...others]);
  const reach = { customers: distinct(asked.customers), fields: distinct(asked.fields) };
  const refused =
    mayPropose(context) ??
    (words.trim() === '' ? refusal('REASON_MISSING', 'Say what the identities are needed for.') : undefined) ??
    reachRefusal(reach, inside) ??
    untilRefusal(until, context) ??
    readersRefusal(persons, state, context);
  if (refused) return refused;
  const about = { request, purpose, persons, until, ...reach, record: { purpose: words.trim() } };
  return { events: [{ type: 'identity-asked', ...happened(context.actor, context.now), ...about }] };
}

export interface GrantIdentity {
  request: string;
  grant: string;
  reason: string;
  /** Absent: as asked. Never more than was asked. */
  customers?: readonly string[] | undefined;
  fields?: readonly IdentitySection[] | undefined;
  until?: Instant | undefined;
  inside: ReadonlySet<string>;
}

/** Another person opens what was asked for, or less of it. */
export function decideIdentityGrant(
  state: CaseState,
  { request: id, grant, reason, inside, ...narrowed }: GrantIdentity,
  context: CaseContext,
): CaseDecision<CaseEvent> {
  const found = openRequest(state, id);
  if ('refused' in found) return found;
  const { customers = found.customers, fields = found.fields, until = found.until } = narrowed;
  const reach = { customers: distinct(customers), fields: distinct(fields) };
  const refused =
    fourEyes(found.asked, context) ??
    (reason.trim() === '' ? refusal('REASON_MISSING', 'Say why it is granted.') : undefined) ??
    widerRefusal(found, { ...reach, until }) ??
    // What a case is about can change while a request waits.
    reachRefusal(reach, inside) ??
    untilRefusal(until, context) ??
    readersRefusal(found.persons, state, context);
  if (refused) return refused;
  const { purpose, persons } = found;
  const opened = { id: grant, request: id, purpose, persons, ...reach, from: context.now, until, breakGlass: false };
  return { events: accessOpened(state, opened, reason, context) };
}

/** Another person says no. */
export function decideIdentityRefusal(
  state: CaseState,
  { request: id, reason }: { request: string; reason: string },
  context: CaseContext,
): CaseDecision<CaseEvent> {
  const found = openRequest(state, id);
  if ('refused' in found) return found;
  const refused =
    mayPutAside(found.asked, context) ?? (reason.trim() === '' ? refusal('REASON_MISSING', 'Say why it is refused.') : undefined);
  if (refused) return refused;
  return {
    events: [{ type: 'identity-refused', ...happened(context.actor, context.now), request: id, record: { reason: reason.trim() } }],
  };
}

/** The events with which access begins, and the clock with which it ends by itself. */
export function accessOpened(
  state: CaseState,
  { id, ...opened }: Omit<IdentityGrant, 'granted' | 'reason' | 'ended' | 'review'>,
  reason: string,
  context: CaseContext,
): CaseEvent[] {
  const { request, ...rest } = opened;
  const about = { grant: id, ...(request === undefined ? {} : { request }), ...rest, record: { reason: reason.trim() } };
  return [
    { type: 'identity-granted', ...happened(context.actor, context.now), ...about },
    startClock(context, {
      id: `ACCESS_END:${id}`,
      kind: 'ACCESS_END',
      duty: 'Access to identities ends',
      subject: id,
      jurisdiction: state.jurisdiction,
      term: { unit: 'UNTIL', at: opened.until },
      startsOn: 'KNOWLEDGE',
      startedAt: context.now,
    }),
  ];
}

function openRequest(state: CaseState, id: string): IdentityRequest | { refused: CaseRefusal } {
  const request = state.access.requests.get(id);
  if (request === undefined) return refusal('IDENTITY_REQUEST_UNKNOWN', 'The case has no such request.');
  if (request.status !== 'asked') return refusal('IDENTITY_REQUEST_ANSWERED', `It is ${request.status}.`, { state: request.status });
  return request;
}

function widerRefusal(
  asked: IdentityRequest,
  { customers, fields, until }: IdentityReach & { until: Instant },
): { refused: CaseRefusal } | undefined {
  const isWithin =
    customers.every((one) => asked.customers.includes(one)) && fields.every((one) => asked.fields.includes(one)) && until <= asked.until;
  return isWithin ? undefined : refusal('GRANT_WIDER_THAN_ASKED', 'Grant what was asked for, or less: more has to be asked for anew.');
}

const distinct = <One extends string>(all: readonly One[]): One[] => [...new Set(all)];
