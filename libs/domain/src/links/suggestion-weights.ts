/**
 * How much each agreement between an account and a customer record speaks for them being one: Fellegi and Sunter's m (how often it is
 * found where the account is the customer's) and u (how often where it is not). Weights are log2(m / u). The figures are estimates of ours, not
 * measured on real links, and say so; a version is added, never edited, because a suggestion names the one that made it.
 */
export interface SuggestionWeights {
  readonly version: string;
  readonly basis: string;
  /** How often a random pair of one provider's account and customer belongs together. */
  readonly prior: number;
  /** Pairs below this probability are not suggested. */
  readonly suggestFrom: number;
  readonly features: { readonly [Feature in SuggestionFeature]: readonly FeatureLevel[] };
}

export const SUGGESTION_FEATURES = [
  'PAYMENT_TOKEN',
  'EMAIL_DOMAIN',
  'KEY_FINGERPRINT',
  'NAME',
  'ADMINISTRATION_IP',
  'REGISTRATION_TIME',
] as const;
export type SuggestionFeature = (typeof SUGGESTION_FEATURES)[number];

export interface FeatureLevel {
  /** UPPER_SNAKE; what was found. */
  readonly level: string;
  readonly m: number;
  readonly u: number;
  /** One sentence for the person who decides. */
  readonly reason: string;
}

const level = (name: string, m: number, u: number, reason: string): FeatureLevel => ({ level: name, m, u, reason });

/** Levels of one feature exclude each other; their m, and their u, add up to 1. A feature that either side lacks says nothing. */
export const SUGGESTION_WEIGHTS_V1: SuggestionWeights = {
  version: 'links-2026-11',
  basis: 'Estimates by the makers of Tidemark, not measured on real links.',
  prior: 1 / 1000,
  suggestFrom: 0.5,
  features: {
    PAYMENT_TOKEN: [
      level('SAME', 0.85, 0.0002, 'Both pay by the same token.'),
      level('DIFFERENT', 0.15, 0.9998, 'They pay by different tokens.'),
    ],
    EMAIL_DOMAIN: [
      level('SAME', 0.7, 0.001, 'Both use the same mail domain, not one of the public mail services.'),
      level('SAME_PUBLIC_SERVICE', 0.1, 0.129, 'Both use the same public mail service, as many do.'),
      level('DIFFERENT', 0.2, 0.87, 'Their mail domains differ.'),
    ],
    KEY_FINGERPRINT: [
      level('SAME', 0.6, 0.00002, 'The same key signs for both.'),
      level('DIFFERENT', 0.4, 0.99998, 'They use different keys.'),
    ],
    NAME: [
      level('ALL_WORDS', 0.75, 0.0005, 'All words of the shorter name are in the other.'),
      level('SOME_WORDS', 0.15, 0.02, 'Half of the words of the shorter name or more are in the other.'),
      level('FEW_WORDS', 0.1, 0.9795, 'The names have little in common.'),
    ],
    ADMINISTRATION_IP: [
      level('SAME', 0.4, 0.001, 'Both are administered from the same address.'),
      level('SAME_NETWORK', 0.2, 0.009, 'Both are administered from the same network (/24, /48).'),
      level('DIFFERENT', 0.4, 0.99, 'They are administered from different networks.'),
    ],
    REGISTRATION_TIME: [
      level('SAME_DAY', 0.5, 0.01, 'The account was opened within a day of the customer record.'),
      level('SAME_MONTH', 0.3, 0.15, 'The account was opened within a month of the customer record.'),
      level('APART', 0.2, 0.84, 'More than a month lies between the account and the customer record.'),
    ],
  },
};
