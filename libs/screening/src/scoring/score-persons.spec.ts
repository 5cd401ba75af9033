import fc from 'fast-check';
import type { ScreenedPerson } from '../entries/screened-person.js';
import { SCREENING_CONFIGURATION } from './configuration.js';
import { scoreOf } from './score-curve.js';
import { scorePersons } from './score-persons.js';
import { WEIGHTS } from './weights.js';

const person = (text: string, more: Partial<ScreenedPerson> = {}): ScreenedPerson => ({ kind: 'NATURAL', names: [{ text }], ...more });
const company = (text: string): ScreenedPerson => ({ kind: 'LEGAL', names: [{ text }] });
const alerts = (a: ScreenedPerson, b: ScreenedPerson) => scorePersons(a, b).score >= SCREENING_CONFIGURATION.alertThreshold;

/** Small cases of the project's own, by what they try. */
const SAME_PEOPLE: readonly (readonly [string, string, string])[] = [
  ['a letter doubled', 'Hannah Lindqvistt', 'Hannah Lindqvist'],
  ['two letters swapped', 'Gregor Zapolsky', 'Gregor Zaploski'],
  ['order and comma', 'Zapolski, Gregor', 'Gregor Zapolski'],
  ['title', 'Dr. Gregor Zapolski', 'Gregor Zapolski'],
  ['written together', 'GregorZapolski', 'Gregor Zapolski'],
  ['written apart', 'Gregor Zapo lski', 'Gregor Zapolski'],
  ['patronymic left out', 'Gregor Zapolski', 'Gregor Antonovich Zapolski'],
  ['short form', 'Bill Underhaugh', 'William Underhaugh'],
  ['short form of another language', 'Sasha Belomorov', 'Aleksandr Belomorov'],
  ['name of another language', 'Juan Ferrandis', 'John Ferrandis'],
  ['initial', 'G. Zapolski', 'Gregor Zapolski'],
  ['initials in one', 'JC Ferrandis', 'Jean-Claude Ferrandis'],
  ['Cyrillic', 'Григорий Запольский', 'Grigory Zapolsky'],
  ['German spelling of Russian', 'Wladimir Selesnjow', 'Vladimir Zeleznyov'],
  ['Arabic', 'يوسف البغدادي', 'Yusuf al-Baghdadi'],
  ['servant of', 'Abd al-Rahman Zubaydi', 'Abdurrahman Zubaydi'],
  ['the faith', 'Qamar ud-Din Wardak', 'Qamaruddin Wardak'],
  ['son of', 'Tamim bin Rashid al-Khalq', 'Tamim al-Khalq'],
  ['Han', '王建民', 'Wang Jianmin'],
  ['Han read in Korean', '金成國', 'Kim Song Guk'],
  ['Han read in Japanese', '山田花子', 'Yamada Hanako'],
  ['Hangul', '박성민', 'Park Song-min'],
  ['Greek', 'Νικόλαος Παπαδάκης', 'Nikolaos Papadakis'],
  ['Hebrew', 'דניאל רוזנברג', 'Daniel Rosenberg'],
  ['Kana', 'マルクス・ベッカー', 'Markus Becker'],
  ['digits for letters', 'Greg0r Zap0lski', 'Gregor Zapolski'],
  ['a slip in a short part', 'Mun Tae Gwon', 'Mun Tae Gwan'],
];

const OTHER_PEOPLE: readonly (readonly [string, string, string])[] = [
  ['another given name', 'Anton Zapolski', 'Gregor Zapolski'],
  ['another family name', 'Gregor Zapolski', 'Gregor Lindqvist'],
  ['one part of four is another', 'Tamim Rashid Omar Wardak', 'Tamim Rashid Omar Noorzai'],
  ['one name in common', 'Tamim', 'Tamim Rashid Wardak'],
  ['another initial', 'B. Zapolski', 'Gregor Zapolski'],
  ['nothing in common', 'Hannah Lindqvist', 'Tamim Wardak'],
];

