import { readInstant } from '@tidemark/domain';
import type { AskingRefusalCode } from './asking-problems.js';
import { type Answer, refuse, shown } from './refusal.js';

/** A moment as people and programs write it in a question: ISO 8601 with a zone, a date (00:00 UTC), or milliseconds since 1970. */
export function instantOf(raw: string): number | undefined {
  // Four digits alone are a year to whoever wrote them, not four seconds.
  return readInstant(/^-?\d{1,15}$/.test(raw) && !/^\d{4}$/.test(raw) ? Number(raw) : raw);
}

export const isoOf = (ms: number): string => new Date(ms).toISOString();

export interface AskedWindow {
  fromMs: number | undefined;
  toMs: number | undefined;
}

/** Half-open, both ends optional. `names`: of the two parameters. */
export function readWindow(
  from: string | undefined,
  to: string | undefined,
  names: readonly [string, string] = ['from', 'to'],
): Answer<AskedWindow> {
  const start = readMoment(from, names[0], 'FROM_INVALID');
  if ('refused' in start) return start;
  const end = readMoment(to, names[1], 'TO_INVALID');
  if ('refused' in end) return end;
  if (start.answer !== undefined && end.answer !== undefined && start.answer >= end.answer)
    return refuse('WINDOW_EMPTY', `${names[0]} must be before ${names[1]}.`, names[1]);
  return { answer: { fromMs: start.answer, toMs: end.answer } };
}

export function readMoment(raw: string | undefined, name: string, code: AskingRefusalCode): Answer<number | undefined> {
  if (raw === undefined) return { answer: undefined };
  const ms = instantOf(raw);
  if (ms === undefined)
    return refuse(
      code,
      `${name} must be ISO 8601 with a zone (2024-03-01T10:00:00Z; a "+" is %2B in a URL), a date (2024-03-01, 00:00 UTC) or milliseconds since 1970; it was ${shown(raw)}.`,
      name,
    );
  return { answer: ms };
}

/** Until when something is known. `nowMs`: the latest of all clocks that are known here. */
export function readKnownAt(raw: string | undefined, nowMs: number): Answer<number | undefined> {
  const moment = readMoment(raw, 'knownAt', 'KNOWN_AT_INVALID');
  if ('answer' in moment && moment.answer !== undefined && moment.answer > nowMs)
    return refuse('KNOWN_AT_IN_FUTURE', 'knownAt must not be in the future: nobody knows yet what will be known then.', 'knownAt');
  return moment;
}
