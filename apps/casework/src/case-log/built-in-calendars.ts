import { Injectable } from '@nestjs/common';
import type { CalendarBook } from '@tidemark/domain';
import { CaseCalendars } from './case-calendars.js';

const UTC = {
  jurisdiction: '-',
  zone: 'UTC',
  weekend: [6, 7],
  holidays: new Set<string>(),
  rollsForward: false,
  source: 'none',
  verified: true,
  version: 1,
};

@Injectable()
export class BuiltInCalendars extends CaseCalendars {
  private readonly book: CalendarBook = new Map([['-', UTC]]);

  async load(): Promise<CalendarBook> {
    return this.book;
  }
}
