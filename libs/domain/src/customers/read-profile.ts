import type {
  AdministrationAccess,
  Contact,
  CustomerKind,
  CustomerProfile,
  Identifier,
  PaymentMeans,
  PersonName,
  PostalAddress,
  Stated,
} from './customer-profile.js';
import { PROFILE_LIMITS } from './profile-limits.js';
import type { ProfileProblem } from './profile-problem.js';
import { FieldReader, isObject, readStated, type StatedDefaults } from './profile-reader.js';
import { scriptOfName } from './script-of-name.js';

export type ProfileReading = { readonly profile: CustomerProfile } | { readonly problems: readonly ProfileProblem[] };

/**
 * A profile from untrusted JSON: every field by its type and limits, every problem with its field. An item is the JSON of its type with
 * `source`, `statedAt` and `evidence` beside it (or `{value, source, ...}`); one-valued fields may be written as the plain value. Dates are
 * ISO 8601, or milliseconds in a field ending in `Ms`. What the values mean (check digits, countries) is for checkProfile.
 */
export function readProfile(json: unknown, defaults: StatedDefaults): ProfileReading {
  const problems: ProfileProblem[] = [];
  if (!isObject(json)) return { problems: [{ code: 'FIELD_MALFORMED', field: '', detail: 'Write a profile as an object.' }] };
  const reader = new FieldReader(json, '', problems);
  const profile = readFields(reader, defaults);
  reader.refuseUnknown();
  return problems.length > 0 ? { problems } : { profile };
}

/** The names of all fields that a profile may have; a change may name any of them. */
export const PROFILE_FIELDS = [
  'kind',
  'reference',
  'names',
  'addresses',
  'identifiers',
  'jurisdiction',
  'legalForm',
  'birthDate',
  'nationalities',
  'contacts',
  'payments',
  'businessPurpose',
  'intendedUse',
  'sector',
  'expectedBand',
  'administration',
] as const satisfies readonly (keyof CustomerProfile)[];

function readFields(reader: FieldReader, defaults: StatedDefaults): CustomerProfile {
  const L = PROFILE_LIMITS;
  const items = <Value>(name: string, max: number, read: (item: FieldReader) => Value): Stated<Value>[] =>
    reader.objects(name, max, (item) => readStated(item, defaults, read));
  return dropAbsent({
    kind: reader.oneOf<CustomerKind>('kind', ['LEGAL', 'NATURAL']),
    reference: reader.text('reference', L.referenceCharactersMax),
    names: items('names', L.namesMax, readName),
    addresses: items('addresses', L.addressesMax, readAddress),
    identifiers: items('identifiers', L.identifiersMax, readIdentifier),
    jurisdiction: readOne(reader, 'jurisdiction', L.lineCharactersMax, defaults),
    legalForm: readOne(reader, 'legalForm', L.lineCharactersMax, defaults),
    birthDate: readOne(reader, 'birthDate', L.lineCharactersMax, defaults),
    nationalities: readNationalities(reader, defaults),
    contacts: items('contacts', L.contactsMax, readContact),
    payments: items('payments', L.paymentsMax, readPayment),
    businessPurpose: readOne(reader, 'businessPurpose', L.textCharactersMax, defaults),
    intendedUse: readOne(reader, 'intendedUse', L.textCharactersMax, defaults),
    sector: readOne(reader, 'sector', L.lineCharactersMax, defaults),
    expectedBand: readOne(reader, 'expectedBand', L.lineCharactersMax, defaults),
    administration: items('administration', L.administrationMax, readAdministration),
  });
}

