import type { CaseContext } from '../case-context.js';
import type { CaseState } from '../case-state.js';
import { type CaseRefusal, type Instant, refusal } from '../case-vocabulary.js';
import type { ClockEvent, ClockKind, ClockTerm } from '../clocks/case-clock.js';
import { type Declaration, isOpenDeclaration } from './declaration.js';
import { type InformationRequest, isOpenRequest } from './information-request.js';

/** What requests for information and for a declaration have in common: somebody at a provider still owes an answer. */
export interface OpenAsk {
  kind: 'INFORMATION' | 'DECLARATION';
  id: string;
  item: string;
  provider: string;
  dueAt: Instant;
  awaited: boolean;
  reminders: readonly Instant[];
}

export const ASK_CLOCKS: ReadonlySet<ClockKind> = new Set(['REQUEST_ACKNOWLEDGE', 'REQUEST_ANSWER', 'DECLARATION']);

export function openAsks({ requests }: Pick<CaseState, 'requests'>): OpenAsk[] {
  const information = [...requests.information.values()].filter(isOpenRequest).map((request) => askOf('INFORMATION', request));
  const declarations = [...requests.declarations.values()]
    .filter(isOpenDeclaration)
    .map((declaration) => askOf('DECLARATION', declaration));
  return [...information, ...declarations];
}

/** What is open was served: it has its item and provider. */
const askOf = (kind: OpenAsk['kind'], { id, item, provider, dueAt, awaited, reminders }: InformationRequest | Declaration): OpenAsk => ({
  kind,
  id,
  item: item!,
  provider: provider!,
  dueAt,
  awaited,
  reminders,
});

const DAY = 86_400_000;
export const ANSWER_DAYS_MAX = 366;

/** A time that was chosen for an answer has to lie ahead, and within a year. */
export function dueRefusal(dueAt: Instant | undefined, now: Instant): { refused: CaseRefusal } | undefined {
  if (dueAt === undefined || (dueAt > now && dueAt <= now + ANSWER_DAYS_MAX * DAY)) return undefined;
  return refusal('DUE_INVALID', `dueAt must lie after now and within ${ANSWER_DAYS_MAX} days.`);
}

export const answerTerm = (dueAt: Instant | undefined, { policy }: CaseContext): ClockTerm =>
  dueAt === undefined ? { unit: 'WORKING_DAYS', count: policy.answerWorkingDays } : { unit: 'UNTIL', at: dueAt };

/** When the clock that was just started ends: what is told to the provider is what its clock says. */
export function dueOf(started: ClockEvent): Instant {
  if (started.type !== 'clock-started') throw new Error(`a clock that starts is expected, not ${started.type}`);
  return started.clock.dueAt;
}
