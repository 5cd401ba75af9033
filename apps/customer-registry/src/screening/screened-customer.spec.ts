import type { CustomerProfile, Stated } from '@tidemark/domain';
import { screenedCustomer } from './screened-customer.js';

const stated = <Value>(value: Value, source = 'customer'): Stated<Value> => ({ value, source, statedAtMs: 1, evidence: [] });
const profile: CustomerProfile = {
  kind: 'NATURAL',
  names: [stated({ text: 'Ada Quill', kind: 'LEGAL' }), stated({ text: 'Ада Квилл', kind: 'TRANSLITERATED', script: 'Cyrl' })],
  addresses: [stated({ kind: 'RESIDENTIAL', lines: ['1 Quay'], country: 'MT' })],
  identifiers: [stated({ scheme: 'PASSPORT', value: 'A12', country: 'GB', validToMs: 5 })],
  birthDate: stated('1970-02-03'),
  nationalities: [stated('GB'), stated('MT')],
  contacts: [stated({ kind: 'EMAIL', value: 'ada@example.org' })],
  payments: [],
  administration: [],
};

it('compares names, births, countries and numbers, each once', () =>
  expect(screenedCustomer(profile)).toEqual({
    kind: 'NATURAL',
    names: [
      { text: 'Ada Quill', kind: 'LEGAL' },
      { text: 'Ада Квилл', kind: 'TRANSLITERATED' },
    ],
    birthDates: ['1970-02-03'],
    countries: ['GB', 'MT'],
    identifiers: [{ scheme: 'PASSPORT', value: 'A12', country: 'GB' }],
  }));

it('is the same whoever said it and when, so that a screening is not done anew for that', () => {
  const again = { ...profile, names: profile.names.map((name) => ({ ...name, source: 'registry', statedAtMs: 9, evidence: ['doc'] })) };
  expect(screenedCustomer(again)).toEqual(screenedCustomer(profile));
});