const SAME_COMPANIES: readonly (readonly [string, string, string])[] = [
  ['legal form written out', 'Nordwind Aktiengesellschaft', 'Nordwind AG'],
  ['legal form left out', 'Nordwind Shipping', 'Nordwind Shipping Ltd'],
  ['legal form of another language', 'ООО "Нордвинд Логистика"', 'Nordvind Logistika LLC'],
  ['points', 'N.W.S. Aviation', 'NWS Aviation'],
  ['and', 'Field & Marrow Inc.', 'Field and Marrow Inc'],
  ['abbreviation', 'Nordwind Intl Trdg Co', 'Nordwind International Trading Company'],
  ['ordinal', '1st Nordwind Bank', 'First Nordwind Bank'],
  ['number word', 'Regiment Forty-Four', 'Regiment 44'],
  ['written together', 'Northwind Metals', 'North Wind Metals'],
  ['initials', 'NMHW', 'Nordwind Metal Hafen Werke'],
];

const OTHER_COMPANIES: readonly (readonly [string, string, string])[] = [
  ['opposed legal forms', 'Nordwind Capital AG', 'Nordwind Capital GmbH'],
  ['only general words in common', 'Nordwind Trading Company', 'Lindqvist Trading Company'],
  ['another line of business', 'Nordwind Systems', 'Nordwind Industries'],
  ['a place swapped', 'Nordwind Solutions (Spain)', 'Nordwind Solutions (Norway)'],
];

describe('who is taken for whom', () => {
  it.each(SAME_PEOPLE)('%s: %s is %s', (_, a, b) => expect(alerts(person(a), person(b))).toBe(true));
  it.each(OTHER_PEOPLE)('%s: %s is not %s', (_, a, b) => expect(alerts(person(a), person(b))).toBe(false));
  it.each(SAME_COMPANIES)('%s: %s is %s', (_, a, b) => expect(alerts(company(a), company(b))).toBe(true));
  it.each(OTHER_COMPANIES)('%s: %s is not %s', (_, a, b) => expect(alerts(company(a), company(b))).toBe(false));

  it('a person is no company, whatever the name', () => expect(alerts(person('Gregor Zapolski'), company('Gregor Zapolski'))).toBe(false));
  it('nothing to compare scores nothing', () =>
    expect(scorePersons({ kind: 'NATURAL', names: [] }, person('Gregor Zapolski')).score).toBe(0));
});

describe('a weak name', () => {
  const listed = {
    kind: 'NATURAL',
    names: [{ text: 'Tamim Wardak' }],
    weakNames: [{ text: 'Gregor Antonovich Zapolski' }],
    birthDates: ['1970-01-02'],
  } as const;
  it('alerts nobody by itself', () => expect(scorePersons(person('Gregor Antonovich Zapolski'), listed).score).toBeLessThan(0.7));
  it('does with the birth date', () =>
    expect(alerts(person('Gregor Antonovich Zapolski', { birthDates: ['1970-01-02'] }), listed)).toBe(true));
});

const WORDS = [
  'Gregor',
  'Zapolski',
  'Mohammed',
  'al',
  'bin',
  'Abdul',
  'Rahman',
  'Kim',
  'Jong',
  'Un',
  'Maria',
  'de',
  'Garcia',
  'J.',
  'Trading',
  'LLC',
  'Bank',
  '44',
  'Иванов',
  'محمد',
  '王伟',
  'O’Brien',
  'Lee',
  'van',
  'Sasha',
];
const anyName = fc
  .array(fc.oneof(fc.constantFrom(...WORDS), fc.string({ minLength: 1, maxLength: 8 })), { minLength: 1, maxLength: 6 })
  .map((words) => words.join(' '));
const anyKind = fc.constantFrom('NATURAL', 'LEGAL', 'UNKNOWN') as fc.Arbitrary<ScreenedPerson['kind']>;
const anyDate = fc.constantFrom('1970', '1971', '1970-05', '1970-05-06', '1970-06-05', '1973-01-01', '1990', '1965~1971', 'unknown');
const anyCountry = fc.constantFrom('AF', 'RU', 'KP', 'US');
const anyIdentifier = fc.record({
  scheme: fc.constantFrom('LEI', 'PASSPORT', 'TAX'),
  value: fc.constantFrom('A123456', 'a-123 456', '99887766'),
});
const anyPerson: fc.Arbitrary<ScreenedPerson> = fc.record({
  kind: anyKind,
  names: fc.array(
    anyName.map((text) => ({ text })),
    { minLength: 1, maxLength: 2 },
  ),
  birthDates: fc.array(anyDate, { maxLength: 2 }),
  countries: fc.array(anyCountry, { maxLength: 2 }),
  identifiers: fc.array(anyIdentifier, { maxLength: 2 }),
});

