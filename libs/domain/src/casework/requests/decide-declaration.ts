import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { type CaseDecision, type CaseRefusal, happened, type Instant, refusal } from '../case-vocabulary.js';
import { cancelClocks, meetClocks, startClock } from '../clocks/run-clocks.js';
import { notNow } from './answer-request.js';
import { dueOf } from './asks.js';
import { askRefusal, awaiting, type Concerned, closedRefusal, personRefusal } from './decide-request.js';
import type { Declaration } from './declaration.js';
import type { DeclarationContent } from './declaration-content.js';
import { filesFor } from './request-state.js';

/** Of one declaration, as its provider submits them: a log is folded whole at every step. */
export const VERSIONS_MAX = 50;

export interface DeclarationAsked {
  declaration: string;
  item: string;
  provider: string;
  concerned: Concerned;
  customer?: string | undefined;
  message?: string | undefined;
  dueAt?: Instant | undefined;
  reason: string;
  await?: boolean | undefined;
}

/** Asks the customer for its declaration, through the provider that serves it. */
export function askDeclaration(state: CaseState, command: DeclarationAsked, context: CaseContext): CaseDecision<CaseEvent> {
  const refused = askRefusal(state, command, context) ?? customerRefusal(command.concerned, command.customer, command.provider);
  if (refused) return refused;
  const { declaration, item, provider, customer, message, dueAt, reason, await: awaited = false } = command;
  const clock = startClock(context, {
    id: `DECLARATION:${declaration}`,
    kind: 'DECLARATION',
    duty: 'Submit the transparency declaration',
    subject: declaration,
    jurisdiction: state.jurisdiction,
    term: dueAt === undefined ? { unit: 'DAYS', count: context.policy.declarationDays } : { unit: 'UNTIL', at: dueAt },
    startsOn: 'FACT',
    startedAt: context.now,
  });
  return {
    events: [
      {
        type: 'declaration-requested',
        ...happened(context.actor, context.now),
        declaration,
        item,
        provider,
        ...(customer === undefined ? {} : { customer }),
        dueAt: dueOf(clock),
        awaited,
        record: { reason },
        ...(message === undefined ? {} : { personal: { message } }),
      },
      clock,
      ...awaiting(state, command, context),
    ],
  };
}

export function acknowledgeDeclaration(state: CaseState, id: string, { actor, now }: CaseContext): CaseDecision<CaseEvent> {
  const declaration = declarationOf(state, id);
  if ('refused' in declaration) return declaration;
  if (declaration.status !== 'asked' || declaration.acknowledgedAt !== undefined) return notNow(declaration, 'acknowledged');
  return { events: [{ type: 'declaration-request-acknowledged', ...happened(actor, now), declaration: id }] };
}

export function withdrawDeclarationRequest(state: CaseState, id: string, reason: string, context: CaseContext): CaseDecision<CaseEvent> {
  const declaration = declarationOf(state, id);
  if ('refused' in declaration) return declaration;
  const refused = personRefusal(context.actor, reason);
  if (refused) return refused;
  if (declaration.status !== 'asked') return notNow(declaration, 'withdrawn');
  const about = happened(context.actor, context.now);
  return {
    events: [
      { type: 'declaration-request-withdrawn', ...about, declaration: id, cause: 'PERSON', record: { reason } },
      ...cancelClocks(state, context, 'The request was withdrawn', ({ subject }) => subject === id),
    ],
  };
}

export interface DeclarationMade {
  content: DeclarationContent;
  /** Of its canonical form. */
  sha256: string;
  files?: readonly string[] | undefined;
}

/** A version through the provider. Late is taken too: the breach stays. */
export function submitDeclaration(
  state: CaseState,
  id: string,
  { content, sha256, files = [] }: DeclarationMade,
  context: CaseContext,
): CaseDecision<CaseEvent> {
  const declaration = declarationOf(state, id);
  if ('refused' in declaration) return declaration;
  const { item, versions } = declaration;
  const isErased = versions.length > 0 && versions.every((version) => version.content === undefined);
  if (isErased) return refusal('DECLARATION_ERASED', 'Its words were erased: no other version is taken.');
  if (item === undefined || !['asked', 'submitted'].includes(declaration.status)) return notNow(declaration, 'submitted');
  if (versions.length >= VERSIONS_MAX) return refusal('VERSIONS_TOO_MANY', `At most ${VERSIONS_MAX} versions of a declaration are taken.`);
  const sent = new Set(filesFor(state.requests, item).map(({ file }) => file));
  if (!files.every((file) => sent.has(file))) return refusal('FILE_UNKNOWN', 'A file was named that was not sent for this item.');
  return {
    events: [
      {
        type: 'declaration-submitted',
        ...happened(context.actor, context.now),
        declaration: id,
        version: versions.length + 1,
        files,
        personal: { content, sha256 },
      },
      ...meetClocks(state, context, ({ kind, subject }) => kind === 'DECLARATION' && subject === id),
    ],
  };
}

export interface DeclarationRecorded extends DeclarationMade {
  declaration: string;
  /** Another version of one that was recorded before. */
  isFurther: boolean;
  customer?: string | undefined;
  concerned: Concerned;
  reason: string;
}

/** One that came another way. What a provider was asked for is not answered by it: that request is withdrawn, or goes on. */
export function recordDeclaration(state: CaseState, command: DeclarationRecorded, { actor, now }: CaseContext): CaseDecision<CaseEvent> {
  const { declaration: id, isFurther, customer, reason, content, sha256 } = command;
  const refused = personRefusal(actor, reason) ?? closedRefusal(state) ?? customerRefusal(command.concerned, customer);
  if (refused) return refused;
  const before = isFurther ? declarationOf(state, id) : undefined;
  if (before !== undefined && 'refused' in before) return before;
  if (before !== undefined && before.status !== 'recorded') return notNow(before, 'recorded');
  return {
    events: [
      {
        type: 'declaration-recorded',
        ...happened(actor, now),
        declaration: id,
        ...(customer === undefined ? {} : { customer }),
        version: (before?.versions.length ?? 0) + 1,
        record: { reason },
        personal: { content, sha256 },
      },
    ],
  };
}

export function declarationOf({ requests }: CaseState, id: string): Declaration | { refused: CaseRefusal } {
  return requests.declarations.get(id) ?? refusal('DECLARATION_UNKNOWN', 'The case has no such declaration.');
}

/** The record has to be inside what the case is about, and of the provider that is asked: no provider is told a record of another. */
function customerRefusal({ customers }: Concerned, customer: string | undefined, provider?: string): { refused: CaseRefusal } | undefined {
  if (customer === undefined) return undefined;
  const owner = customers.get(customer);
  if (owner !== undefined && (provider === undefined || owner === provider)) return undefined;
  return refusal('CUSTOMER_NOT_CONCERNED', 'The customer record is none of this provider’s inside what the case is about.');
}
