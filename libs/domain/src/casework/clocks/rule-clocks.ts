import type { Clock, ClockOccasion, Rule } from '../../rulebook/rule.js';
import { ruleKey } from '../../rulebook/rule.js';
import type { CaseContext } from '../case-context.js';
import type { CaseScope, Instant } from '../case-vocabulary.js';
import { calendarFor, type WorkingCalendar } from './calendar-book.js';
import type { CaseClock, ClockEvent, ClockTerm } from './case-clock.js';
import { endOfQuarter } from './local-days.js';
import { startClock } from './run-clocks.js';

/** A duty of a rule that can be counted. */
export interface RuleClock {
  /** Its place among the clocks of the rule, from 0: part of its id. */
  n: number;
  duty: string;
  term: ClockTerm;
  startsOn: CaseClock['startsOn'];
  /** It begins when the quarter of its start is over: what happened in a quarter is reported after it. */
  afterQuarter: boolean;
  on: ClockOccasion;
  imminent: boolean;
  verified: boolean;
  /** As the rule says it. */
  words: string;
}

/**
 * The clocks of a rule that a case can run. Left out, because nothing in a case says when they start or end: those whose calendar stands in words
 * alone, and those that start with the completion of a deal. What starts them is not stated: they start on knowledge, and say that this is not verified.
 */
export const clocksOfRule = ({ clocks }: Pick<Rule, 'clocks'>): RuleClock[] =>
  clocks.flatMap((clock, n) => {
    const term = termOf(clock);
    if (term === undefined || clock.from === 'COMPLETION') return [];
    const { duty, from, on = 'CROSSING', imminent = false, words } = clock;
    return [
      {
        n,
        duty,
        term,
        startsOn: from === 'FACT' || from === 'QUARTER_END' ? 'FACT' : 'KNOWLEDGE',
        afterQuarter: from === 'QUARTER_END',
        on,
        imminent,
        verified: clock.verified && from !== 'NOT_STATED',
        words,
      },
    ];
  });

function termOf({ hours, days, workingDays, months, quarterDays }: Clock): ClockTerm | undefined {
  if (hours !== undefined) return { unit: 'HOURS', count: hours };
  if (days !== undefined) return { unit: 'DAYS', count: days };
  if (workingDays !== undefined) return { unit: 'WORKING_DAYS', count: workingDays };
  if (months !== undefined) return { unit: 'MONTHS', count: months };
  return quarterDays && { unit: 'QUARTER_DAY', days: quarterDays };
}

/** Those that a flag starts. */
export const crossingClocksOf = (rule: Pick<Rule, 'clocks'>): RuleClock[] => clocksOfRule(rule).filter(({ on }) => on === 'CROSSING');

/** Those that an incident starts. Imminent danger adds its own; what every incident starts runs beside it. */
export const incidentClocksOf = (rule: Pick<Rule, 'clocks'>, { imminent }: { imminent: boolean }): RuleClock[] =>
  clocksOfRule(rule).filter((clock) => clock.on === 'INCIDENT' && (imminent || !clock.imminent));

export interface RuleClocksStart {
  rule: Rule;
  /** What they belong to, and with the rule what makes them the same clocks: a flag's matter, an incident. */
  subject: string;
  factAt: Instant;
  knownAt: Instant;
  /** Which of the rule's clocks: `crossingClocksOf(rule)`, `incidentClocksOf(rule, ...)`. */
  only: readonly RuleClock[];
  scope?: CaseScope | undefined;
}

export const ruleClockId = (rule: Pick<Rule, 'id' | 'version'>, n: number, subject: string): string =>
  `RULE:${ruleKey(rule)}:${n}:${subject}`;

/** The events that start clocks of a rule in a case, by the calendar of the rule's jurisdiction. Whoever calls leaves out those that run already. */
export const startRuleClocks = (context: CaseContext, { rule, subject, factAt, knownAt, only, scope }: RuleClocksStart): ClockEvent[] =>
  only.map((clock) => {
    const calendar = calendarFor(context.calendars, rule.jurisdiction);
    return startClock(context, {
      id: ruleClockId(rule, clock.n, subject),
      kind: 'RULE',
      duty: clock.duty,
      words: clock.words,
      subject,
      regime: rule.regime,
      jurisdiction: rule.jurisdiction,
      term: clock.term,
      startsOn: clock.startsOn,
      startedAt: startOf(clock, { factAt, knownAt }, calendar),
      verified: clock.verified,
      scope,
    });
  });

function startOf(
  { startsOn, afterQuarter }: RuleClock,
  { factAt, knownAt }: { factAt: Instant; knownAt: Instant },
  calendar: WorkingCalendar,
): Instant {
  const since = startsOn === 'FACT' ? factAt : knownAt;
  return afterQuarter ? endOfQuarter(calendar, since) : since;
}
