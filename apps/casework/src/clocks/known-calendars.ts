import { Injectable } from '@nestjs/common';
import type { CalendarBook } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { CaseCalendars } from '../case-log/case-calendars.js';
import { BUILT_IN_CALENDARS } from './built-in-calendars.js';
import { WorkingCalendars } from './working-calendars.port.js';

/** How long another instance may count by a calendar that was replaced. */
const KEPT_MS = 60_000;

/** The calendars that hold: what operators gave, and where they gave none what is built in. Kept, because every step in every case asks for them. */
@Injectable()
export class KnownCalendars extends CaseCalendars {
  private kept: { book: CalendarBook; atMs: number } | undefined;

  constructor(private readonly calendars: WorkingCalendars) {
    super();
  }

  async load(tx: Transaction): Promise<CalendarBook> {
    const nowMs = performance.now();
    if (this.kept === undefined || nowMs - this.kept.atMs >= KEPT_MS) this.kept = { book: await this.read(tx), atMs: nowMs };
    return this.kept.book;
  }

  /** After a change was committed. */
  forget(): void {
    this.kept = undefined;
  }

  private async read(tx: Transaction): Promise<CalendarBook> {
    const given = await this.calendars.latest(tx);
    return new Map([...BUILT_IN_CALENDARS, ...given.map((calendar) => [calendar.jurisdiction, calendar] as const)]);
  }
}
