import type { CaseEvent } from '../case-event.js';
import type { CaseClock, ClocksState } from './case-clock.js';

export function evolveClocks(clocks: ClocksState, event: CaseEvent): ClocksState {
  switch (event.type) {
    case 'clock-started':
      return new Map(clocks).set(event.clock.id, event.clock);
    case 'clock-warned':
      return changed(clocks, event.clock, (clock) => ({ ...clock, warned: event.warning + 1 }));
    case 'clock-breached':
      return changed(clocks, event.clock, (clock) => ({ ...clock, status: 'breached', breachedAt: event.due }));
    case 'clock-elapsed':
      return changed(clocks, event.clock, (clock) => ({ ...clock, status: 'elapsed', endedAt: event.due }));
    case 'clock-met':
      return changed(clocks, event.clock, (clock) => ({
        ...clock,
        status: 'met',
        endedAt: event.doneAt ?? event.at,
        // Done late it stays a breach, also if nobody said so before. Done in time and known late it was none: the log keeps that it was said.
        breachedAt: event.late ? (clock.breachedAt ?? clock.dueAt) : undefined,
      }));
    case 'clock-cancelled':
      return changed(clocks, event.clock, (clock) => ({ ...clock, status: 'cancelled', endedAt: event.at }));
    default:
      return clocks;
  }
}

function changed(clocks: ClocksState, id: string, change: (clock: CaseClock) => CaseClock): ClocksState {
  const clock = clocks.get(id);
  return clock === undefined ? clocks : new Map(clocks).set(id, change(clock));
}

/** When the clock has something to say next: its next warning, or its end; undefined when nothing is left to be said. */
export function nextMomentOf({ status, warnAt, warned, dueAt }: CaseClock): number | undefined {
  if (status !== 'running') return undefined;
  return warnAt[warned] ?? dueAt;
}
