import fc from 'fast-check';
import { COMPANY, PERSON, T0 } from './profile.fixture.js';
import { readProfile } from './read-profile.js';

const defaults = { source: 'provider', nowMs: T0 };
const codes = (json: unknown) => {
  const read = readProfile(json, defaults);
  return 'problems' in read ? read.problems.map(({ code, field }) => [code, field]) : [];
};

describe('a profile from untrusted JSON', () => {
  it('is read from the plain values as from the stated ones', () => {
    const plain = {
      kind: 'NATURAL',
      names: [{ text: 'Ada Eriksen' }],
      birthDate: '1984-02-29',
      nationalities: ['NO'],
      identifiers: [{ scheme: 'PASSPORT', value: 'N1', country: 'NO', validTo: '2030-01-01', source: 'passport', evidence: ['d-1'] }],
    };
    const read = readProfile(plain, defaults);
    if ('problems' in read) throw new Error(JSON.stringify(read.problems));
    expect(read.profile.names).toEqual([
      { value: { text: 'Ada Eriksen', kind: 'LEGAL', script: 'Latn' }, source: 'provider', statedAtMs: T0, evidence: [] },
    ]);
    expect(read.profile.identifiers[0]).toEqual({
      value: { scheme: 'PASSPORT', value: 'N1', country: 'NO', validToMs: Date.UTC(2030, 0, 1) },
      source: 'passport',
      statedAtMs: T0,
      evidence: ['d-1'],
    });
    expect(readProfile(read.profile, { source: 'other', nowMs: T0 + 5 })).toEqual(read);
  });

  it.each([
    ['a company', COMPANY],
    ['a person', PERSON],
  ])('gives %s back as it was kept, so that a change of one field keeps the others', (_, profile) =>
    expect(readProfile(JSON.parse(JSON.stringify(profile)), { source: 'x', nowMs: T0 + 1 })).toEqual({ profile }),
  );

  it.each<[string, unknown, string, string]>([
    ['no object', 'x', 'FIELD_MALFORMED', ''],
    ['no kind', { names: [] }, 'FIELD_MISSING', 'kind'],
    ['a kind that is none', { kind: 'ROBOT' }, 'FIELD_MALFORMED', 'kind'],
    ['a misspelt field', { kind: 'LEGAL', adresses: [] }, 'FIELD_UNKNOWN', 'adresses'],
    ['a misspelt field of an item', { kind: 'LEGAL', names: [{ text: 'A', knd: 'LEGAL' }] }, 'FIELD_UNKNOWN', 'names[0].knd'],
    ['a list that is none', { kind: 'LEGAL', names: 'A' }, 'FIELD_MALFORMED', 'names'],
    ['an item that is none', { kind: 'LEGAL', names: [7, { text: 'A' }] }, 'FIELD_MALFORMED', 'names[0]'],
    ['a text that is none', { kind: 'LEGAL', reference: 7 }, 'FIELD_MALFORMED', 'reference'],
    ['an empty text', { kind: 'LEGAL', sector: '  ' }, 'FIELD_MALFORMED', 'sector'],
    ['control characters', { kind: 'LEGAL', sector: 'a\u0007b' }, 'FIELD_MALFORMED', 'sector'],
    ['a lone surrogate', { kind: 'LEGAL', sector: 'a\ud800' }, 'FIELD_MALFORMED', 'sector'],
    ['a text without end', { kind: 'LEGAL', sector: 'x'.repeat(201) }, 'FIELD_TOO_LONG', 'sector'],
    ['too many of them', { kind: 'LEGAL', names: Array.from({ length: 101 }, () => ({ text: 'A' })) }, 'TOO_MANY', 'names'],
    ['a date that is none', { kind: 'LEGAL', names: [{ text: 'A', from: '2026-02-30' }] }, 'DATE_MALFORMED', 'names[0].from'],
    ['what is said tomorrow', { kind: 'LEGAL', sector: { value: 'x', statedAt: '2027-01-01' } }, 'DATE_MALFORMED', 'sector.statedAt'],
    ['a login without a time', { kind: 'LEGAL', administration: [{ ip: '192.0.2.1' }] }, 'FIELD_MISSING', 'administration[0].at'],
  ])('refuses %s by its name', (_, json, code, field) => expect(codes(json)).toContainEqual([code, field]));

  it('keeps joiners, which belong to names in some scripts', () =>
    expect(codes({ kind: 'LEGAL', names: [{ text: 'می\u200cخواهم' }] })).toEqual([]));

  it('never throws, whatever comes, and answers a profile or at least one problem', () =>
    fc.assert(
      fc.property(
        fc.record(
          {
            kind: fc.constantFrom('LEGAL', 'NATURAL', 3),
            names: fc.jsonValue(),
            addresses: fc.jsonValue(),
            payments: fc.jsonValue(),
            birthDate: fc.jsonValue(),
            x: fc.jsonValue(),
          },
          { requiredKeys: [] },
        ),
        (json) => {
          const read = readProfile(json, defaults);
          expect('profile' in read || read.problems.length > 0).toBe(true);
        },
      ),
      { numRuns: 500 },
    ));
});
