import { type ListFormat } from '../lists/list-file.js';
import { type ListReading, readList } from '../lists/read-list.js';

async function read(format: ListFormat, text: string): Promise<ListReading> {
  const reading = await readList({ list: 'a-list', format, parts: [{ part: 'main', name: 'list', bytes: Buffer.from(text) }] });
  if ('refused' in reading) throw new Error(JSON.stringify(reading.refused));
  return reading;
}

/** Fictional entries in the form of the EU's "XML full sanctions list 1.1". */
const EU = `<?xml version="1.0" encoding="UTF-8"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-07-28T11:43:32+02:00" globalFileId="1">
  <sanctionEntity designationDetails="" unitedNationId="TAi.999" euReferenceNumber="EU.27.28" logicalId="13">
    <regulation regulationType="amendment" programme="TST" numberTitle="1/2020 (OJ L1)" logicalId="348"/>
    <subjectType code="person" classificationCode="P"/>
    <nameAlias firstName="Otto" middleName="" lastName="Beispiel" wholeName="Otto Beispiel" function="Minister" title="Dr" strong="true"/>
    <nameAlias firstName="" lastName="" wholeName="Der Otto" strong="false"/>
    <nameAlias wholeName="Отто Байшпиль" strong="true"/>
    <citizenship countryIso2Code="IQ" countryDescription="IRAQ"/>
    <birthdate circa="false" calendarType="GREGORIAN" birthdate="1937-04-28" dayOfMonth="28" monthOfYear="4" year="1937" countryIso2Code="IQ"/>
    <birthdate circa="true" calendarType="GREGORIAN" year="1940" countryIso2Code="00"/>
    <birthdate circa="true" calendarType="GREGORIAN" yearRangeFrom="1953" yearRangeTo="1958" countryIso2Code="00"/>
    <birthdate circa="false" calendarType="ISLAMIC" year="1351"/>
    <identification knownFalse="false" number="UT 123" identificationTypeCode="passport" identificationTypeDescription="National passport" countryIso2Code="IQ"/>
    <identification knownFalse="true" number="FALSE1" identificationTypeCode="passport" countryIso2Code="IQ"/>
    <address city="Basra" street="Main St 1" countryIso2Code="IQ" countryDescription="IRAQ"/>
  </sanctionEntity>
  <sanctionEntity euReferenceNumber="EU.9.98" logicalId="7002">
    <regulation programme="TST"/>
    <subjectType code="enterprise" classificationCode="E"/>
    <nameAlias wholeName="Beispiel Holding SA" strong="true"/>
  </sanctionEntity>
</export>
`;

const OFSI_HEADER =
  'Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,Name Non-Latin Script,Non-Latin Script Type,Non-Latin Script Language,DOB,Town of Birth,Country of Birth,Nationality,Passport Number,Passport Details,National Identification Number,National Identification Details,Position,Address 1,Address 2,Address 3,Address 4,Address 5,Address 6,Post/Zip Code,Country,Other Information,Group Type,Alias Type,Alias Quality,Regime,Listed On,UK Sanctions List Date Designated,Last Updated,Group ID';
const FCDO_HEADER =
  'Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Name type,Alias strength,Title,Name non-latin script,Non-latin script type,Non-latin script language,Regime Name,Designation Type,Designation source,Sanctions Imposed,Other Information,UK Statement of Reasons,Address Line 1,Address Line 2,Address Line 3,Address Line 4,Address Line 5,Address Line 6,Address Postal Code,Address Country,Phone number,Website,Email address,Date Designated,D.O.B,Nationality(/ies),National Identifier number,National Identifier additional information,Passport number,Passport additional information,Position,Gender,Town of birth,Country of birth,Type of entity,Subsidiaries,Parent company,Business registration number (s),IMO number,Current owner/operator (s),Previous owner/operator (s),Current believed flag of ship,Previous flags,Type of ship,Tonnage of ship,Length of ship,Year Built,Hull identification number (HIN)';

/** One row of a CSV under a header, by the header's names. */
function row(header: string, cells: Record<string, string>): string {
  const names = header.split(',');
  for (const name of Object.keys(cells)) if (!names.includes(name)) throw new Error(`no column ${name}`);
  return names.map((name) => `"${cells[name] ?? ''}"`).join(',');
}

