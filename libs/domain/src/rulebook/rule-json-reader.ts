import { dayMs } from './legal-status.js';
import { RULE_LIMITS, type RuleProblem, type RuleProblemCode } from './rule-problem.js';

type Json = Readonly<Record<string, unknown>>;

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}]/u;

export const isJsonObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads one object of untrusted JSON field by field. Nothing is assumed and nothing passed over: what is missing, of another type or
 * unknown is a problem with its path, and what was read is meaningless when there were any.
 */
export class RuleJsonReader {
  private readonly taken = new Set<string>();

  constructor(
    private readonly json: Json,
    private readonly path: string,
    readonly problems: RuleProblem[],
  ) {}

  fail(code: RuleProblemCode, name: string, detail: string): undefined {
    this.problems.push({ code, rule: '', field: this.path === '' ? name : `${this.path}.${name}`, detail });
    return undefined;
  }

  private raw(name: string): unknown {
    this.taken.add(name);
    return this.json[name];
  }

  has(name: string): boolean {
    return Object.hasOwn(this.json, name);
  }

  private required(name: string): unknown {
    return this.raw(name) ?? (this.has(name) ? null : this.fail('FIELD_MISSING', name, 'The field is required.'));
  }

  /** `emptyAllowed`: a note may say nothing, a duty may not. */
  text(name: string, charactersMax: number, emptyAllowed = false): string {
    const value = this.required(name);
    if (value === undefined) return '';
    if (typeof value !== 'string') return this.fail('FIELD_MALFORMED', name, 'Write a text.') ?? '';
    if (value.length > 2 * charactersMax || [...value].length > charactersMax)
      return this.fail('FIELD_TOO_LONG', name, `At most ${charactersMax} characters.`) ?? '';
    if (!value.isWellFormed() || UNSEEN.test(value))
      return this.fail('FIELD_MALFORMED', name, 'The text has control or format characters.') ?? '';
    if (value.trim() === '' && !(emptyAllowed && value === '')) return this.fail('FIELD_MISSING', name, 'The text is empty.') ?? '';
    return value;
  }

  matching(name: string, pattern: RegExp, words: string, charactersMax: number): string {
    const before = this.problems.length;
    const text = this.text(name, charactersMax);
    if (this.problems.length === before && !pattern.test(text)) this.fail('FIELD_MALFORMED', name, words);
    return text;
  }

  day(name: string): string {
    const text = this.required(name);
    if (text === undefined) return '';
    const isDay = typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text) && isCalendarDay(text);
    return isDay ? text : (this.fail('DATE_MALFORMED', name, 'Write a day that exists, as "2026-01-31".') ?? '');
  }

  /** Days of every year, `MM-DD`; 29 February is none. */
  daysOfYear(name: string, countMax: number): string[] {
    return this.items(name, countMax).map((value, index) => {
      const isDay = typeof value === 'string' && /^\d{2}-\d{2}$/.test(value) && isCalendarDay(`2025-${value}`);
      return isDay ? value : (this.fail('DATE_MALFORMED', `${name}[${index}]`, 'Write a day of every year, as "01-15".') ?? '');
    });
  }

  whole(name: string, min: number, max: number): number {
    const value = this.required(name);
    if (value === undefined) return min;
    const isWhole = typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
    return isWhole ? value : (this.fail('FIELD_MALFORMED', name, `A whole number from ${min} to ${max}.`) ?? min);
  }

  flag(name: string): boolean {
    const value = this.required(name);
    if (value === undefined) return false;
    return typeof value === 'boolean' ? value : (this.fail('FIELD_MALFORMED', name, 'true or false.') ?? false);
  }

  word<Word extends string | number>(name: string, words: readonly Word[]): Word {
    const value = this.required(name);
    return value === undefined ? words[0]! : this.known(name, value, words);
  }

  words<Word extends string>(name: string, words: readonly Word[], countMax: number): Word[] {
    return this.items(name, countMax).map((value, index) => this.known(`${name}[${index}]`, value, words));
  }

  private known<Word extends string | number>(name: string, value: unknown, words: readonly Word[]): Word {
    if (words.includes(value as Word)) return value as Word;
    return this.fail('WORD_UNKNOWN', name, `${shownWord(value)} is none of ${words.join(', ')}.`) ?? words[0]!;
  }

  objects<Item>(name: string, countMax: number, read: (reader: RuleJsonReader) => Item): Item[] {
    return this.items(name, countMax).map((item, index) => this.inner(`${name}[${index}]`, item, read));
  }

  object<Item>(name: string, read: (reader: RuleJsonReader) => Item): Item {
    return this.inner(name, this.raw(name), read);
  }

  private inner<Item>(name: string, value: unknown, read: (reader: RuleJsonReader) => Item): Item {
    if (!isJsonObject(value)) this.fail('FIELD_MALFORMED', name, 'Write an object.');
    // What is no object has no fields either: its problem is told once, not again for each of them.
    const problems = isJsonObject(value) ? this.problems : [];
    const reader = new RuleJsonReader(isJsonObject(value) ? value : {}, this.path === '' ? name : `${this.path}.${name}`, problems);
    const item = read(reader);
    reader.refuseUnknown();
    return item;
  }

  private items(name: string, countMax: number): unknown[] {
    const value = this.required(name);
    if (value === undefined) return [];
    if (!Array.isArray(value)) return this.fail('FIELD_MALFORMED', name, 'Write a list.') ?? [];
    return value.length > countMax ? (this.fail('TOO_MANY', name, `At most ${countMax}.`) ?? []) : value;
  }

  /** A misspelt field must not silently be nothing. */
  refuseUnknown(): void {
    const unknown = Object.keys(this.json).filter((name) => !this.taken.has(name));
    for (const name of unknown.slice(0, RULE_LIMITS.unknownFieldsMax)) {
      this.fail('FIELD_UNKNOWN', name.slice(0, 40), 'There is no such field.');
    }
  }
}

const shownWord = (value: unknown): string => (typeof value === 'string' ? `"${value.slice(0, 40)}"` : `A value of type ${typeof value}`);

/** Date.parse takes 2026-02-30 for March 2; the day it gives back tells. */
function isCalendarDay(day: string): boolean {
  const ms = dayMs(day);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day);
}
