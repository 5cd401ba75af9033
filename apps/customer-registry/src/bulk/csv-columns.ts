/** One customer on one line of a table: what each column says of it. Lists have one item here; JSON Lines can say everything. */
type Cells = Readonly<Record<string, string>>;

/** A column to a path of the profile; `[]` begins an item of a list, which columns of one number fill together. */
const PATHS = {
  kind: 'kind',
  related: 'related',
  reference: 'reference',
  name: 'names[0].text',
  trading_name: 'names[1].text',
  former_name: 'names[2].text',
  transliterated_name: 'names[3].text',
  address_kind: 'addresses[0].kind',
  address_line1: 'addresses[0].lines[0]',
  address_line2: 'addresses[0].lines[1]',
  locality: 'addresses[0].locality',
  region: 'addresses[0].region',
  postal_code: 'addresses[0].postalCode',
  country: 'addresses[0].country',
  jurisdiction: 'jurisdiction',
  legal_form: 'legalForm',
  lei: 'identifiers[0].value',
  registration_number: 'identifiers[1].value',
  registration_country: 'identifiers[1].country',
  tax_number: 'identifiers[2].value',
  tax_country: 'identifiers[2].country',
  passport_number: 'identifiers[3].value',
  passport_country: 'identifiers[3].country',
  national_id: 'identifiers[4].value',
  national_id_country: 'identifiers[4].country',
  birth_date: 'birthDate',
  nationality: 'nationalities[0]',
  email: 'contacts[0].value',
  phone: 'contacts[1].value',
  payment_kind: 'payments[0].kind',
  payment_token: 'payments[0].token',
  payment_institution: 'payments[0].institution',
  payment_country: 'payments[0].country',
  business_purpose: 'businessPurpose',
  intended_use: 'intendedUse',
  sector: 'sector',
  expected_band: 'expectedBand',
} as const satisfies Record<string, string>;

export const CSV_COLUMNS = Object.keys(PATHS) as (keyof typeof PATHS)[];
export const CSV_COLUMNS_REQUIRED = ['kind', 'name'] as const satisfies readonly (keyof typeof PATHS)[];

/** What an item is by its place: said by the column's own name. */
const IMPLIED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'names[0]': { kind: 'LEGAL' },
  'names[1]': { kind: 'TRADING' },
  'names[2]': { kind: 'FORMER' },
  'names[3]': { kind: 'TRANSLITERATED' },
  'identifiers[0]': { scheme: 'LEI' },
  'identifiers[1]': { scheme: 'REGISTRATION' },
  'identifiers[2]': { scheme: 'TAX' },
  'identifiers[3]': { scheme: 'PASSPORT' },
  'identifiers[4]': { scheme: 'NATIONAL_ID' },
  'contacts[0]': { kind: 'EMAIL' },
  'contacts[1]': { kind: 'PHONE' },
};

/** The same object that `POST /v1/customers` takes. An empty cell says nothing. */
export function profileOfRow(cells: Cells): Record<string, unknown> {
  const profile: Record<string, unknown> = {};
  const lists = new Map<string, Map<string, Record<string, unknown> | string>>();
  for (const column of CSV_COLUMNS) {
    const text = cells[column]?.trim() ?? '';
    if (text === '') continue;
    const [, list, place, field] = /^(\w+)\[(\d)\](?:\.(.+))?$/.exec(PATHS[column]) ?? [];
    if (list === undefined) profile[PATHS[column]] = column === 'related' ? truth(text) : text;
    else put(itemsOf(lists, list), `${list}[${place}]`, { field, text });
  }
  for (const [list, items] of lists) profile[list] = [...items.values()];
  return withAddressKind(profile);
}

type Items = Map<string, Record<string, unknown> | string>;

function itemsOf(lists: Map<string, Items>, list: string): Items {
  const known = lists.get(list);
  if (known) return known;
  const made: Items = new Map();
  lists.set(list, made);
  return made;
}

function put(items: Items, place: string, { field, text }: { field: string | undefined; text: string }): void {
  if (field === undefined) return void items.set(place, text);
  const item = (items.get(place) as Record<string, unknown> | undefined) ?? { ...IMPLIED[place] };
  const line = /^lines\[\d\]$/.test(field);
  if (line) item.lines = [...((item.lines as string[] | undefined) ?? []), text];
  else item[field] = text;
  items.set(place, item);
}

/** A company's address is taken for its registered one, a person's for her home, unless the column says otherwise. */
function withAddressKind(profile: Record<string, unknown>): Record<string, unknown> {
  const [address] = (profile.addresses as Record<string, unknown>[] | undefined) ?? [];
  if (address && address.kind === undefined) address.kind = profile.kind === 'NATURAL' ? 'RESIDENTIAL' : 'REGISTERED';
  return profile;
}

/** What is neither is left as it stands, for the check to refuse by name. */
const truth = (text: string): unknown => (/^(true|yes|1)$/i.test(text) ? true : /^(false|no|0)$/i.test(text) ? false : text);
