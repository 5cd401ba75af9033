import { BULK_ROW_BYTES_MAX, BULK_ROWS_MAX, type BulkFormat, type BulkRow, readBulkFile } from './bulk-file.js';

const read = (text: string, format: BulkFormat = 'JSON_LINES') => readBulkFile(Buffer.from(text), format);
const rowsOf = (text: string, format?: BulkFormat): BulkRow[] => {
  const found = read(text, format);
  if ('refused' in found) throw new Error(found.refused.detail);
  return found.rows;
};
const profiles = (text: string) => rowsOf(text, 'CSV').map((row) => ('json' in row ? JSON.parse(row.json) : row.code));

describe('a file of many customers', () => {
  it('has a row a line, blank lines aside; what is no object costs itself alone', () =>
    expect(rowsOf('{"kind":"LEGAL"}\r\n\n[1]\n{"a":\nnull\n')).toEqual([
      { json: '{"kind":"LEGAL"}' },
      { code: 'ROW_MALFORMED' },
      { code: 'ROW_MALFORMED' },
      { code: 'ROW_MALFORMED' },
    ]));

  it('may be a table: each column says what its cell is, and an empty cell says nothing', () =>
    expect(
      profiles(
        [
          'kind,name,trading_name,lei,registration_number,registration_country,email,address_line1,country,related',
          'LEGAL,"Nordlys, Regnekraft AS",Nordlys,,923456783,NO,post@example.com,Havnegata 7,NO,yes',
          'NATURAL,Ana Lima,,,,,,Rua 1,PT,',
        ].join('\n'),
      ),
    ).toEqual([
      {
        kind: 'LEGAL',
        related: true,
        names: [
          { kind: 'LEGAL', text: 'Nordlys, Regnekraft AS' },
          { kind: 'TRADING', text: 'Nordlys' },
        ],
        addresses: [{ kind: 'REGISTERED', lines: ['Havnegata 7'], country: 'NO' }],
        identifiers: [{ scheme: 'REGISTRATION', value: '923456783', country: 'NO' }],
        contacts: [{ kind: 'EMAIL', value: 'post@example.com' }],
      },
      {
        kind: 'NATURAL',
        names: [{ kind: 'LEGAL', text: 'Ana Lima' }],
        addresses: [{ kind: 'RESIDENTIAL', lines: ['Rua 1'], country: 'PT' }],
      },
    ]));

  it('loses only the row whose cells do not fit the columns', () =>
    expect(profiles('kind,name\nLEGAL,A\nLEGAL\nLEGAL,B,C\nLEGAL,D\n').map((one) => one.names?.[0].text ?? one)).toEqual([
      'A',
      'ROW_MALFORMED',
      'ROW_MALFORMED',
      'D',
    ]));

  it.each<[string, string, BulkFormat, string]>([
    ['has a column that nobody knows', 'kind,name,shoe_size\n', 'CSV', 'BULK_HEADER_MALFORMED'],
    ['lacks a column', 'kind,email\n', 'CSV', 'BULK_HEADER_MALFORMED'],
    ['names a column twice', 'kind,name,name\n', 'CSV', 'BULK_HEADER_MALFORMED'],
    ['ends within quotes', 'kind,name\nLEGAL,"A\n', 'CSV', 'BULK_HEADER_MALFORMED'],
    ['has a header alone', 'kind,name\n', 'CSV', 'BULK_EMPTY'],
    ['has nothing', '\n\n', 'JSON_LINES', 'BULK_EMPTY'],
    ['has too many rows', '{}\n'.repeat(BULK_ROWS_MAX + 1), 'JSON_LINES', 'BULK_TOO_LARGE'],
  ])('is refused whole when it %s', (_, text, format, code) => expect(read(text, format)).toMatchObject({ refused: { code } }));

  it('is refused when it is no UTF-8', () =>
    expect(readBulkFile(Buffer.from([0x7b, 0xff, 0x7d]), 'JSON_LINES')).toMatchObject({ refused: { code: 'BULK_NOT_TEXT' } }));

  it('takes no row beyond the limit', () =>
    expect(rowsOf(`${JSON.stringify({ sector: 'x'.repeat(BULK_ROW_BYTES_MAX) })}\n{}`)).toEqual([
      { code: 'ROW_TOO_LARGE' },
      { json: '{}' },
    ]));
});
