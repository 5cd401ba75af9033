import type { ListEntry, ScreenedPerson } from '@tidemark/screening';
import { matchFacts } from './match-facts.js';

const person: ScreenedPerson = { kind: 'NATURAL', names: [{ text: 'Ivan Petrov' }], birthDates: ['1970'], countries: ['RU', 'CY'] };
const entry: ListEntry = {
  id: 'e',
  list: 'l',
  kind: 'NATURAL',
  names: [{ text: 'Иван Петров' }],
  countries: ['RU'],
  identifiers: [{ scheme: 'PASSPORT', value: '12', country: 'RU' }],
  programs: ['A'],
};
const names = { query: 'Ivan Petrov', entry: 'Иван Петров' };
const facts = matchFacts(person, entry, names);

it.each<[string, Partial<ScreenedPerson>, Partial<ListEntry>]>([
  [
    'a remark, a program, a title or an address line of the entry',
    {},
    { remarks: 'x', programs: ['B'], titles: ['Dr'], addresses: [{ text: 'y' }] },
  ],
  [
    'another name on either side that did not meet',
    { names: [...person.names, { text: 'Other' }] },
    { names: [...entry.names, { text: 'Another' }] },
  ],
  ['the order in which things are listed', { countries: ['CY', 'RU'] }, {}],
])('does not count: %s', (_, ours, theirs) => expect(matchFacts({ ...person, ...ours }, { ...entry, ...theirs }, names)).toBe(facts));

it.each<[string, Partial<ScreenedPerson>, Partial<ListEntry>]>([
  ["the customer's birth date", { birthDates: ['1971'] }, {}],
  ["the entry's birth date", {}, { birthDates: ['1970'] }],
  ['a country', { countries: ['RU'] }, {}],
  ['a number', {}, { identifiers: [] }],
])('counts: %s', (_, ours, theirs) => expect(matchFacts({ ...person, ...ours }, { ...entry, ...theirs }, names)).not.toBe(facts));

it('counts: which names met', () => expect(matchFacts(person, entry, { ...names, query: 'Iwan Petrow' })).not.toBe(facts));
