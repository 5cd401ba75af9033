import type { CaseClock, CaseEvent, WorkingCalendar } from '@tidemark/domain';
import { oracleDueAt, zoned } from '../../libs/domain/src/casework/clocks/temporal-oracle.fixture.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BY_ITSELF = ['ACCESS_END', 'ORDER_WARNING', 'REPLY_WINDOW', 'APPEAL_WINDOW', 'SNOOZE', 'RETENTION'];

/** One run of a clock, from its start to the end of the log, gathered without the domain's help. */
interface Run {
  clock: CaseClock;
  startedAt: number;
  warnings: { number: number; due: number; at: number }[];
  /** Breached or elapsed. */
  ran?: { type: string; due: number; at: number };
  /** Met or cancelled, and at which true moment. */
  ended?: { type: string; at: number };
}

export interface Recount {
  /** What is wrong, in words; none in a sound log. */
  faults: string[];
  clocks: number;
  warnings: number;
  breached: number;
  elapsed: number;
  met: number;
  cancelled: number;
  running: number;
}

/** Counts the clocks of a case again from its log alone, at a moment when the job has looked. */
export function recount(log: readonly CaseEvent[], now: number, calendars: ReadonlyMap<string, WorkingCalendar>): Recount {
  const faults: string[] = [];
  const runs = runsOf(log, faults);
  for (const [index, event] of log.entries())
    if (index > 0 && event.at < log[index - 1]!.at) faults.push(`entry ${index + 1} stands before its time`);
  for (const run of runs) faults.push(...faultsOf(run, now, calendars).map((fault) => `${run.clock.id}: ${fault}`));
  const count = (of: (run: Run) => boolean) => runs.filter(of).length;
  return {
    faults,
    clocks: runs.length,
    warnings: runs.reduce((sum, { warnings }) => sum + warnings.length, 0),
    breached: count(({ ran }) => ran?.type === 'clock-breached'),
    elapsed: count(({ ran }) => ran?.type === 'clock-elapsed'),
    met: count(({ ended }) => ended?.type === 'clock-met'),
    cancelled: count(({ ended }) => ended?.type === 'clock-cancelled'),
    running: count(({ ran, ended }) => ran === undefined && ended === undefined),
  };
}

function runsOf(log: readonly CaseEvent[], faults: string[]): Run[] {
  const current = new Map<string, Run>();
  // What follows by itself from a clock that was said late happened at that clock's moment.
  let said: { at: number; due: number } | undefined;
  const all: Run[] = [];
  const fault = (id: string, what: string) => void faults.push(`${id}: ${what}`);
  for (const event of log) {
    if (event.by !== 'casework') said = undefined;
    if (event.type === 'clock-warned' || event.type === 'clock-breached' || event.type === 'clock-elapsed') said = event;
    if (event.type === 'clock-started') {
      const before = current.get(event.clock.id);
      if (before !== undefined && before.ended === undefined && before.ran === undefined) fault(event.clock.id, 'started while it ran');
      const run: Run = { clock: event.clock, startedAt: event.at, warnings: [] };
      current.set(event.clock.id, run);
      all.push(run);
    } else if (event.type.startsWith('clock-') && 'clock' in event && typeof event.clock === 'string') {
      const run = current.get(event.clock);
      if (run === undefined) fault(event.clock, `${event.type} of a clock that never started`);
      else take(run, event, event.by === 'casework' && said?.at === event.at ? said.due : event.at, fault);
    }
  }
  return all;
}

function take(run: Run, event: CaseEvent, moment: number, fault: (id: string, what: string) => void): void {
  const { id } = run.clock;
  if (run.ended !== undefined) fault(id, `${event.type} after ${run.ended.type}`);
  if (event.type === 'clock-warned') {
    if (run.ran !== undefined) fault(id, 'warned after its end');
    run.warnings.push({ number: event.warning, due: event.due, at: event.at });
  } else if (event.type === 'clock-breached' || event.type === 'clock-elapsed') {
    if (run.ran !== undefined) fault(id, `${event.type} twice`);
    run.ran = { type: event.type, due: event.due, at: event.at };
  } else if (event.type === 'clock-met' || event.type === 'clock-cancelled') {
    if (run.ran?.type === 'clock-elapsed') fault(id, `${event.type} after it elapsed`);
    run.ended = { type: event.type, at: moment };
  }
}

function faultsOf({ clock, startedAt, warnings, ran, ended }: Run, now: number, calendars: ReadonlyMap<string, WorkingCalendar>): string[] {
  const faults: string[] = [];
  const due = dueOf(clock, calendars);
  if (clock.dueAt !== due) faults.push(`is due at ${clock.dueAt}, counted again at ${due}`);
  const stopped = Math.min(ended?.at ?? now, due);
  const wanted = warningsOf(clock.kind, clock.startedAt, due).filter(
    (moment) => moment > startedAt && moment < due && moment <= (ended?.at ?? now),
  );
  const given = warnings.map((warning) => warning.due);
  if (JSON.stringify(given) !== JSON.stringify(wanted)) faults.push(`warned of ${given}, wanted ${wanted} until ${stopped}`);
  if (warnings.some(({ number }, index) => number !== index)) faults.push('warnings out of order');
  if (warnings.some((warning) => warning.at < warning.due)) faults.push('warned before its time');
  const shouldRun = due <= (ended?.at ?? now);
  if ((ran !== undefined) !== shouldRun) faults.push(shouldRun ? 'its end was never said' : 'its end was said too early');
  if (ran !== undefined && ran.type !== (BY_ITSELF.includes(clock.kind) ? 'clock-elapsed' : 'clock-breached'))
    faults.push(`${ran.type} is not its end`);
  if (ran !== undefined && (ran.due !== due || ran.at < due)) faults.push(`its end was said of ${ran.due} at ${ran.at}`);
  return faults;
}

const counted = new Map<string, number>();

/** By another library, once for each term and day. */
function dueOf({ term, startedAt, calendar: name = '-@0' }: CaseClock, calendars: ReadonlyMap<string, WorkingCalendar>): number {
  const calendar = calendars.get(name.split('@')[0]!)!;
  if (term.unit === 'HOURS' || term.unit === 'UNTIL') return oracleDueAt(term, startedAt, calendar);
  const key = `${name} ${JSON.stringify(term)} ${zoned(startedAt, calendar).toPlainDate()}`;
  const known = counted.get(key) ?? oracleDueAt(term, startedAt, calendar);
  counted.set(key, known);
  return known;
}

/** As the table in words says: long terms half-way and a day before; days 24 and 4 hours before; a day 12 and 2 hours before; less, half-way. */
function warningsOf(kind: string, start: number, due: number): number[] {
  const length = due - start;
  const rows: [boolean, number[]][] = [
    [length >= 5 * DAY, [start + Math.floor(length / 2), due - DAY]],
    [length >= 1.5 * DAY, [due - DAY, due - 4 * HOUR]],
    [length >= 4 * HOUR, [due - 12 * HOUR, due - 2 * HOUR]],
    [length > 0, [start + Math.floor(length / 2)]],
  ];
  const all = (rows.find(([holds]) => holds)?.[1] ?? []).filter((at) => at > start && at < due);
  if (!BY_ITSELF.includes(kind)) return all;
  return ['ACCESS_END', 'ORDER_WARNING'].includes(kind) ? all.slice(-1) : [];
}
