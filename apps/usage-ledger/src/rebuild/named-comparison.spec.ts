import { compareKeys, compareNamed } from './named-comparison.js';
import { Differences, LISTED_MAX } from './rebuild.js';
import type { NamedRow } from './replay.port.js';

async function* pages(...all: [string, object][][]): AsyncIterable<NamedRow[]> {
  for (const page of all) yield page.map(([key, value]) => ({ key, value: JSON.stringify(value) }));
}

async function compared(standing: AsyncIterable<NamedRow[]>, rebuilt: AsyncIterable<NamedRow[]>) {
  const differences = new Differences();
  const rows = await compareNamed('t', standing, rebuilt, differences);
  return {
    rows,
    listed: differences.listed.map(({ what, stands, rebuilt: other }) => `${what}: ${stands}, ${other}`),
    all: differences.count,
  };
}

describe('a comparison by names', () => {
  it('finds what stands on one side alone, wherever it is, and whatever the pages are', async () => {
    const left = pages(
      [['a', {}]],
      [],
      [
        ['c', {}],
        ['d', {}],
      ],
    );
    const right = pages(
      [
        ['b', {}],
        ['c', {}],
      ],
      [['e', {}]],
    );
    expect(await compared(left, right)).toEqual({
      rows: 3,
      listed: ['t a: {}, nothing', 't b: nothing, {}', 't d: {}, nothing', 't e: nothing, {}'],
      all: 4,
    });
  });

  it('says which fields differ, and of lists only what the other has not', async () => {
    const left = pages([['a', { x: 1, y: null, claims: [[1], [2]] }]]);
    const right = pages([['a', { x: 1, y: 'z', claims: [[2], [3]] }]]);
    expect((await compared(left, right)).listed).toEqual(['t a: y: null, "z"', 't a: claims: [[1]], [[3]]']);
  });

  it('does not lose what differs as text alone', async () => {
    const row = (value: string) =>
      (async function* () {
        yield [{ key: 'a', value }];
      })();
    expect((await compared(row('{"n":9007199254740993}'), row('{"n":9007199254740992}'))).all).toBe(1);
  });

  it('counts all and lists the first', async () => {
    const many = pages(Array.from({ length: LISTED_MAX + 5 }, (_, i) => [String(i).padStart(4, '0'), {}]));
    const { all, listed } = await compared(many, pages());
    expect([all, listed.length]).toEqual([LISTED_MAX + 5, LISTED_MAX]);
  });

  it('refuses rows out of order, which it would compare with the wrong ones', async () => {
    await expect(
      compared(
        pages([
          ['b', {}],
          ['a', {}],
        ]),
        pages(),
      ),
    ).rejects.toThrow('out of order at a');
    await expect(compared(pages([['a', {}]], [['a', {}]]), pages())).rejects.toThrow('out of order at a');
  });

  it('orders as PostgreSQL does, by bytes: JavaScript puts what is beyond U+FFFF before U+FF5E', () => {
    expect(compareKeys('\u{1f600}', '\uff5e')).toBeGreaterThan(0);
    expect('\u{1f600}' < '\uff5e').toBe(true);
  });
});
