import fc from 'fast-check';
import type { ListEntry } from '../entries/list-entry.js';
import type { ScreenedPerson } from '../entries/screened-person.js';
import { scorePersons } from '../scoring/score-persons.js';
import { ScreeningIndex } from './screening-index.js';

const SYLLABLES = [
  'mo',
  'ha',
  'med',
  'gre',
  'gor',
  'li',
  'son',
  'kim',
  'jong',
  'zap',
  'ol',
  'ski',
  'ab',
  'dul',
  'rah',
  'man',
  'be',
  'a',
  'ng',
  'tra',
];
const WORDS = [
  'al',
  'bin',
  'Abdul',
  'Rahman',
  'Muhammad',
  'Kim',
  'Jong',
  'Maria',
  'Garcia',
  'J.',
  'Bank',
  'LLC',
  '44',
  'Sasha',
  'Aleksandr',
  'John',
  'محمد',
  'Иванов',
];
const anyWord = fc.oneof(
  fc.constantFrom(...WORDS),
  fc.array(fc.constantFrom(...SYLLABLES), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('')),
);
const anyName = fc.array(anyWord, { minLength: 1, maxLength: 5 }).map((words) => words.join(' '));
const anyPerson: fc.Arbitrary<ScreenedPerson> = fc.record({
  kind: fc.constantFrom('NATURAL', 'NATURAL', 'LEGAL', 'UNKNOWN') as fc.Arbitrary<ScreenedPerson['kind']>,
  names: fc.array(
    anyName.map((text) => ({ text })),
    { minLength: 1, maxLength: 2 },
  ),
  birthDates: fc.array(fc.constantFrom('1970', '1980-01-02'), { maxLength: 1 }),
  countries: fc.array(fc.constantFrom('AF', 'RU'), { maxLength: 1 }),
  identifiers: fc.array(fc.record({ scheme: fc.constantFrom('PASSPORT', 'TAX'), value: fc.constantFrom('A123456', 'B654321') }), {
    maxLength: 1,
  }),
});
const entry = (person: ScreenedPerson, number: number): ListEntry => ({ ...person, id: `e${number}`, list: 'test', programs: [] });
/** Some entries are the person asked about with a letter changed, so that there is something to find. */
const questionAndEntries = fc
  .tuple(anyPerson, fc.array(anyPerson, { minLength: 1, maxLength: 12 }), fc.array(fc.nat({ max: 30 }), { maxLength: 4 }))
  .map(([person, others, places]) => {
    const altered = places.map(
      (place): ScreenedPerson => ({
        ...person,
        names: person.names.map(({ text }) => ({ text: text.slice(0, place) + text.slice(place + 1) || 'x' })),
      }),
    );
    return { person, entries: [...others, ...altered].map(entry) };
  });

describe('the index', () => {
  it('finds every entry that scores the threshold or more, with the score and reasons of the pair, and no other', () => {
    fc.assert(
      fc.property(questionAndEntries, fc.constantFrom(0.5, 0.7, 0.85), ({ person, entries }, threshold) => {
        const found = ScreeningIndex.build(entries).screen(person, { threshold, limit: 100 });
        const wanted = entries.map((one) => ({ one, ...scorePersons(person, one) })).filter(({ score }) => score >= threshold);
        expect(found.map((match) => match.entry).sort()).toEqual(wanted.map(({ one }) => one.id).sort());
        for (const { one, score } of wanted) expect(found.find((match) => match.entry === one.id)?.score).toBe(score);
      }),
      { numRuns: Number(process.env.SCREENING_CASES ?? 300) },
    );
  });

  it('gives every match a key that the person asked about has', () => {
    fc.assert(
      fc.property(questionAndEntries, ({ person, entries }) => {
        const index = ScreeningIndex.build(entries);
        const keys = new Set(index.retrievalKeys(person));
        for (const match of index.screen(person, { limit: 100 })) {
          const listed = entries.find(({ id }) => id === match.entry) as ListEntry;
          expect(index.retrievalKeys(listed).some((key) => keys.has(key))).toBe(true);
        }
      }),
    );
  });

  it('answers to the byte, whatever was asked before', () => {
    fc.assert(
      fc.property(questionAndEntries, anyPerson, ({ person, entries }, other) => {
        const index = ScreeningIndex.build(entries);
        const first = JSON.stringify(index.screen(person));
        index.screen(other);
        expect(JSON.stringify(index.screen(person))).toBe(first);
        expect(JSON.stringify(ScreeningIndex.build([...entries].reverse()).screen(person))).toBe(first);
      }),
    );
  });
});

describe('an answer', () => {
  const listed = [
    entry({ kind: 'NATURAL', names: [{ text: 'Gregor Zapolski' }], birthDates: ['1990'] }, 1),
    entry({ kind: 'NATURAL', names: [{ text: 'Gregor Zapolski' }], birthDates: ['1970-05-06'] }, 2),
    entry({ kind: 'NATURAL', names: [{ text: 'Hannah Lindqvist' }], identifiers: [{ scheme: 'PASSPORT', value: 'A 123-456' }] }, 3),
    entry({ kind: 'LEGAL', names: [{ text: 'Zapolski Trading LLC' }] }, 4),
  ];
  const index = ScreeningIndex.build(listed);

  it('stands best first', () => {
    const matches = index.screen(
      { kind: 'NATURAL', names: [{ text: 'Zapolski, Gregor' }], birthDates: ['1970-05-06'] },
      { threshold: 0.5 },
    );
    expect(matches.map((match) => match.entry)).toEqual(['e2', 'e1']);
  });

  it('is cut to the best', () =>
    expect(index.screen({ kind: 'NATURAL', names: [{ text: 'Gregor Zapolski' }] }, { limit: 1 }).map((match) => match.entry)).toEqual([
      'e1',
    ]));

  it('finds a document under another name', () => {
    const [match] = index.screen({
      kind: 'NATURAL',
      names: [{ text: 'Tamim Wardak' }],
      identifiers: [{ scheme: 'PASSPORT', value: 'a123456' }],
    });
    expect(match).toMatchObject({
      entry: 'e3',
      list: 'test',
      features: expect.arrayContaining([expect.objectContaining({ feature: 'IDENTIFIER' })]),
    });
  });

  it('is nothing for who is not listed', () => expect(index.screen({ kind: 'NATURAL', names: [{ text: 'Tamim Wardak' }] })).toEqual([]));
});
