import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { amountOf, parseCsv, ppmOf, tablesOf, textOf } from './csv-rows.js';

const parsed = (text: string) => parseCsv(Buffer.from(text));

describe('rows of a table', () => {
  it('take a byte order mark, quotes, short rows and stray quotes', () => {
    const rows = parsed('\uFEFFname, amount ,more\n"A, B",1,x\nC "the" D,2\n\n');
    expect(rows).toEqual([
      { name: 'A, B', amount: '1', more: 'x' },
      { name: 'C "the" D', amount: '2' },
    ]);
  });

  it('say nothing where a cell says that nothing is known', () => {
    const [row] = parsed('a,b,c\nnan,N/A,\n');
    expect(['a', 'b', 'c', 'd'].map((column) => textOf(row!, column))).toEqual([undefined, undefined, undefined, undefined]);
  });

  it.each([
    ['1,024', 1024],
    ['3.5e+07', 35_000_000],
    ['0', undefined],
    ['-3', undefined],
    ['many', undefined],
    ['Infinity', undefined],
  ])('read %s as the amount %s', (text, amount) => expect(amountOf({ n: text }, 'n')).toBe(amount));

  it.each([
    ['0.4042', 404_200],
    ['40.42', 404_200],
    ['40.42%', 404_200],
    ['0.5 %', 5000],
    ['1', 1_000_000],
    ['0', undefined],
    ['140', undefined],
    ['high', undefined],
    [undefined, undefined],
  ])('read the share %s as %s ppm', (text, ppm) => expect(ppmOf(text)).toBe(ppm));
});

describe('the tables that are meant', () => {
  const home = mkdtempSync(join(tmpdir(), 'tidemark-tables-'));
  afterAll(() => rmSync(home, { recursive: true }));
  mkdirSync(join(home, 'runs'));
  writeFileSync(join(home, 'runs', 'b.csv'), 'model,hours\nx,1\n');
  writeFileSync(join(home, 'runs', 'a.csv.gz'), gzipSync('model,hours\ny,2\n'));
  writeFileSync(join(home, 'runs', 'other.csv'), 'name\nz\n');
  writeFileSync(join(home, 'runs', 'notes.txt'), 'nothing');
  const COLUMNS = ['model', 'hours'];

  it('are those of the inner folder, of a folder, or one file', () => {
    const files = [join(home, 'runs', 'a.csv.gz'), join(home, 'runs', 'b.csv')];
    expect(tablesOf(home, 'runs', COLUMNS).files.map(({ file }) => file)).toEqual(files);
    expect(tablesOf(join(home, 'runs'), 'runs', COLUMNS)).toMatchObject({ passedOver: [join(home, 'runs', 'other.csv')] });
    expect(tablesOf(files[0]!, 'runs', COLUMNS).files[0]!.rows).toEqual([{ model: 'y', hours: '2' }]);
  });

  it('are none where nothing is', () => expect(tablesOf(join(home, 'nowhere'), 'runs', COLUMNS).files).toEqual([]));
  it('are refused where one is named that is about something else', () =>
    expect(() => tablesOf(join(home, 'runs', 'other.csv'), 'runs', COLUMNS)).toThrow('lacks the columns model, hours'));
});
