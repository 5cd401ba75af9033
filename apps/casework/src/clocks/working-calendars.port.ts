import type { WorkingCalendar } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

/** A version of a calendar that an operator gave. */
export interface GivenCalendar extends WorkingCalendar {
  setAtMs: number;
  setBy: string;
}

/** What operators gave, by jurisdiction. What is built in stands in the code. */
export abstract class WorkingCalendars {
  /** Of each jurisdiction the latest version. */
  abstract latest(tx: Transaction): Promise<GivenCalendar[]>;
  abstract find(tx: Transaction, jurisdiction: string, version: number): Promise<GivenCalendar | undefined>;
  /** The latest of one, held against others who would add to it until the transaction ends. */
  abstract hold(tx: Transaction, jurisdiction: string): Promise<GivenCalendar | undefined>;
  abstract add(tx: Transaction, calendar: GivenCalendar): Promise<void>;
}
