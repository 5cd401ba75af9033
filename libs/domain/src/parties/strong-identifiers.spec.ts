import type { CustomerProfile, Identifier } from '../customers/customer-profile.js';
import { contradictionsBetween, strongIdentifiersOf } from './strong-identifiers.js';

const stated = <Value>(value: Value) => ({ value, source: 'customer', statedAtMs: 0, evidence: [] });
const profile = (kind: 'LEGAL' | 'NATURAL', identifiers: Identifier[], birthDate?: string): CustomerProfile => ({
  kind,
  names: [],
  addresses: [],
  identifiers: identifiers.map(stated),
  nationalities: [],
  contacts: [],
  payments: [],
  administration: [],
  ...(birthDate === undefined ? {} : { birthDate: stated(birthDate) }),
});
const strong = (of: CustomerProfile) => strongIdentifiersOf(of).map(({ kind, normalised }) => `${kind} ${normalised}`);

describe('strong identifiers', () => {
  it('are the same text however they were written', () => {
    const one = profile('LEGAL', [
      { scheme: 'LEI', value: '5493 00ib-p32uqz0ka12' },
      { scheme: 'REGISTRATION', value: '0123-4567', country: 'GB' },
    ]);
    expect(strong(one)).toEqual(['LEI 549300IBP32UQZ0KA12', 'REGISTRATION GB 1234567']);
  });

  it('a passport is one with its country and a whole birth date', () => {
    const passport = { scheme: 'PASSPORT', value: 'x 123', country: 'FR' } as const;
    expect(strong(profile('NATURAL', [passport], '1980-02-03'))).toEqual(['PASSPORT FR X123 1980-02-03']);
    expect(strong(profile('NATURAL', [passport], '1980'))).toEqual([]);
    expect(strong(profile('NATURAL', [{ scheme: 'PASSPORT', value: 'x123' }], '1980-02-03'))).toEqual([]);
  });

  it('tax numbers and national ids are none', () =>
    expect(
      strong(
        profile('LEGAL', [
          { scheme: 'TAX', value: '1', country: 'FR' },
          { scheme: 'NATIONAL_ID', value: '1', country: 'FR' },
        ]),
      ),
    ).toEqual([]));
});

describe('contradictions', () => {
  it('are two LEIs, two birth dates, two kinds', () => {
    const lei = (value: string) => profile('LEGAL', [{ scheme: 'LEI', value }]);
    expect(contradictionsBetween(lei('A'), lei('B'))).toEqual(['LEI_DIFFERS']);
    expect(contradictionsBetween(lei('A'), lei('a'))).toEqual([]);
    expect(contradictionsBetween(profile('NATURAL', [], '1980-01-01'), profile('NATURAL', [], '1980-01-02'))).toEqual([
      'BIRTH_DATE_DIFFERS',
    ]);
    expect(contradictionsBetween(profile('NATURAL', [], '1980'), profile('NATURAL', [], '1980-01-02'))).toEqual([]);
    expect(contradictionsBetween(profile('NATURAL', []), profile('LEGAL', []))).toEqual(['KIND_DIFFERS']);
  });
});
