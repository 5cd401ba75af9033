import type { ListEntry, PersonKind, ScreenedIdentifier, ScreenedName } from '@tidemark/screening';
import type { ListLimits } from '../reading/list-limits.js';
import { refuse } from '../reading/list-refused.js';
import { readBirthDate } from './birth-date.js';
import { countryCode } from './country-names.js';
import { identifierNumber, identifierScheme } from './identifier-schemes.js';

/** Something in an entry that was not understood. The entry stands; what was not understood is told, and is not compared. */
export interface ListNote {
  readonly code: 'BIRTH_DATE_ODD' | 'COUNTRY_UNKNOWN' | 'NAME_ODD';
  readonly entry: string;
  readonly text: string;
  readonly line: number;
}

const ID_CHARACTERS_MAX = 200;
/** The longest name that a list of today has is a fifth of it. */
const NAME_CHARACTERS_MAX = 2_000;

/** Words that stand where a list knows no name. */
const NO_NAME = new Set(['', '-', '-0-', 'na', 'n/a', 'none', 'unknown', 'nil']);

/** An entry while its file is read: values are read, doubles left out, and what is odd is noted. */
export class EntryDraft {
  readonly notes: ListNote[] = [];
  private kind: PersonKind = 'UNKNOWN';
  private readonly names = new Map<string, ScreenedName>();
  private readonly weak = new Map<string, ScreenedName>();
  private readonly birthDates = new Set<string>();
  private readonly countries = new Set<string>();
  private readonly identifiers = new Map<string, ScreenedIdentifier>();
  private readonly programs = new Set<string>();
  private readonly titles = new Set<string>();
  private readonly addresses = new Map<string, { text: string; country?: string }>();
  private readonly remarks: string[] = [];

  constructor(
    readonly list: string,
    readonly id: string,
    readonly at: { readonly file: string; readonly line: number },
  ) {
    if (id.trim() === '') refuse('LIST_ENTRY_ODD', 'an entry has no id', at);
    if (id.length > ID_CHARACTERS_MAX) refuse('LIST_ENTRY_ODD', `an id is longer than ${ID_CHARACTERS_MAX} characters`, at);
  }

  is(kind: PersonKind): this {
    this.kind = kind;
    return this;
  }

  named(text: string, kind: string, weak = false): this {
    const name = text.normalize('NFC').replace(/\s+/g, ' ').trim();
    if (NO_NAME.has(name.toLowerCase())) return this;
    if (name.length > NAME_CHARACTERS_MAX) refuse('LIST_ENTRY_ODD', `a name is longer than ${NAME_CHARACTERS_MAX} characters`, this.at);
    if (name.includes('\ufffd')) this.note('NAME_ODD', name);
    const into = weak ? this.weak : this.names;
    if (!into.has(name)) into.set(name, { text: name, kind: weak ? 'WEAK' : kind });
    return this;
  }

  born(text: string): this {
    return text.trim() === '' ? this : this.bornAt(readBirthDate(text), text);
  }

  /** A birth date that was read already; `said` is noted when it could not be. */
  bornAt(date: string | undefined, said: string): this {
    if (date === undefined) this.note('BIRTH_DATE_ODD', said);
    else this.birthDates.add(date);
    return this;
  }

  from(country: string): this {
    const code = this.codeOf(country);
    if (code !== undefined) this.countries.add(code);
    return this;
  }

  identified(label: string, value: string, country = ''): this {
    const scheme = identifierScheme(label, value.trim());
    const number = identifierNumber(scheme, value);
    if (NO_NAME.has(number.toLowerCase())) return this;
    const code = country === '' ? undefined : this.codeOf(country);
    const key = `${scheme} ${number} ${code ?? ''}`;
    if (!this.identifiers.has(key)) this.identifiers.set(key, { scheme, value: number, ...(code && { country: code }) });
    return this;
  }

  under(program: string): this {
    if (program.trim() !== '') this.programs.add(program.trim());
    return this;
  }

  titled(title: string): this {
    if (title.trim() !== '') this.titles.add(title.replace(/\s+/g, ' ').trim());
    return this;
  }

  addressed(parts: readonly string[], country: string): this {
    const text = parts
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .join(', ');
    const code = this.codeOf(country);
    if (code !== undefined) this.countries.add(code);
    if (text === '' && code === undefined) return this;
    const address = { text: text === '' ? country.trim() : text, ...(code && { country: code }) };
    this.addresses.set(`${address.text} ${code ?? ''}`, address);
    return this;
  }

  remarked(text: string): this {
    if (text.trim() !== '') this.remarks.push(text.trim());
    return this;
  }

  /** The entry as it stands. One that has no name by which anybody could be compared is refused: a list does not list nobody. */
  entry(limits: ListLimits): ListEntry {
    const names = [...this.names.values()];
    const weakNames = [...this.weak.values()].filter(({ text }) => !this.names.has(text));
    if (names.length + weakNames.length === 0) refuse('LIST_ENTRY_ODD', `entry ${this.id} has no name`, this.at);
    if (names.length + weakNames.length > limits.namesPerEntry) {
      refuse('LIST_ENTRY_ODD', `entry ${this.id} has more than ${limits.namesPerEntry} names`, this.at);
    }
    return {
      id: this.id,
      list: this.list,
      kind: this.kind,
      names,
      ...(weakNames.length > 0 && { weakNames }),
      ...filled('birthDates', [...this.birthDates]),
      ...filled('countries', [...this.countries]),
      ...filled('identifiers', [...this.identifiers.values()]),
      programs: [...this.programs],
      ...filled('titles', [...this.titles]),
      ...filled('addresses', [...this.addresses.values()]),
      ...(this.remarks.length > 0 && { remarks: this.remarks.join(' | ') }),
    };
  }

  private codeOf(country: string): string | undefined {
    const code = countryCode(country);
    if (code === '?') this.note('COUNTRY_UNKNOWN', country);
    return code === '?' ? undefined : code;
  }

  private note(code: ListNote['code'], text: string): void {
    this.notes.push({ code, entry: this.id, text: text.trim(), line: this.at.line });
  }
}

function filled<Key extends string, Value>(key: Key, values: readonly Value[]): { [key in Key]?: readonly Value[] } {
  return values.length === 0 ? {} : ({ [key]: values } as { [key in Key]: readonly Value[] });
}