describe('any two persons', () => {
  it('score alike whoever is asked about whom', () => {
    fc.assert(fc.property(anyPerson, anyPerson, (a, b) => expect(scorePersons(a, b).score).toBe(scorePersons(b, a).score)));
  });

  it('score from 0 to short of 1', () => {
    fc.assert(
      fc.property(anyPerson, anyPerson, (a, b) => {
        const { score } = scorePersons(a, b);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThan(1);
      }),
    );
  });

  it('get reasons whose weights sum to what the names score', () => {
    fc.assert(
      fc.property(anyKind, anyName, anyName, (kind, one, other) => {
        const { score, features } = scorePersons({ kind, names: [{ text: one }] }, { kind, names: [{ text: other }] });
        if (features.length === 0) return;
        const sum = features.reduce((total, { weight }) => total + weight, 0);
        expect(Math.abs(score - scoreOf(sum, WEIGHTS))).toBeLessThan(1e-5);
      }),
    );
  });

  it('are never scored lower for evidence that agrees', () => {
    fc.assert(
      fc.property(anyPerson, anyPerson, anyDate, anyCountry, anyIdentifier, (a, b, date, country, identifier) => {
        const bare = scorePersons(a, b).score;
        const agreeing = (change: (person: ScreenedPerson) => ScreenedPerson) => scorePersons(change(a), change(b)).score;
        if (date !== 'unknown')
          expect(agreeing((one) => ({ ...one, birthDates: [...(one.birthDates ?? []), date] }))).toBeGreaterThanOrEqual(bare);
        expect(agreeing((one) => ({ ...one, countries: [...(one.countries ?? []), country] }))).toBeGreaterThanOrEqual(bare);
        expect(agreeing((one) => ({ ...one, identifiers: [...(one.identifiers ?? []), identifier] }))).toBeGreaterThanOrEqual(bare);
      }),
    );
  });

  it('are never scored higher for evidence that contradicts', () => {
    fc.assert(
      fc.property(anyPerson, anyPerson, (a, b) => {
        const bare = (one: ScreenedPerson) => ({ kind: one.kind, names: one.names });
        const without = scorePersons(bare(a), bare(b)).score;
        expect(
          scorePersons({ ...bare(a), birthDates: ['1950-01-01'] }, { ...bare(b), birthDates: ['1990-12-31'] }).score,
        ).toBeLessThanOrEqual(without);
        expect(scorePersons({ ...bare(a), countries: ['AF'] }, { ...bare(b), countries: ['US'] }).score).toBeLessThanOrEqual(without);
        expect(
          scorePersons(
            { ...bare(a), identifiers: [{ scheme: 'LEI', value: 'AAAAAAAA' }] },
            { ...bare(b), identifiers: [{ scheme: 'LEI', value: 'BBBBBBBB' }] },
          ).score,
        ).toBeLessThanOrEqual(without);
      }),
    );
  });
});

describe('a score', () => {
  const listed = person('Gregor Antonovich Zapolski', {
    birthDates: ['1970-05-06'],
    countries: ['RU'],
    identifiers: [{ scheme: 'PASSPORT', value: 'A123456' }],
  });
  const rising: ScreenedPerson[] = [
    person('Gregor Zapolski'),
    person('Gregor Antonovich Zapolski'),
    person('Gregor Antonovich Zapolski', { countries: ['RU'] }),
    person('Gregor Antonovich Zapolski', { countries: ['RU'], birthDates: ['1970'] }),
    person('Gregor Antonovich Zapolski', { countries: ['RU'], birthDates: ['1970-05-06'] }),
    listed,
  ];

  it('is not flat at the top: every piece of evidence shows', () => {
    const scores = rising.map((one) => scorePersons(one, listed).score);
    expect(scores).toEqual([...scores].sort((a, b) => a - b));
    expect(new Set(scores).size).toBe(scores.length);
  });

  it('says why, a line for each feature', () => {
    const { features } = scorePersons(person('Grigory Zapolski', { birthDates: ['1970'] }), listed);
    expect(features.map(({ feature }) => feature)).toEqual(['NICKNAME', 'NAME_PART', 'UNMATCHED_PART', 'BIRTH_DATE']);
    expect(features.map(({ reason }) => reason)).toEqual([
      '"Grigory" is a form of the same given name as "Gregor".',
      '"Zapolski" is the same as "Zapolski".',
      '"Antonovich" stands only in the listed name.',
      'Born in the same year.',
    ]);
  });
});
