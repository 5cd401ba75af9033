import { createHash } from 'node:crypto';
import type { ListEntry } from '@tidemark/screening';
import { readEuFsfXml } from '../formats/eu-fsf-xml.js';
import { readFtmJson } from '../formats/ftm-json.js';
import { readOfacCsv } from '../formats/ofac-csv.js';
import { readUkOfsiCsv, readUkSanctionsCsv } from '../formats/uk-csv.js';
import { readUkSanctionsXml } from '../formats/uk-sanctions-xml.js';
import { readUnXml } from '../formats/un-xml.js';
import { readUsCslCsv } from '../formats/us-csl-csv.js';
import { LIST_LIMITS, type ListLimits } from '../reading/list-limits.js';
import { type ListRefusal, ListRefused, refuse } from '../reading/list-refused.js';
import type { ListNote } from '../values/entry-draft.js';
import { type FormatReader, LIST_PARTS, type ListFile, type ListFormat, type ReadingContext } from './list-file.js';

const READERS: Readonly<Record<ListFormat, FormatReader>> = {
  'ofac-csv': readOfacCsv,
  'un-xml': readUnXml,
  'us-csl-csv': readUsCslCsv,
  'eu-fsf-xml': readEuFsfXml,
  'uk-ofsi-csv': readUkOfsiCsv,
  'uk-sanctions-csv': readUkSanctionsCsv,
  'uk-sanctions-xml': readUkSanctionsXml,
  'ftm-json': readFtmJson,
};

/** Notes are counted without end and shown up to here: a file of another kind would otherwise be answered with itself. */
const MOST_NOTES = 100;

export interface ListReading {
  /** Ordered by id, in code units, so that a list is the same whatever order its file had. */
  readonly entries: readonly ListEntry[];
  /** Of all parts, in hexadecimal: the same files give the same, and make no version of their own. */
  readonly sha256: string;
  /** What the file itself says of its date. */
  readonly publishedAt?: string;
  readonly counts: ListCounts;
  readonly notes: readonly ListNote[];
}

export interface ListCounts {
  readonly entries: number;
  readonly names: number;
  readonly weakNames: number;
  readonly identifiers: number;
  /** Records of the file that are no entries. */
  readonly passedOver: number;
  /** All of them, shown or not. */
  readonly notes: number;
}

/** Reads a list file whole, or says why it is not taken. Nothing is guessed and nothing is half read. */
export async function readList(file: ListFile, limits: ListLimits = LIST_LIMITS): Promise<ListReading | { refused: ListRefusal }> {
  try {
    return await readParts(file, limits);
  } catch (error) {
    if (error instanceof ListRefused) return { refused: error.refusal };
    throw error;
  }
}

async function readParts(file: ListFile, limits: ListLimits): Promise<ListReading> {
  checkParts(file);
  const said: { published?: string; passedOver: number } = { passedOver: 0 };
  const context: ReadingContext = {
    list: file.list,
    limits,
    part: (name) => file.parts.find(({ part }) => part === name),
    published: (date) => {
      if (date) said.published = date;
    },
    passedOver: () => {
      said.passedOver += 1;
    },
  };
  const entries = new Map<string, ListEntry>();
  const notes: ListNote[] = [];
  for await (const draft of READERS[file.format](context)) {
    if (entries.has(draft.id)) refuse('LIST_ENTRY_TWICE', `entry ${draft.id} stands twice in the list`, draft.at);
    entries.set(draft.id, draft.entry(limits));
    notes.push(...draft.notes);
    if (entries.size > limits.entries) refuse('LIST_TOO_MANY_ENTRIES', `more than ${limits.entries} entries`, draft.at);
  }
  if (entries.size === 0) refuse('LIST_EMPTY', 'the list has no entries');
  const ordered = [...entries.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    entries: ordered,
    sha256: hashOf(file),
    ...(said.published && { publishedAt: said.published }),
    counts: { ...countsOf(ordered), passedOver: said.passedOver, notes: notes.length },
    notes: notes.slice(0, MOST_NOTES),
  };
}

function checkParts(file: ListFile): void {
  if (!Object.hasOwn(READERS, file.format)) refuse('LIST_FORMAT_UNKNOWN', `no format is called '${file.format}'`);
  if (!file.parts.some(({ part }) => part === 'main')) refuse('LIST_PART_MISSING', 'the list has no main file');
  const names = file.parts.map(({ part }) => part);
  if (new Set(names).size !== names.length) refuse('LIST_PART_ODD', 'a part was sent twice');
  const extra = file.parts.find(({ part }) => !LIST_PARTS.includes(part) || (part !== 'main' && file.format !== 'ofac-csv'));
  if (extra !== undefined) refuse('LIST_PART_ODD', `${file.format} has no part ${extra.part}`, { file: extra.name });
}

/** Each part is hashed with its name and length, so that no other cut of the same bytes gives the same. */
function hashOf(file: ListFile): string {
  const hash = createHash('sha256').update(file.format);
  for (const name of LIST_PARTS) {
    const part = file.parts.find((one) => one.part === name);
    if (part !== undefined) hash.update(`\n${name} ${part.bytes.length}\n`).update(part.bytes);
  }
  return hash.digest('hex');
}

function countsOf(entries: readonly ListEntry[]): Pick<ListCounts, 'entries' | 'names' | 'weakNames' | 'identifiers'> {
  const sum = (count: (entry: ListEntry) => number) => entries.reduce((total, entry) => total + count(entry), 0);
  return {
    entries: entries.length,
    names: sum(({ names }) => names.length),
    weakNames: sum(({ weakNames }) => weakNames?.length ?? 0),
    identifiers: sum(({ identifiers }) => identifiers?.length ?? 0),
  };
}