it('the list of the EU', async () => {
  const { entries, publishedAt, notes } = await read('eu-fsf-xml', EU);
  expect(publishedAt).toBe('2026-07-28T11:43:32+02:00');
  expect(entries[0]).toMatchObject({
    id: 'EU.27.28',
    kind: 'NATURAL',
    names: [{ text: 'Otto Beispiel' }, { text: 'Отто Байшпиль' }],
    weakNames: [{ text: 'Der Otto', kind: 'WEAK' }],
    birthDates: ['1937-04-28', '1938~1942', '1953~1958'],
    countries: ['IQ'],
    identifiers: [{ scheme: 'PASSPORT', value: 'UT 123', country: 'IQ' }],
    programs: ['TST'],
    titles: ['Dr', 'Minister'],
    addresses: [{ text: 'Main St 1, Basra', country: 'IQ' }],
  });
  expect(entries[1]).toMatchObject({ id: 'EU.9.98', kind: 'LEGAL' });
  expect(notes).toEqual([expect.objectContaining({ code: 'BIRTH_DATE_ODD', entry: 'EU.27.28' })]);
  const other = EU.replace('http://eu.europa.ec/fpi/fsd/export', 'http://example.org');
  await expect(read('eu-fsf-xml', other)).rejects.toThrow('LIST_XML_ROOT_WRONG');
});

it("the Office of Financial Sanctions Implementation's list: rows of one group are one entry", async () => {
  const person = { 'Group Type': 'Individual', 'Group ID': '6897', Regime: 'Test', DOB: '00/00/1959' };
  const text = [
    'Last Updated,03/06/2026',
    OFSI_HEADER,
    row(OFSI_HEADER, {
      ...person,
      'Name 6': 'QUILL',
      'Name 1': 'Tobias',
      'Name 2': 'Ezra',
      'Alias Type': 'Primary name',
      Nationality: '(1) Iran (2) British',
      'Name Non-Latin Script': 'Тобиас Квилл',
    }),
    row(OFSI_HEADER, { ...person, 'Name 6': 'TOBY', 'Alias Type': 'AKA', 'Alias Quality': 'Low', 'Passport Number': 'A12' }),
    row(OFSI_HEADER, {
      'Name 6': 'QUILL SHIPPING LTD',
      'Alias Type': 'Primary name',
      'Group Type': 'Entity',
      'Group ID': '12',
      Regime: 'Test',
      Country: 'Syria',
    }),
    '',
  ].join('\r\n');
  const { entries, publishedAt } = await read('uk-ofsi-csv', text);
  expect(publishedAt).toBe('2026-06-03');
  expect(entries).toEqual([
    expect.objectContaining({ id: '12', kind: 'LEGAL', countries: ['SY'], names: [{ text: 'QUILL SHIPPING LTD', kind: 'LEGAL' }] }),
    expect.objectContaining({
      id: '6897',
      kind: 'NATURAL',
      names: [
        { text: 'Tobias Ezra QUILL', kind: 'LEGAL' },
        { text: 'Тобиас Квилл', kind: 'TRANSLITERATED' },
      ],
      weakNames: [{ text: 'TOBY', kind: 'WEAK' }],
      birthDates: ['1959'],
      countries: ['IR', 'GB'],
      identifiers: [{ scheme: 'PASSPORT', value: 'A12' }],
    }),
  ]);
});

it.each([
  ['today', FCDO_HEADER],
  ['until 2025', FCDO_HEADER.replace('Designation Type', '"Individual, Entity, Ship"')],
])('the UK Sanctions List as CSV, by its header of %s', async (_, header) => {
  const cells = row(FCDO_HEADER, {
    'Unique ID': 'TST0001',
    'Name 6': 'QUILL',
    'Name 1': 'Tobias',
    'Name type': 'Primary Name',
    'Regime Name': 'The Test Regulations',
    'Designation Type': 'Individual',
    'D.O.B': 'dd/03/1959',
    'Nationality(/ies)': 'Russia',
    'Passport number': 'A12',
    'IMO number': '9000000',
    'Address Line 1': '1 Quay',
    'Address Country': 'Malta',
  });
  const { entries, publishedAt } = await read('uk-sanctions-csv', `Report Date: 13-Feb-2026\n${header}\n${cells}\n`);
  expect(publishedAt).toBe('2026-02-13');
  expect(entries).toEqual([
    expect.objectContaining({
      id: 'TST0001',
      kind: 'NATURAL',
      names: [{ text: 'Tobias QUILL', kind: 'LEGAL' }],
      birthDates: ['1959-03'],
      countries: ['RU', 'MT'],
      addresses: [{ text: '1 Quay', country: 'MT' }],
    }),
  ]);
});

