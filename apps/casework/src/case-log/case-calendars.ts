import type { CalendarBook } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

/** The working calendars that hold now. */
export abstract class CaseCalendars {
  abstract load(tx: Transaction): Promise<CalendarBook>;
}
