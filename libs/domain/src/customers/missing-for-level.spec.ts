import type { CustomerDocument, DocumentKind } from './customer-document.js';
import type { CustomerProfile } from './customer-profile.js';
import { missingForLevel, type RequirementInput } from './missing-for-level.js';
import { COMPANY, PERSON, T0 } from './profile.fixture.js';
import { ATTAINABLE_LEVELS, type AttainableLevel, verificationRulesAt } from './verification-rules.js';

const accepted = (kind: DocumentKind, ...people: string[]): CustomerDocument => ({
  id: kind,
  kind,
  sha256: kind,
  sentAtMs: T0,
  sentBy: 'machine',
  scan: 'CLEAN',
  status: people.length === 0 ? 'SUBMITTED' : 'ACCEPTED',
  decisions: people.map((by) => ({ outcome: 'ACCEPTED', by, atMs: T0, reason: 'seen' })),
});
const clean = { screenedAtMs: T0, openMatches: 0, confirmedMatches: 0 };
const whole: RequirementInput = {
  profile: COMPANY,
  identityChangedAtMs: T0,
  documents: ['REGISTRY_EXTRACT', 'OWNERSHIP_STATEMENT', 'SOURCE_OF_FUNDS'].map((kind) => accepted(kind as DocumentKind, 'ana', 'ben')),
  intent: { declared: true, assessed: true },
  outside: { screening: clean, ownership: { owners: [{ customer: 'o-1', ...clean }] } },
};
const person: RequirementInput = {
  ...whole,
  profile: PERSON,
  documents: ['IDENTITY_DOCUMENT', 'PROOF_OF_ADDRESS', 'SOURCE_OF_FUNDS'].map((kind) => accepted(kind as DocumentKind, 'ana', 'ben')),
  outside: { screening: clean, ownership: { owners: [] } },
};
const missing = (level: AttainableLevel, input: RequirementInput) =>
  missingForLevel(level, input, verificationRulesAt(T0), T0 + 1).map(({ code }) => code);
const without = (...fields: (keyof CustomerProfile)[]): RequirementInput => {
  const empty = Object.fromEntries(fields.map((field) => [field, Array.isArray(COMPANY[field]) ? [] : undefined]));
  return { ...whole, profile: { ...COMPANY, ...empty } as CustomerProfile };
};

describe('what a level misses', () => {
  it('is nothing for a whole company and a whole person, up to ENHANCED', () => {
    for (const level of ATTAINABLE_LEVELS) expect([missing(level, whole), missing(level, person)]).toEqual([[], []]);
  });

  it.each<[AttainableLevel, RequirementInput, string[]]>([
    ['BASIC', without('names'), ['NAME']],
    ['BASIC', without('addresses'), ['ADDRESS']],
    ['BASIC', without('contacts'), ['EMAIL']],
    ['BASIC', without('businessPurpose'), ['BUSINESS_PURPOSE']],
    ['IDENTIFIED', without('contacts'), ['EMAIL', 'PHONE']],
    ['IDENTIFIED', without('jurisdiction', 'identifiers'), ['JURISDICTION', 'REGISTRY_ID']],
    ['IDENTIFIED', without('payments', 'intendedUse'), ['MEANS_OF_PAYMENT', 'INTENDED_USE']],
    ['IDENTIFIED', { ...whole, documents: [] }, ['DOCUMENT']],
    [
      'IDENTIFIED',
      { ...whole, documents: [], outside: { screening: clean, ownership: { owners: [] } } },
      ['BENEFICIAL_OWNERS', 'DOCUMENT'],
    ],
    ['IDENTIFIED', { ...whole, outside: { ...whole.outside, screening: { openMatches: 0, confirmedMatches: 0 } } }, ['SCREENED']],
    ['IDENTIFIED', { ...whole, identityChangedAtMs: T0 + 1 }, ['SCREENED']],
    ['IDENTIFIED', { ...whole, outside: { ...whole.outside, screening: { ...clean, openMatches: 1 } } }, ['NO_OPEN_MATCH']],
    ['IDENTIFIED', { ...whole, outside: { ...whole.outside, screening: { ...clean, confirmedMatches: 1 } } }, ['NO_OPEN_MATCH']],
    [
      'ENHANCED',
      { ...whole, outside: { ...whole.outside, ownership: { owners: [{ customer: 'o-1', ...clean, openMatches: 1 }] } } },
      ['OWNERS_SCREENED'],
    ],
    [
      'ENHANCED',
      { ...whole, outside: { ...whole.outside, ownership: { owners: [{ customer: 'o-1', openMatches: 0, confirmedMatches: 0 }] } } },
      ['OWNERS_SCREENED'],
    ],
    ['ENHANCED', { ...whole, intent: { declared: false, assessed: false } }, ['INTENT_DECLARED', 'INTENT_ASSESSED']],
    ['ENHANCED', { ...whole, intent: { declared: true, assessed: false } }, ['INTENT_ASSESSED']],
  ])('%s: %#', (level, input, codes) => expect(missing(level, input)).toEqual(codes));

  it('of a person: her own number, birth date to the day and nationality', () => {
    const { birthDate: _, ...unborn } = PERSON;
    const nobody = { ...person, profile: { ...unborn, identifiers: [], nationalities: [] } };
    expect(missing('IDENTIFIED', nobody)).toEqual(['PERSONAL_ID', 'BIRTH_DATE', 'NATIONALITY']);
    expect(missingForLevel('IDENTIFIED', person, verificationRulesAt(T0), Date.UTC(2031, 0, 1)).map(({ code }) => code)).toEqual([
      'PERSONAL_ID',
    ]);
  });

  it('for ENHANCED each document that it rests on was accepted by two people, those of lower levels too', () => {
    const one = { ...whole, documents: whole.documents.map((document) => accepted(document.kind, 'ana')) };
    expect(missing('IDENTIFIED', one)).toEqual([]);
    expect(missing('ENHANCED', one)).toEqual(['DOCUMENT', 'DOCUMENT', 'DOCUMENT']);
  });

  it('names what would do, and from where the requirement is', () => {
    const [item] = missingForLevel('IDENTIFIED', { ...whole, documents: [] }, verificationRulesAt(T0), T0);
    expect(item).toMatchObject({
      code: 'DOCUMENT',
      level: 'IDENTIFIED',
      documents: ['REGISTRY_EXTRACT', 'FORMATION'],
      why: expect.stringContaining('22604'),
    });
  });
});
