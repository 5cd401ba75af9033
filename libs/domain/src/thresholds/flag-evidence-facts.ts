import { VERIFICATION_LEVELS } from '../customers/customer-profile.js';
import type { EvidenceFacts } from './flag-evidence.js';

/** Whether facts of unknown origin are what their type says. Their fields are read by nobody before this was asked. */
export function areFacts(facts: unknown): facts is EvidenceFacts {
  if (!isObject(facts)) return false;
  const check = CHECKS[facts.type as EvidenceFacts['type']];
  return Object.hasOwn(CHECKS, String(facts.type)) && check(facts);
}

type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
/** Within the dates that there are; hours are far within. */
export const isWhole = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Math.abs(value as number) <= 8_640_000_000_000_000;
export const isHour = (value: unknown): value is number => isWhole(value) && Math.abs(value) < 2 ** 31;
const isWholeOrAbsent = (value: unknown): boolean => value === undefined || isWhole(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const areAll = (value: unknown, check: (one: Json) => boolean): boolean =>
  Array.isArray(value) && value.every((one) => isObject(one) && check(one));

/** A span of hours: [fromHour, toHour), the end absent while it goes on. */
export const isSpan = (span: unknown): boolean =>
  isObject(span) && isHour(span.fromHour) && (span.toHour === undefined || isHour(span.toHour));

const CHECKS: { readonly [Type in EvidenceFacts['type']]: (facts: Json) => boolean } = {
  CROSSING: ({ declared }) => Array.isArray(declared) && declared.every(isText),
  PROJECTION: ({ hour, plans }) => isHour(hour) && areAll(plans, isPlan),
  LEVEL: ({ level }) => level === 'UNLINKED' || VERIFICATION_LEVELS.some((known) => known === level),
  EVALUATIONS: ({ evaluations }) => areAll(evaluations, ({ id, atMs }) => isText(id) && isWhole(atMs)),
  REGISTRATION: ({ accelerator, peaks, accelerators, interconnectGbps, inServiceFromMs }) =>
    isText(accelerator) &&
    isObject(peaks) &&
    Object.values(peaks).every(isWhole) &&
    [accelerators, interconnectGbps, inServiceFromMs].every(isWhole),
  CAPACITY_USE: ({ hours, acceleratorMs, registered }) =>
    isText(hours) && isText(acceleratorMs) && areAll(registered, (span) => isSpan(span) && isWhole(span.accelerators)),
  SUSPENSIONS: ({ suspensions }) =>
    areAll(
      suspensions,
      ({ fromMs, toMs, provider }) => isWhole(fromMs) && isWholeOrAbsent(toMs) && (provider === undefined || isText(provider)),
    ),
};

const isPlan = ({ kind, fromMs, toMs, flop }: Json): boolean =>
  (kind === 'PLAN' || kind === 'RESERVATION') &&
  isWhole(fromMs) &&
  isWhole(toMs) &&
  isText(flop) &&
  /^\d{1,60}(\/[1-9]\d{0,30})?$/.test(flop);
