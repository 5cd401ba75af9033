import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { happened, type Instant } from '../case-vocabulary.js';
import { calendarFor } from './calendar-book.js';
import { type CaseClock, type ClockEvent, ELAPSING } from './case-clock.js';
import { dueAt, warningsBefore } from './due-at.js';
import { nextMomentOf } from './evolve-clocks.js';

export type NewClock = Pick<CaseClock, 'id' | 'kind' | 'duty' | 'subject' | 'jurisdiction' | 'term' | 'startsOn' | 'startedAt'> &
  Partial<Pick<CaseClock, 'words' | 'regime' | 'verified' | 'scope'>>;

/** The event that starts a clock. Of one that began before the case knew of it, warnings that nobody could give in time are left out. `id` is chosen so that the same duty cannot start twice: `<kind>:<subject>`. */
export function startClock({ now, actor, calendars }: CaseContext, clock: NewClock): ClockEvent {
  const calendar = calendarFor(calendars, clock.jurisdiction);
  const due = dueAt(clock.term, clock.startedAt, calendar);
  const ends = {
    dueAt: due,
    warnAt: warningsBefore(clock.kind, clock.startedAt, due).filter((at) => at > now),
    calendar: `${calendar.jurisdiction}@${calendar.version}`,
  };
  return { type: 'clock-started', ...happened(actor, now), clock: { verified: true, ...clock, ...ends, warned: 0, status: 'running' } };
}

/** Something is still waited for, in time or late. */
const isOpen = ({ status }: CaseClock): boolean => status === 'running' || status === 'breached';

/**
 * The events that end the clocks of a subject because what they waited for was done. None: there was none, or it had ended. `doneAt`: elsewhere, and it
 * is known now; what was done in time is not late because it was told late.
 */
export function meetClocks(
  state: CaseState,
  { now, actor }: CaseContext,
  isMet: (clock: CaseClock) => boolean,
  doneAt?: Instant,
): ClockEvent[] {
  const when = doneAt === undefined ? {} : { doneAt };
  return [...state.clocks.values()]
    .filter((clock) => isOpen(clock) && isMet(clock))
    .map((clock) => ({ type: 'clock-met', ...happened(actor, now), clock: clock.id, late: (doneAt ?? now) >= clock.dueAt, ...when }));
}

/** The events that end clocks because what they waited for is no longer asked. A breach stays a fact: the clock keeps when. */
export function cancelClocks(
  state: CaseState,
  { now, actor }: CaseContext,
  reason: string,
  isEnded: (clock: CaseClock) => boolean,
): ClockEvent[] {
  return [...state.clocks.values()]
    .filter((clock) => isOpen(clock) && isEnded(clock))
    .map((clock) => ({ type: 'clock-cancelled', ...happened(actor, now), clock: clock.id, record: { reason } }));
}

/**
 * Everything that the clocks of a case have to say by now and did not, in the order in which it was due. Asked again it says nothing: what
 * was said stands in the case. So a job that was down for a week says it late, and once. What follows from the first of it may end clocks that
 * come later: take one, then ask again.
 */
export function clocksSay(state: CaseState, context: CaseContext): ClockEvent[] {
  const said = [...state.clocks.values()].flatMap((clock) => clockSays(clock, context));
  return said.sort((a, b) => momentOf(a) - momentOf(b));
}

function clockSays(clock: CaseClock, { now, actor }: CaseContext): ClockEvent[] {
  const events: ClockEvent[] = [];
  let current = clock;
  for (let next = nextMomentOf(current); next !== undefined && next <= now; next = nextMomentOf(current)) {
    const about = { ...happened(actor, now), clock: clock.id, kind: clock.kind, due: next };
    if (current.warned < current.warnAt.length) {
      events.push({ type: 'clock-warned', ...about, warning: current.warned });
      current = { ...current, warned: current.warned + 1 };
    } else {
      events.push({ type: ELAPSING.has(clock.kind) ? 'clock-elapsed' : 'clock-breached', ...about, subject: clock.subject });
      break;
    }
  }
  return events;
}

const momentOf = (event: CaseEvent): number => ('due' in event && typeof event.due === 'number' ? event.due : event.at);
