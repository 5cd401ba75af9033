import { isoOf } from '@tidemark/edge';
import type { LogLine, SealedWords } from './log-line.js';

/** A minute, in UTC, for people. */
export const minuteOf = (ms: number): string => `${isoOf(ms).slice(0, 16).replace('T', ' ')} UTC`;

/** `outcome-proposed`: "Outcome proposed". */
export const titleOf = (type: unknown): string => {
  const words = String(type).replaceAll('-', ' ');
  return `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}`;
};

/** Members of plain JSON as one line: `reason: It stands; outcome: DUTY_APPLIES`. */
export function flatWords(value: unknown, name = ''): string {
  if (value === undefined || value === null || value === '') return '';
  const label = name === '' ? '' : `${name}: `;
  if (typeof value === 'number') return `${label}${isMoment(value) ? minuteOf(value) : value}`;
  if (typeof value !== 'object') return `${label}${value}`;
  if (Array.isArray(value)) {
    const items = value.map((one) => flatWords(one)).filter((one) => one !== '');
    return items.length === 0 ? '' : `${label}${items.join(', ')}`;
  }
  const members = Object.entries(value).map(([key, one]) => flatWords(one, key));
  return members.filter((one) => one !== '').join('; ');
}

/** Milliseconds of 1990 and later; no count in a log comes near. */
const isMoment = (value: number): boolean => Number.isSafeInteger(value) && value >= 631_152_000_000 && value < 8_640_000_000_000_000;

/** Of a clock and of a flag the row in their own tables says the rest. */
const briefly: Readonly<Record<string, (value: Record<string, unknown>) => unknown>> = {
  clock: ({ id, duty, dueAt }) => `${duty} (${id}), due ${flatWords(dueAt)}`,
  flag: ({ id, rule, ruleVersion, tier }) => [id, `${rule}@${ruleVersion}`, tier],
};

const ABOUT_EVERY_ENTRY: ReadonlySet<string> = new Set(['type', 'at', 'by', 'role', 'authority', 'provider']);

/** What an entry says beside who and when. Identities that were released have their own table. */
export function saidIn({ facts, record, personal }: LogLine): string {
  const own = Object.fromEntries(
    Object.entries(facts)
      .filter(([name]) => !ABOUT_EVERY_ENTRY.has(name))
      .map(([name, value]) => [
        name,
        typeof value === 'object' && value !== null && Object.hasOwn(briefly, name)
          ? briefly[name]!(value as Record<string, unknown>)
          : value,
      ]),
  );
  const shown = facts.type === 'identity-read' ? undefined : personal;
  return [flatWords(own), wordsOf(record), wordsOf(shown)].filter((part) => part !== '').join('. ');
}

const wordsOf = (words: SealedWords | undefined): string =>
  words === undefined ? '' : words.erased ? '[erased]' : words.withheld ? '[withheld]' : flatWords(words.words);
