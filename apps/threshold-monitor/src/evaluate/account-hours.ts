import { complementOf, type Hours, intersectionOf, intervalPairs, type Span } from '@tidemark/domain';
import type { ProviderNames } from './provider-names.js';
import type { AccountHours } from './vector-source.port.js';

/** Which hours of which accounts, by their numbers. */
export type HoursByAccount = ReadonlyMap<number, Hours>;

/** Spans of accounts that used anything: others have no number, and nothing to add. */
export function hoursByAccount(spans: readonly Span[], accounts: ProviderNames): Map<number, Hours> {
  const hours = new Map<number, number[]>();
  for (const { provider, account, fromHour, toHour } of spans) {
    const id = accounts.idOf(provider, account);
    if (id === undefined) continue;
    const own = hours.get(id);
    if (own) own.push(fromHour, toHour);
    else hours.set(id, [fromHour, toHour]);
  }
  return hours;
}

/** What is in the first and not in the second. */
export function without(one: HoursByAccount, other: HoursByAccount): Map<number, Hours> {
  const rest = new Map<number, Hours>();
  for (const [account, hours] of one) {
    const taken = other.get(account);
    const left = taken === undefined ? hours : sameHours(hours, taken) ? [] : intersectionOf(hours, complementOf(taken));
    if (left.length > 0) rest.set(account, left);
  }
  return rest;
}

/** The part within one stretch of hours. */
export function within(hours: HoursByAccount, stretch: Hours): Map<number, Hours> {
  const part = new Map<number, Hours>();
  for (const [account, own] of hours) {
    const both = intersectionOf(own, stretch);
    if (both.length > 0) part.set(account, both);
  }
  return part;
}

export function isPartOf(part: HoursByAccount, whole: HoursByAccount): boolean {
  for (const [account, hours] of part) {
    const all = whole.get(account);
    if (all === undefined || !(sameHours(hours, all) || sameHours(intersectionOf(hours, all), hours))) return false;
  }
  return true;
}

export function flat(hours: HoursByAccount): AccountHours[] {
  const flattened: AccountHours[] = [];
  for (const [accountId, own] of hours)
    for (const [fromHour, toHour] of intervalPairs(own)) flattened.push({ accountId, fromHour, toHour });
  return flattened;
}

const sameHours = (one: Hours, other: Hours): boolean => one.length === other.length && one.every((edge, i) => edge === other[i]);
