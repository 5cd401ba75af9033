import { readInstant } from './calendar.js';
import type { Stated } from './customer-profile.js';
import type { CustomerRefusalCode } from './customer-refusal.js';
import { PROFILE_LIMITS } from './profile-limits.js';
import type { ProfileProblem } from './profile-problem.js';

type Json = Readonly<Record<string, unknown>>;

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}]/u;
/** Zero-width joiners belong to names in Indic scripts, Persian and Arabic. */
const JOINERS = /[\u200c\u200d]/g;

/**
 * Reads the untrusted JSON of one object field by field. Whatever is wrong is collected with the path of the field, so that one answer
 * names all of it; what is read is meaningless when there were problems.
 */
export class FieldReader {
  private readonly taken = new Set<string>();

  constructor(
    private readonly json: Json,
    private readonly path: string,
    readonly problems: ProfileProblem[],
  ) {}

  pathOf(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }

  /** JSON's null says that a field is absent. */
  raw(name: string): unknown {
    this.taken.add(name);
    return this.json[name] ?? undefined;
  }

  fail(code: CustomerRefusalCode, name: string, detail: string): undefined {
    this.problems.push({ code, field: this.pathOf(name), detail });
    return undefined;
  }

  text(name: string, charactersMax: number): string | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'string') return this.fail('FIELD_MALFORMED', name, 'Write a text.');
    const text = value.normalize('NFC').trim();
    if (text === '') return this.fail('FIELD_MALFORMED', name, 'The text is empty: leave the field out.');
    if (text.length > 2 * charactersMax || [...text].length > charactersMax)
      return this.fail('FIELD_TOO_LONG', name, `At most ${charactersMax} characters.`);
    if (!text.isWellFormed() || UNSEEN.test(text.replaceAll('\n', '').replace(JOINERS, '')))
      return this.fail('FIELD_MALFORMED', name, 'The text has control or format characters.');
    return text;
  }

  requiredText(name: string, charactersMax: number): string {
    const text = this.text(name, charactersMax);
    if (text === undefined && this.json[name] == null) this.fail('FIELD_MISSING', name, 'The field is required.');
    return text ?? '';
  }

  oneOf<Choice extends string>(name: string, choices: readonly Choice[], otherwise?: Choice): Choice {
    const value = this.raw(name) ?? otherwise;
    if (choices.includes(value as Choice)) return value as Choice;
    this.fail(value === undefined ? 'FIELD_MISSING' : 'FIELD_MALFORMED', name, `One of ${choices.join(', ')}.`);
    return choices[0]!;
  }

  /** `fromMs`, or the same instant written as ISO 8601 in `from`. */
  instant(name: string): number | undefined {
    const given = this.raw(`${name}Ms`) ?? this.raw(name);
    this.taken.add(name);
    if (given === undefined) return undefined;
    return readInstant(given) ?? this.fail('DATE_MALFORMED', name, 'An ISO 8601 date or instant with a zone, from 1582 to 2199.');
  }

  texts(name: string, countMax: number, charactersMax: number): string[] {
    return this.list(name, countMax, (item, path) => {
      const reader = new FieldReader({ value: item }, path, []);
      const text = reader.requiredText('value', charactersMax);
      this.problems.push(...reader.problems.map((problem) => ({ ...problem, field: path })));
      return text;
    });
  }

  objects<Item>(name: string, countMax: number, read: (reader: FieldReader) => Item): Item[] {
    return this.list(name, countMax, (item, path) => {
      const reader = new FieldReader(isObject(item) ? item : {}, path, this.problems);
      if (!isObject(item)) this.problems.push({ code: 'FIELD_MALFORMED', field: path, detail: 'Write an object.' });
      return read(reader);
    });
  }

  private list<Item>(name: string, countMax: number, read: (item: unknown, path: string) => Item): Item[] {
    const value = this.raw(name) ?? [];
    if (!Array.isArray(value)) {
      this.fail('FIELD_MALFORMED', name, 'Write a list.');
      return [];
    }
    if (value.length > countMax) {
      this.fail('TOO_MANY', name, `At most ${countMax}.`);
      return [];
    }
    return value.map((item, index) => read(item, this.pathOf(`${name}[${index}]`)));
  }

  /** A misspelt field must not silently be nothing. */
  refuseUnknown(): void {
    for (const name of Object.keys(this.json)) {
      if (!this.taken.has(name)) this.fail('FIELD_UNKNOWN', name.slice(0, 40), 'There is no such field.');
    }
  }
}

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

export interface StatedDefaults {
  readonly source: string;
  readonly nowMs: number;
}

/**
 * An item with who said it, when and on which evidence: `{value: {...}, source, statedAt, evidence}`, or the item's own fields with
 * those beside them, which is easier to write by hand.
 */
export function readStated<Value>(reader: FieldReader, defaults: StatedDefaults, read: (reader: FieldReader) => Value): Stated<Value> {
  const source = reader.text('source', PROFILE_LIMITS.sourceCharactersMax) ?? defaults.source;
  const statedAtMs = reader.instant('statedAt') ?? defaults.nowMs;
  const evidence = reader.texts('evidence', PROFILE_LIMITS.evidenceMax, PROFILE_LIMITS.referenceCharactersMax);
  if (statedAtMs > defaults.nowMs) reader.fail('DATE_MALFORMED', 'statedAt', 'Nothing is stated in the future.');
  const nested = reader.raw('value');
  const inner = isObject(nested) ? new FieldReader(nested, reader.pathOf('value'), reader.problems) : reader;
  const value = read(inner);
  if (inner !== reader) inner.refuseUnknown();
  reader.refuseUnknown();
  return { value, source, statedAtMs, evidence };
}
