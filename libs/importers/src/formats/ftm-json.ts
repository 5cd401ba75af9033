import { setImmediate as nextTurn } from 'node:timers/promises';
import { mainPart, type ReadingContext } from '../lists/list-file.js';
import { decodeText } from '../reading/decode-text.js';
import { refuse } from '../reading/list-refused.js';
import { EntryDraft } from '../values/entry-draft.js';

/**
 * FollowTheMoney entities, one JSON object a line, as OpenSanctions publishes them (`entities.ftm.json`) to whoever holds a licence. Persons,
 * organisations and ships that carry a topic of risk, or are marked as targets, are entries; sanctions, passports and identifications are
 * read into the entry they belong to; relatives, addresses and edges are passed over, and counted.
 */
interface FtmEntity {
  readonly id: string;
  readonly schema: string;
  readonly properties: Readonly<Record<string, readonly string[]>>;
  readonly target?: boolean;
  readonly line: number;
}

const KINDS: Readonly<Record<string, 'NATURAL' | 'LEGAL' | 'UNKNOWN'>> = {
  Person: 'NATURAL',
  LegalEntity: 'UNKNOWN',
  Company: 'LEGAL',
  Organization: 'LEGAL',
  PublicBody: 'LEGAL',
  Vessel: 'UNKNOWN',
  Airplane: 'UNKNOWN',
};

const NUMBERS: Readonly<Record<string, string>> = {
  passportNumber: 'Passport',
  idNumber: 'National Identification',
  taxNumber: 'Tax ID',
  vatCode: 'V.A.T.',
  innCode: 'INN',
  registrationNumber: 'Registration Number',
  ogrnCode: 'OGRN',
  okpoCode: 'OKPO',
  uscCode: 'Unified Social Credit Code',
  leiCode: 'LEI',
  dunsCode: 'DUNS',
  swiftBic: 'SWIFT',
  imoNumber: 'IMO',
  mmsi: 'MMSI',
};

const BATCH = 500;

export async function* readFtmJson(context: ReadingContext): AsyncGenerator<EntryDraft> {
  const file = mainPart(context);
  const text = decodeText(file, 'utf-8', context.limits);
  const listed: FtmEntity[] = [];
  const about = new Map<string, FtmEntity[]>();
  for await (const entity of entitiesIn(text, file.name)) {
    if (KINDS[entity.schema] !== undefined && isListed(entity)) listed.push(entity);
    else if (!fileUnder(about, entity)) context.passedOver();
    if (listed.length > context.limits.entries)
      refuse('LIST_TOO_MANY_ENTRIES', `more than ${context.limits.entries} entries`, { file: file.name });
  }
  for (const entity of listed) yield draftOf(context, entity, about.get(entity.id) ?? [], file.name);
}

function isListed(entity: FtmEntity): boolean {
  return entity.target === true || (entity.properties.topics ?? []).length > 0;
}

/** What belongs to another entity is kept under that one's id. */
function fileUnder(about: Map<string, FtmEntity[]>, entity: FtmEntity): boolean {
  const holders =
    entity.schema === 'Sanction'
      ? entity.properties.entity
      : /^(Passport|Identification)$/.test(entity.schema)
        ? entity.properties.holder
        : undefined;
  for (const holder of holders ?? []) about.set(holder, [...(about.get(holder) ?? []), entity]);
  return (holders ?? []).length > 0;
}

function draftOf(context: ReadingContext, entity: FtmEntity, about: readonly FtmEntity[], file: string): EntryDraft {
  const draft = new EntryDraft(context.list, entity.id, { file, line: entity.line }).is(KINDS[entity.schema]!);
  const all = (name: string) => entity.properties[name] ?? [];
  for (const name of all('name')) draft.named(name, 'LEGAL');
  for (const name of all('alias')) draft.named(name, 'ALIAS');
  for (const name of all('previousName')) draft.named(name, 'FORMER');
  for (const name of [...all('weakAlias'), ...all('abbreviation')]) draft.named(name, 'WEAK', true);
  for (const date of all('birthDate')) draft.born(date);
  for (const country of ['nationality', 'citizenship', 'country', 'jurisdiction', 'mainCountry', 'flag'].flatMap(all)) draft.from(country);
  const [home] = [...all('nationality'), ...all('jurisdiction'), ...all('country')];
  for (const [property, label] of Object.entries(NUMBERS)) for (const number of all(property)) draft.identified(label, number, home);
  for (const address of all('address')) draft.addressed([address], '');
  for (const title of [...all('title'), ...all('position')]) draft.titled(title);
  for (const topic of [...all('topics'), ...all('programId')]) draft.under(topic);
  for (const other of about) addAbout(draft, other);
  for (const note of all('notes')) draft.remarked(note);
  return draft;
}

function addAbout(draft: EntryDraft, other: FtmEntity): void {
  const all = (name: string) => other.properties[name] ?? [];
  if (other.schema === 'Sanction') for (const program of [...all('programId'), ...all('program')]) draft.under(program);
  const label = other.schema === 'Passport' ? 'Passport' : (all('type')[0] ?? 'National Identification');
  for (const number of [...all('number'), ...all('passportNumber')]) draft.identified(label, number, all('country')[0] ?? '');
}

async function* entitiesIn(text: string, file: string): AsyncGenerator<FtmEntity> {
  let line = 0;
  for (let from = 0; from < text.length; ) {
    line += 1;
    const end = text.indexOf('\n', from);
    const row = text.slice(from, end < 0 ? text.length : end).trim();
    if (row !== '') yield readEntity(row, file, line, end < 0);
    from = end < 0 ? text.length : end + 1;
    if (line % BATCH === 0) await nextTurn();
  }
}

function readEntity(row: string, file: string, line: number, last: boolean): FtmEntity {
  const read = parsed(row);
  if (read === undefined && last) refuse('LIST_TRUNCATED', 'the last line is cut off', { file, line });
  if (!isEntity(read)) refuse('LIST_JSON_BROKEN', 'the line is no FollowTheMoney entity (id, schema, properties of texts)', { file, line });
  return { ...read, line };
}

function parsed(row: string): unknown {
  try {
    return JSON.parse(row);
  } catch {
    return undefined;
  }
}

function isEntity(read: unknown): read is Omit<FtmEntity, 'line'> {
  if (typeof read !== 'object' || read === null) return false;
  const { id, schema, properties } = read as Record<string, unknown>;
  if (typeof id !== 'string' || typeof schema !== 'string' || typeof properties !== 'object' || properties === null) return false;
  return isText(id) && Object.values(properties).every((values) => Array.isArray(values) && values.every(isText));
}

/** JSON can write a NUL and half a character, which are no text and cannot be kept. */
const isText = (value: unknown): value is string => typeof value === 'string' && value.isWellFormed() && !value.includes('\0');