it('the UK Sanctions List as XML', async () => {
  const { entries, publishedAt } = await read(
    'uk-sanctions-xml',
    `<?xml version="1.0" encoding="utf-8"?><Designations><DateGenerated>08/10/2026</DateGenerated><Designation><UniqueID>TST0002</UniqueID>
     <Names><Name><Name1>Tobias</Name1><Name6>QUILL</Name6><NameType>Primary Name</NameType></Name>
     <Name><Name6>Toby</Name6><NameType>Alias</NameType><AliasStrength>Low quality</AliasStrength></Name></Names>
     <NonLatinNames><NonLatinName><NameNonLatinScript>Тобиас Квилл</NameNonLatinScript></NonLatinName></NonLatinNames>
     <RegimeName>The Test Regulations</RegimeName><IndividualEntityShip>Individual</IndividualEntityShip>
     <IndividualDetails><Individual><DOBs><DOB>27/08/1955</DOB><DOB>dd/mm/1950</DOB></DOBs><Nationalities><Nationality>Afghanistan</Nationality></Nationalities>
     <PassportDetails><Passport><PassportNumber>P1</PassportNumber></Passport></PassportDetails></Individual></IndividualDetails></Designation></Designations>`,
  );
  expect(publishedAt).toBe('2026-10-08');
  expect(entries[0]).toMatchObject({
    names: [{ text: 'Tobias QUILL' }, { text: 'Тобиас Квилл' }],
    weakNames: [{ text: 'Toby' }],
    birthDates: ['1955-08-27', '1950'],
    countries: ['AF'],
    identifiers: [{ scheme: 'PASSPORT', value: 'P1' }],
  });
});

it('FollowTheMoney: persons of interest with their documents and sanctions; the rest is passed over and counted', async () => {
  const lines = [
    {
      id: 'a-1',
      schema: 'Person',
      properties: { name: ['Tobias Quill'], weakAlias: ['Toby'], birthDate: ['1959-03'], nationality: ['ru'], topics: ['sanction'] },
    },
    { id: 'a-2', schema: 'Passport', properties: { holder: ['a-1'], number: ['A12'], country: ['ru'] } },
    { id: 'a-3', schema: 'Sanction', properties: { entity: ['a-1'], program: ['TEST-1'] } },
    { id: 'a-4', schema: 'Person', properties: { name: ['A Relative'] } },
    { id: 'a-5', schema: 'Ownership', properties: { owner: ['a-1'], asset: ['a-6'] } },
    {
      id: 'a-6',
      schema: 'Company',
      target: true,
      properties: { name: ['Quill AG'], leiCode: ['5299001234567890AB12'], jurisdiction: ['ch'] },
    },
  ].map((one) => JSON.stringify(one));
  const { entries, counts } = await read('ftm-json', `${lines.join('\n')}\n`);
  expect(counts).toMatchObject({ entries: 2, passedOver: 2 });
  expect(entries[0]).toMatchObject({
    id: 'a-1',
    kind: 'NATURAL',
    weakNames: [{ text: 'Toby' }],
    birthDates: ['1959-03'],
    countries: ['RU'],
    identifiers: [{ scheme: 'PASSPORT', value: 'A12', country: 'RU' }],
    programs: ['sanction', 'TEST-1'],
  });
  expect(entries[1]).toMatchObject({ kind: 'LEGAL', identifiers: [{ scheme: 'LEI', value: '5299001234567890AB12', country: 'CH' }] });
  await expect(read('ftm-json', lines.join('\n').slice(0, -9))).rejects.toThrow('LIST_TRUNCATED');
  await expect(read('ftm-json', `{"id":1}\n${lines[0]}\n`)).rejects.toThrow('LIST_JSON_BROKEN');
});
