import type { CustomerRefusalCode } from './customer-refusal.js';

/** One thing that is wrong with one field of a profile. The detail never repeats what was given: it may be the very card number. */
export interface ProfileProblem {
  readonly code: CustomerRefusalCode;
  readonly field: string;
  readonly detail: string;
}

/** What needs tables or libraries, passed in, so that the check itself stays pure. */
export interface ProfileOracles {
  /** ISO 3166-1 alpha-2, as assigned. */
  isCountry(code: string): boolean;
  isEmail(text: string): boolean;
  /** A number in E.164 that can exist. */
  isPhone(text: string): boolean;
  isIp(text: string): boolean;
  /** An IBAN, which is an account that money can be drawn from, and no token. */
  isAccountNumber(text: string): boolean;
}
