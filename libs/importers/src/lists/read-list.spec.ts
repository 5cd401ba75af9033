import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { ListEntry } from '@tidemark/screening';
import fc from 'fast-check';
import type { ListFile, ListPartName } from './list-file.js';
import { type ListReading, readList } from './read-list.js';

const fixture = (name: string) => readFileSync(`libs/importers/fixtures/${name}`);
const ofac = (over: Partial<Record<ListPartName, Uint8Array>> = {}): ListFile => ({
  list: 'ofac-sdn',
  format: 'ofac-csv',
  parts: (['main', 'alt', 'add'] as const).map((part) => ({
    part,
    name: `${part}.csv`,
    bytes: over[part] ?? fixture(part === 'main' ? 'sdn.csv' : `${part}.csv`),
  })),
});
const single = (format: ListFile['format'], bytes: Uint8Array | string): ListFile => ({
  list: 'a-list',
  format,
  parts: [{ part: 'main', name: 'list', bytes: Buffer.from(bytes) }],
});

async function taken(file: ListFile): Promise<ListReading> {
  const reading = await readList(file);
  if ('refused' in reading) throw new Error(JSON.stringify(reading.refused));
  return reading;
}
async function refusal(file: ListFile): Promise<{ code: string; line?: number }> {
  const reading = await readList(file);
  return 'refused' in reading ? reading.refused : { code: 'TAKEN' };
}
const entry = (reading: ListReading, id: string): ListEntry => reading.entries.find((one) => one.id === id)!;

describe("OFAC's files", () => {
  it('give names, aliases and addresses of one entity as one entry', async () => {
    const reading = await taken(ofac());
    expect(reading.counts).toMatchObject({ entries: 8, notes: 0 });
    expect(entry(reading, '306')).toMatchObject({
      kind: 'LEGAL',
      names: [{ text: 'BANCO NACIONAL DE CUBA' }, { text: 'NATIONAL BANK OF CUBA', kind: 'ALIAS' }],
      weakNames: [{ text: 'BNC', kind: 'WEAK' }],
      programs: ['CUBA'],
      countries: expect.arrayContaining(['CH', 'ES', 'JP', 'PA']),
    });
  });

  it('write a person in the order it is spoken, with what the remarks say of it', async () => {
    const reading = await taken(ofac());
    expect(entry(reading, '2676')).toMatchObject({
      kind: 'NATURAL',
      birthDates: ['1951-06-19'],
      identifiers: [
        { scheme: 'PASSPORT', value: '1084010', country: 'EG' },
        { scheme: 'PASSPORT', value: '19820215' },
      ],
    });
    expect(entry(reading, '2676').names.map(({ text }) => text)).toContain('Dr. Ayman AL ZAWAHIRI');
    expect(entry(reading, '18645')).toMatchObject({
      birthDates: ['1993~1995'],
      countries: ['GB', 'SY'],
      names: [{ text: 'Nasser MUTHANA' }],
    });
    expect(entry(reading, '8175')).toMatchObject({ birthDates: ['1948~1952'], countries: ['YE'] });
    expect(entry(reading, '13140').programs).toEqual(['IRAN', 'NPWMD', 'IFSR']);
    expect(entry(reading, '15036')).toMatchObject({
      kind: 'UNKNOWN',
      identifiers: expect.arrayContaining([{ scheme: 'IMO', value: '9187629' }]),
    });
  });

  it('are refused when they end before their last character, wherever they are cut', async () => {
    const whole = fixture('sdn.csv');
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: whole.length - 1 }), async (length) => {
        expect((await refusal(ofac({ main: whole.subarray(0, length) }))).code).toMatch(/TRUNCATED|COLUMNS/);
      }),
      { numRuns: 60 },
    );
  });

  it('are refused with the line when a row has other columns, or an alias is of nobody', async () => {
    const rows = fixture('sdn.csv').toString('latin1').split('\r\n');
    rows.splice(3, 0, '99,"SHORT"');
    expect(await refusal(ofac({ main: Buffer.from(rows.join('\r\n')) }))).toMatchObject({ code: 'LIST_COLUMNS_WRONG', line: 4 });
    const orphan = Buffer.from('77777,1,"aka","NOBODY",-0- \r\n\u001a');
    expect(await refusal(ofac({ alt: orphan }))).toMatchObject({ code: 'LIST_PART_ODD', line: 1 });
  });
});

