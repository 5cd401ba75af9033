/** How much of everything: enough for figures that repeat, or (quick) for all of it in five minutes. */
export interface Sizes {
  /** Distinct reports of 500 records that the drains take. */
  drainReports: number;
  stockReports: number;
  /** How long 40,000 records a second are sent. */
  pacedSeconds: number;
  /** Rows of a year of totals: accounts x active hours of each. */
  yearAccounts: number;
  yearHoursPerAccount: number;
  doorSeconds: number;
  /** Reports whose postings the monitor folds, one a commit; of those in larger commits four times as many. */
  foldReports: number;
  /** Hours of each account of the groups that are merged, spread over a year. */
  mergeHours: number;
  /** Pairs of account and compute cluster that the monitor's memory is measured with. */
  pairs: number;
}

export const QUICK: Sizes = {
  drainReports: 10_000,
  stockReports: 400,
  pacedSeconds: 15,
  yearAccounts: 10_000,
  yearHoursPerAccount: 100,
  doorSeconds: 4,
  foldReports: 4_000,
  mergeHours: 730,
  pairs: 1_000_000,
};
export const FULL: Sizes = {
  drainReports: 40_000,
  stockReports: 4_000,
  pacedSeconds: 600,
  yearAccounts: 10_000,
  yearHoursPerAccount: 730,
  doorSeconds: 20,
  foldReports: 20_000,
  mergeHours: 8_760,
  pairs: 1_000_000,
};
