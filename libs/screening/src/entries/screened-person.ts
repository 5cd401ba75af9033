/** Who a name can stand for. UNKNOWN is matched against both kinds, ships and aircraft included. */
export type PersonKind = 'NATURAL' | 'LEGAL' | 'UNKNOWN';

/** One name as it was written, in any script. A name that its source calls weak never raises a match by itself. */
export interface ScreenedName {
  readonly text: string;
  /** What the source calls it: LEGAL, ALIAS, FORMER, TRANSLITERATED, ... Shown, never scored, but for `WEAK`. */
  readonly kind?: string;
}

/** A document or register number. The scheme is upper case (LEI, PASSPORT, TAX, REGISTRATION, IMO, ...); the country ISO 3166 alpha-2. */
export interface ScreenedIdentifier {
  readonly scheme: string;
  readonly value: string;
  readonly country?: string;
}

/** What is compared of a customer, an owner or a listed person. Every list may be empty or absent: absent is unknown, not none. */
export interface ScreenedPerson {
  readonly kind: PersonKind;
  readonly names: readonly ScreenedName[];
  /** `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, `YYYY~YYYY` for a range; several when the source is not sure. */
  readonly birthDates?: readonly string[];
  /** ISO 3166 alpha-2, upper case: nationality, residence, registration. */
  readonly countries?: readonly string[];
  readonly identifiers?: readonly ScreenedIdentifier[];
}
