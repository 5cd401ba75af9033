import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import { canMove } from '../case-stage.js';
import type { CaseState } from '../case-state.js';
import { happened } from '../case-vocabulary.js';
import { cancelClocks } from '../clocks/run-clocks.js';
import { moved } from '../opening/decide-opening.js';
import type { Reaction } from '../reactions.js';
import { ASK_CLOCKS, type OpenAsk, openAsks } from './asks.js';
import { reactShares } from './react-shares.js';

/** What follows by itself from what providers were asked. */
export const reactRequests: Reaction = (state, event, context) => {
  switch (event.type) {
    case 'clock-warned':
      return reminded(state, event, context);
    case 'clock-breached':
      return escalated(state, event, context);
    case 'request-answered':
    case 'request-withdrawn':
    case 'declaration-submitted':
    case 'declaration-request-withdrawn':
      return goingOn(state, event, context);
    case 'case-moved':
      return event.to === 'closed' ? [...askedNoMore(state, context), ...reactShares(state, event, context)] : [];
    default:
      return reactShares(state, event, context);
  }
};

type Warned = Extract<CaseEvent, { type: 'clock-warned' }>;
type Breached = Extract<CaseEvent, { type: 'clock-breached' }>;

const askOf = (state: CaseState, clock: string): OpenAsk | undefined => {
  const subject = state.clocks.get(clock)?.subject;
  return openAsks(state).find(({ id }) => id === subject);
};

/** Once for all warnings that a job gives late, and none when the time is over anyway. */
function reminded(state: CaseState, { clock, kind }: Warned, { now, actor }: CaseContext): CaseEvent[] {
  const ask = ASK_CLOCKS.has(kind) ? askOf(state, clock) : undefined;
  if (ask === undefined || ask.reminders.at(-1) === now || now >= state.clocks.get(clock)!.dueAt) return [];
  const { id: request, item, provider, dueAt } = ask;
  return [{ type: 'request-reminded', ...happened(actor, now), request, item, provider, cause: 'CLOCK', dueAt }];
}

function escalated(state: CaseState, { clock, kind }: Breached, { now, actor }: CaseContext): CaseEvent[] {
  const ask = ASK_CLOCKS.has(kind) ? askOf(state, clock) : undefined;
  return ask === undefined ? [] : [{ type: 'request-escalated', ...happened(actor, now), request: ask.id, clock, kind }];
}

type Ended = Extract<
  CaseEvent,
  { type: 'request-answered' | 'request-withdrawn' | 'declaration-submitted' | 'declaration-request-withdrawn' }
>;

/**
 * A case that waited for an answer goes on by itself once nothing that it waits for is owed: nothing is decided by it, and a case that nobody
 * looks at would wait for ever. One that a person set waiting for something else stays.
 */
function goingOn(state: CaseState, ended: Ended, context: CaseContext): CaseEvent[] {
  const { information, declarations } = state.requests;
  const ask = 'request' in ended ? information.get(ended.request) : declarations.get(ended.declaration);
  if (ask?.awaited !== true || state.stage !== 'waiting' || !canMove(state.stage, 'investigate')) return [];
  if (openAsks(state).some(({ awaited }) => awaited)) return [];
  return [
    moved(state, { move: 'investigate', reason: 'Nothing that the case waited for is owed any more', evidence: [ask.item!] }, context),
  ];
}

/** Of a closed case nobody owes anything: what was asked is withdrawn, and its clocks with it. */
function askedNoMore(state: CaseState, context: CaseContext): CaseEvent[] {
  const about = happened(context.actor, context.now);
  const record = { reason: 'The case was closed' };
  return openAsks(state).flatMap(({ kind, id }): CaseEvent[] => [
    kind === 'INFORMATION'
      ? { type: 'request-withdrawn', ...about, request: id, cause: 'CASE_CLOSED', record }
      : { type: 'declaration-request-withdrawn', ...about, declaration: id, cause: 'CASE_CLOSED', record },
    ...cancelClocks(state, context, record.reason, ({ subject }) => subject === id),
  ]);
}
