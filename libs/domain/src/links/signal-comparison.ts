import type { Comparison } from './suggestion-score.js';

/**
 * What is known of an account, or of a customer, as far as it bears on whether they are one. Values are opaque: equal or not. Where they
 * lie in a database they are keyed hashes, so that nobody reads a name or an address from them.
 */
export interface LinkSignals {
  readonly paymentTokens: readonly string[];
  readonly emailDomains: readonly { readonly domain: string; readonly publicService: boolean }[];
  readonly keyFingerprints: readonly string[];
  /** Words of each name. */
  readonly names: readonly (readonly string[])[];
  readonly administration: readonly { readonly address: string; readonly network: string }[];
  readonly registeredAtMs?: number | undefined;
}

const DAY_MS = 86_400_000;
const MONTH_MS = 30 * DAY_MS;
const SOME_WORDS_FROM = 0.5;

/** Compares feature by feature; one that either side lacks is left out, because nothing follows from not knowing. */
export function compareSignals(account: LinkSignals, customer: LinkSignals): Comparison {
  return {
    ...ofSets('PAYMENT_TOKEN', account.paymentTokens, customer.paymentTokens),
    ...ofSets('KEY_FINGERPRINT', account.keyFingerprints, customer.keyFingerprints),
    ...ofDomains(account, customer),
    ...ofNames(account, customer),
    ...ofAddresses(account, customer),
    ...ofTimes(account, customer),
  };
}

function ofSets(feature: 'PAYMENT_TOKEN' | 'KEY_FINGERPRINT', left: readonly string[], right: readonly string[]): Comparison {
  if (left.length === 0 || right.length === 0) return {};
  return { [feature]: meet(left, right) ? 'SAME' : 'DIFFERENT' };
}

const meet = (left: readonly string[], right: readonly string[]): boolean => left.some((one) => right.includes(one));

function ofDomains(account: LinkSignals, customer: LinkSignals): Comparison {
  if (account.emailDomains.length === 0 || customer.emailDomains.length === 0) return {};
  const same = account.emailDomains.filter((one) => customer.emailDomains.some(({ domain }) => domain === one.domain));
  if (same.length === 0) return { EMAIL_DOMAIN: 'DIFFERENT' };
  return { EMAIL_DOMAIN: same.every(({ publicService }) => publicService) ? 'SAME_PUBLIC_SERVICE' : 'SAME' };
}

function ofNames(account: LinkSignals, customer: LinkSignals): Comparison {
  const shares = account.names.flatMap((left) => customer.names.map((right) => wordsInCommon(left, right)));
  if (shares.length === 0) return {};
  const best = Math.max(...shares);
  return { NAME: best === 1 ? 'ALL_WORDS' : best >= SOME_WORDS_FROM ? 'SOME_WORDS' : 'FEW_WORDS' };
}

/** The part of the shorter name's words that the other has. One word alone is never all of a name that has more: half at most. */
function wordsInCommon(left: readonly string[], right: readonly string[]): number {
  const [shorter, longer] = left.length <= right.length ? [new Set(left), new Set(right)] : [new Set(right), new Set(left)];
  if (shorter.size === 0) return 0;
  const share = [...shorter].filter((word) => longer.has(word)).length / shorter.size;
  return shorter.size === 1 && longer.size > 1 ? Math.min(share, SOME_WORDS_FROM) : share;
}

function ofAddresses(account: LinkSignals, customer: LinkSignals): Comparison {
  if (account.administration.length === 0 || customer.administration.length === 0) return {};
  const addresses = (signals: LinkSignals) => signals.administration.map(({ address }) => address);
  const networks = (signals: LinkSignals) => signals.administration.map(({ network }) => network);
  if (meet(addresses(account), addresses(customer))) return { ADMINISTRATION_IP: 'SAME' };
  return { ADMINISTRATION_IP: meet(networks(account), networks(customer)) ? 'SAME_NETWORK' : 'DIFFERENT' };
}

function ofTimes(account: LinkSignals, customer: LinkSignals): Comparison {
  if (account.registeredAtMs === undefined || customer.registeredAtMs === undefined) return {};
  const apart = Math.abs(account.registeredAtMs - customer.registeredAtMs);
  return { REGISTRATION_TIME: apart <= DAY_MS ? 'SAME_DAY' : apart <= MONTH_MS ? 'SAME_MONTH' : 'APART' };
}