/** `"DE"` or `{value: "DE", source: "registry:GLEIF", statedAt: "2026-01-05"}`. */
function readOne(reader: FieldReader, name: string, charactersMax: number, defaults: StatedDefaults): Stated<string> | undefined {
  const raw = reader.raw(name);
  if (raw === undefined) return undefined;
  if (!isObject(raw)) {
    const value = reader.text(name, charactersMax);
    return value === undefined ? undefined : { value, source: defaults.source, statedAtMs: defaults.nowMs, evidence: [] };
  }
  const inner = new FieldReader(raw, reader.pathOf(name), reader.problems);
  return readStated(inner, defaults, (item) => item.requiredText('value', charactersMax));
}

function readNationalities(reader: FieldReader, defaults: StatedDefaults): Stated<string>[] {
  const raw = reader.raw('nationalities');
  const plain = Array.isArray(raw) && raw.every((item) => typeof item === 'string');
  if (!plain) {
    return reader.objects('nationalities', PROFILE_LIMITS.nationalitiesMax, (item) =>
      readStated(item, defaults, (inner) => inner.requiredText('value', PROFILE_LIMITS.lineCharactersMax)),
    );
  }
  const codes = reader.texts('nationalities', PROFILE_LIMITS.nationalitiesMax, PROFILE_LIMITS.lineCharactersMax);
  return codes.map((value) => ({ value, source: defaults.source, statedAtMs: defaults.nowMs, evidence: [] }));
}

function readName(reader: FieldReader): PersonName {
  const text = reader.requiredText('text', PROFILE_LIMITS.nameCharactersMax);
  return dropAbsent({
    text,
    kind: reader.oneOf('kind', ['LEGAL', 'TRADING', 'FORMER', 'TRANSLITERATED', 'ALIAS'], 'LEGAL'),
    script: reader.text('script', 4) ?? scriptOfName(text),
    fromMs: reader.instant('from'),
    toMs: reader.instant('to'),
  });
}

function readAddress(reader: FieldReader): PostalAddress {
  const L = PROFILE_LIMITS;
  return dropAbsent({
    kind: reader.oneOf('kind', ['REGISTERED', 'BUSINESS', 'RESIDENTIAL', 'MAILING']),
    lines: reader.texts('lines', L.addressLinesMax, L.lineCharactersMax),
    locality: reader.text('locality', L.lineCharactersMax),
    region: reader.text('region', L.lineCharactersMax),
    postalCode: reader.text('postalCode', L.lineCharactersMax),
    country: reader.requiredText('country', L.lineCharactersMax),
  });
}

function readIdentifier(reader: FieldReader): Identifier {
  return dropAbsent({
    scheme: reader.oneOf('scheme', ['LEI', 'REGISTRATION', 'TAX', 'PASSPORT', 'NATIONAL_ID']),
    value: reader.requiredText('value', PROFILE_LIMITS.identifierCharactersMax),
    country: reader.text('country', PROFILE_LIMITS.lineCharactersMax),
    validToMs: reader.instant('validTo'),
  });
}

function readContact(reader: FieldReader): Contact {
  return { kind: reader.oneOf('kind', ['EMAIL', 'PHONE']), value: reader.requiredText('value', PROFILE_LIMITS.contactCharactersMax) };
}

function readPayment(reader: FieldReader): PaymentMeans {
  return dropAbsent({
    kind: reader.oneOf('kind', ['CARD', 'BANK_ACCOUNT', 'WALLET', 'INVOICE']),
    token: reader.requiredText('token', PROFILE_LIMITS.tokenCharactersMax),
    institution: reader.text('institution', PROFILE_LIMITS.lineCharactersMax),
    country: reader.text('country', PROFILE_LIMITS.lineCharactersMax),
  });
}

function readAdministration(reader: FieldReader): AdministrationAccess {
  const ip = reader.requiredText('ip', PROFILE_LIMITS.lineCharactersMax);
  const atMs = reader.instant('at');
  if (atMs === undefined) reader.fail('FIELD_MISSING', 'at', 'Say when: date and time of each access are kept.');
  return { ip, atMs: atMs ?? 0 };
}

type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Absent fields are absent and not undefined, so that two equal profiles are equal in every form. */
function dropAbsent<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}
