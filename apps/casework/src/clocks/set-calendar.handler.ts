import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '@tidemark/access';
import type { WorkingCalendar } from '@tidemark/domain';
import { isRefused, type Refused, refuse } from '@tidemark/edge';
import { Transactions } from '@tidemark/persistence';
import { asScheme } from '../postgres/as-scheme.postgres.js';
import { BUILT_IN_CALENDARS } from './built-in-calendars.js';
import { KnownCalendars } from './known-calendars.js';
import { WorkingCalendars } from './working-calendars.port.js';

export type CalendarTerms = Pick<WorkingCalendar, 'zone' | 'weekend' | 'rollsForward' | 'source'> & { holidays: readonly string[] };

export interface SetCalendar {
  caller: Caller;
  nowMs: number;
  jurisdiction: string;
  terms: CalendarTerms;
  ifMatch?: number | undefined;
}

/** A calendar gets its next version. The same again is the version that holds: a repeat changes nothing. */
@Injectable()
export class SetCalendarHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly calendars: WorkingCalendars,
    private readonly known: KnownCalendars,
  ) {}

  async set({ caller, nowMs, jurisdiction, terms, ifMatch }: SetCalendar): Promise<WorkingCalendar | Refused> {
    const answer = await this.transactions.run(async (tx) => {
      await asScheme(tx);
      const holds = (await this.calendars.hold(tx, jurisdiction)) ?? BUILT_IN_CALENDARS.get(jurisdiction);
      if (holds !== undefined && isSame(holds, terms)) return holds;
      const version = holds?.version ?? 0;
      if (ifMatch !== undefined && ifMatch !== version) return refuse('PRECONDITION_FAILED', `The calendar is at version ${version}.`);
      const next = { ...terms, jurisdiction, version: version + 1, holidays: new Set(terms.holidays), verified: true };
      await this.calendars.add(tx, { ...next, setAtMs: nowMs, setBy: actorOf(caller) });
      return next;
    });
    if (!isRefused(answer)) this.known.forget();
    return answer;
  }
}

const isSame = (holds: WorkingCalendar, terms: CalendarTerms): boolean => termsOf(holds) === termsOf(terms);

const termsOf = ({ zone, weekend, holidays, rollsForward, source }: WorkingCalendar | CalendarTerms): string =>
  JSON.stringify([zone, [...weekend].sort(), [...holidays].sort(), rollsForward, source]);
