/** When days end and which of them are worked, for each jurisdiction: dated data that an operator may replace. */
export interface WorkingCalendar {
  /** ISO 3166-1 alpha-2, EU, or "-": for whatever has none of its own. */
  jurisdiction: string;
  /** IANA time zone in which its days begin and end. */
  zone: string;
  /** 1 Monday to 7 Sunday. */
  weekend: readonly number[];
  /** Days on which nobody works, `YYYY-MM-DD`. */
  holidays: ReadonlySet<string>;
  /** A period of days that ends on a day that is not worked ends with the next one that is (Reg. 1182/71 Art. 3(4); FRCP 6(a)). */
  rollsForward: boolean;
  source: string;
  verified: boolean;
  version: number;
}

/** By jurisdiction; "-" is always there. */
export type CalendarBook = ReadonlyMap<string, WorkingCalendar>;

/** Of "US-CA" the country: "US". */
export const countryOf = (jurisdiction: string): string => jurisdiction.slice(0, 2);

/** Its own, else its country's. */
export const calendarFor = (book: CalendarBook, jurisdiction: string): WorkingCalendar =>
  book.get(jurisdiction) ?? book.get(countryOf(jurisdiction)) ?? book.get('-')!;
