import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import { type GivenCalendar, WorkingCalendars } from '../clocks/working-calendars.port.js';

interface CalendarRow {
  jurisdiction: string;
  version: number;
  zone: string;
  weekend: number[];
  holidays: string[];
  rolls_forward: boolean;
  source: string;
  set_at_ms: string;
  set_by: string;
}

@Injectable()
export class PostgresWorkingCalendars extends WorkingCalendars {
  async latest(tx: Transaction): Promise<GivenCalendar[]> {
    const rows = await tx.query<CalendarRow>(
      'select distinct on (jurisdiction) * from working_calendar order by jurisdiction, version desc',
    );
    return rows.map(calendarOf);
  }

  async find(tx: Transaction, jurisdiction: string, version: number): Promise<GivenCalendar | undefined> {
    const [row] = await tx.query<CalendarRow>('select * from working_calendar where jurisdiction = $1 and version = $2', [
      jurisdiction,
      version,
    ]);
    return row && calendarOf(row);
  }

  async hold(tx: Transaction, jurisdiction: string): Promise<GivenCalendar | undefined> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 8))', [jurisdiction]);
    const [row] = await tx.query<CalendarRow>('select * from working_calendar where jurisdiction = $1 order by version desc limit 1', [
      jurisdiction,
    ]);
    return row && calendarOf(row);
  }

  async add(tx: Transaction, calendar: GivenCalendar): Promise<void> {
    const { jurisdiction, version, zone, weekend, holidays, rollsForward, source, setAtMs, setBy } = calendar;
    await tx.query(
      `insert into working_calendar (jurisdiction, version, zone, weekend, holidays, rolls_forward, source, set_at_ms, set_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [jurisdiction, version, zone, weekend, [...holidays].sort(), rollsForward, source, setAtMs, setBy],
    );
  }
}

/** Whoever gave it answers for it and names the source. */
const calendarOf = (row: CalendarRow): GivenCalendar => ({
  jurisdiction: row.jurisdiction,
  version: row.version,
  zone: row.zone,
  weekend: row.weekend.map(Number),
  holidays: new Set(row.holidays),
  rollsForward: row.rolls_forward,
  source: row.source,
  verified: true,
  setAtMs: Number(row.set_at_ms),
  setBy: row.set_by,
});