describe("the UN's list", () => {
  it('keeps grades of aliases, scripts, ranges and documents', async () => {
    const reading = await taken(single('un-xml', gzipSync(fixture('un.xml'))));
    expect(reading.publishedAt).toBe('2026-02-27T00:00:09.554Z');
    expect(entry(reading, 'CDi.003')).toMatchObject({
      kind: 'NATURAL',
      names: [
        { text: 'GASTON IYAMUREMYE', kind: 'LEGAL' },
        { text: 'Byiringiro Victor Rumuli' },
        { text: 'Victor Rumuri' },
        { text: 'Michel Byiringiro' },
      ],
      weakNames: [{ text: 'Rumuli' }],
      birthDates: ['1948'],
      countries: expect.arrayContaining(['RW']),
      programs: ['UN DRC'],
    });
    expect(entry(reading, 'IQi.001').names[1]).toEqual({ text: 'صدام حسين التكريتي', kind: 'TRANSLITERATED' });
    expect(entry(reading, 'CDi.030').birthDates).toEqual(['1973~1974']);
    expect(entry(reading, 'CDi.014').birthDates).toEqual(['1962-03-17', '1964~1968']);
    expect(entry(reading, 'CDi.021').identifiers).toContainEqual({ scheme: 'PASSPORT', value: 'OB 0243318', country: 'CD' });
    expect(entry(reading, 'CDe.003').names.map(({ text }) => text)).toEqual([
      'COMPAGNIE AERIENNE DES GRANDS LACS (CAGL)',
      'GREAT LAKES BUSINESS COMPANY (GLBC)',
      'CAGL',
    ]);
  });

  it('is refused when it is cut, whether plain or packed', async () => {
    const whole = fixture('un.xml');
    const packed = gzipSync(whole);
    const end = whole.toString('utf8').trimEnd().length;
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0.01, max: 0.99, noNaN: true }), async (share) => {
        const cut = Buffer.from(whole.toString('utf8').slice(0, Math.floor(end * share)));
        expect((await refusal(single('un-xml', cut))).code).toMatch(/TRUNCATED|XML_BROKEN/);
        expect((await refusal(single('un-xml', packed.subarray(0, Math.max(20, Math.floor(packed.length * share)))))).code).toMatch(
          /TRUNCATED|COMPRESSION/,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('takes no document type, no other root and no other encoding', async () => {
    const text = fixture('un.xml').toString('utf8');
    const dtd = text.replace('<CONSOLIDATED_LIST', '<!DOCTYPE x [<!ENTITY a "b">]><CONSOLIDATED_LIST');
    expect((await refusal(single('un-xml', dtd))).code).toBe('LIST_XML_BROKEN');
    expect((await refusal(single('un-xml', text.replaceAll('CONSOLIDATED_LIST', 'OTHER')))).code).toBe('LIST_XML_ROOT_WRONG');
    expect((await refusal(single('un-xml', Buffer.from(text.replace('Ngabu', 'Ngabé'), 'latin1')))).code).toBe('LIST_ENCODING_WRONG');
    expect((await refusal(single('un-xml', Buffer.from(`\ufeff${text}`, 'utf16le')))).code).toBe('LIST_ENCODING_WRONG');
  });
});

describe('the US Consolidated Screening List', () => {
  it('reads rows of every agency under an id that a corrected address does not change', async () => {
    const text = fixture('csl.csv').toString('utf8');
    const before = await taken(single('us-csl-csv', text));
    const after = await taken(single('us-csl-csv', text.replaceAll('Antalya', 'Izmir')));
    expect(after.entries.map(({ id }) => id)).toEqual(before.entries.map(({ id }) => id));
    const aviation = before.entries.find(({ names }) => names[0]?.text.startsWith('3K Aviation'))!;
    expect(aviation).toMatchObject({
      countries: ['TR'],
      programs: ['EL'],
      names: [{}, { text: '3K Havacilik ve Danismanlik SAN. TIC. LTD. ST', kind: 'ALIAS' }],
    });
    expect(entry(before, 'PLC-9696')).toMatchObject({ kind: 'NATURAL', names: [{ text: 'Naser ABDUL JAWAD' }, {}], birthDates: ['1965'] });
    expect(entry(before, 'SSI-19692').identifiers).toContainEqual({ scheme: 'TAX', value: '8904075533' });
  });

  it('reads numbers whichever way round they stand, with their country and without', async () => {
    const [header] = fixture('csl.csv').toString('utf8').split('\n');
    const row = (ids: string) =>
      header!
        .split(',')
        .map((name) => (name === 'ids' ? `"${ids}"` : name === 'name' ? 'Somebody' : ''))
        .join(',');
    const read = async (ids: string) => (await taken(single('us-csl-csv', `${header}\n${row(ids)}\n`))).entries[0]!.identifiers;
    const passport = { scheme: 'PASSPORT', value: 'A 12', country: 'CO' };
    expect(await read('CO, A 12, Passport; Gender, Male')).toEqual([passport]);
    expect(await read('Passport, A 12, CO')).toEqual([passport]);
    expect(await read('A 12, Passport')).toEqual([{ scheme: 'PASSPORT', value: 'A 12' }]);
    expect(await read('Passport, A 12')).toEqual([{ scheme: 'PASSPORT', value: 'A 12' }]);
  });

  it('is refused by another header, by a missing column, and when the last line is cut', async () => {
    const text = fixture('csl.csv').toString('utf8');
    expect((await refusal(single('us-csl-csv', 'a,b\n1,2\n1,2\n1,2\n1,2\n'))).code).toBe('LIST_HEADER_WRONG');
    expect((await refusal(single('us-csl-csv', text.replace('alt_names', 'other')))).code).toBe('LIST_HEADER_WRONG');
    expect((await refusal(single('us-csl-csv', text.slice(0, -1)))).code).toBe('LIST_TRUNCATED');
    expect((await refusal(single('us-csl-csv', `${text}x,y\n`))).code).toBe('LIST_COLUMNS_WRONG');
  });
});

describe('any list', () => {
  it('is ordered by id, whatever the order of its file was, and hashed by its bytes', async () => {
    const reading = await taken(ofac());
    expect(reading.entries.map(({ id }) => id)).toEqual(reading.entries.map(({ id }) => id).toSorted());
    expect((await taken(ofac())).sha256).toBe(reading.sha256);
    expect((await taken({ ...ofac(), parts: ofac().parts.slice(0, 1) })).sha256).not.toBe(reading.sha256);
  });

  it('has limits of bytes, also unpacked, and of entries', async () => {
    const bomb = single('un-xml', gzipSync(Buffer.alloc(3_000_000, 0x20)));
    const limits = { bytes: 1_000_000, entries: 3, namesPerEntry: 100, fieldCharacters: 10_000 };
    expect(await readList(bomb, limits)).toMatchObject({ refused: { code: 'LIST_TOO_LARGE' } });
    expect(await readList(ofac(), limits)).toMatchObject({ refused: { code: 'LIST_TOO_MANY_ENTRIES' } });
  });

  it('is refused when it is empty, of no known format, of wrong parts, or has an entry twice', async () => {
    expect((await refusal(single('us-csl-csv', ''))).code).toBe('LIST_EMPTY');
    expect((await refusal(single('us-csl-csv', `${fixture('csl.csv').toString('utf8').split('\n')[0]}\n`))).code).toBe('LIST_EMPTY');
    expect((await refusal(single('toString' as never, 'x'))).code).toBe('LIST_FORMAT_UNKNOWN');
    expect((await refusal({ ...ofac(), format: 'un-xml' })).code).toBe('LIST_PART_ODD');
    expect((await refusal({ ...ofac(), parts: ofac().parts.slice(1) })).code).toBe('LIST_PART_MISSING');
    const rows = fixture('sdn.csv').toString('latin1').replace('36,"AERO', '306,"AERO');
    expect((await refusal(ofac({ main: Buffer.from(rows), alt: Buffer.from('\u001a'), add: Buffer.from('\u001a') }))).code).toBe(
      'LIST_ENTRY_TWICE',
    );
  });

  it('never throws, whatever bytes it is given', async () => {
    const formats = [
      'ofac-csv',
      'un-xml',
      'us-csl-csv',
      'eu-fsf-xml',
      'uk-ofsi-csv',
      'uk-sanctions-csv',
      'uk-sanctions-xml',
      'ftm-json',
    ] as const;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...formats), fc.oneof(fc.uint8Array(), fc.string()), async (format, bytes) => {
        expect((await refusal(single(format, bytes))).code).toMatch(/^LIST_/);
      }),
      { numRuns: 300 },
    );
  });
});
