/** What kind of evidence a feature is. The list only grows. */
export type FeatureKind =
  | 'NAME_PART'
  | 'NICKNAME'
  | 'INITIAL'
  | 'SCRIPT'
  | 'ORDER'
  | 'JOINED'
  | 'LEGAL_FORM'
  | 'NUMBER'
  | 'UNMATCHED_PART'
  | 'WEAK_NAME'
  | 'KIND'
  | 'IDENTIFIER'
  | 'BIRTH_DATE'
  | 'COUNTRY';

/** One piece of evidence. Weight is in the score's own log-odds: positive speaks for the same person, negative against. */
export interface ScoredFeature {
  readonly feature: FeatureKind;
  readonly weight: number;
  /** One plain line a person can read without knowing the configuration. */
  readonly reason: string;
}

/** How far two persons look like one: 0..1, rising with every agreeing piece of evidence and never quite 1. */
export interface PersonScore {
  readonly score: number;
  readonly features: readonly ScoredFeature[];
  readonly matchedName: { readonly query: string; readonly entry: string };
}

/** A list entry that a screened person may be. */
export interface Match extends PersonScore {
  readonly entry: string;
  readonly list: string;
}
