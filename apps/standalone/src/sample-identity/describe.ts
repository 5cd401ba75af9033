import type { ProfileJson, SampleCustomer } from './sample-customer.js';

type Name = ProfileJson['names'][number];

/** Written as it is registered; the script by ISO 15924 where it is not Latin. */
export const named = (text: string, script = 'Latn'): Name => ({ text, kind: 'LEGAL', script });
export const inLatin = (text: string): Name => ({ text, kind: 'TRANSLITERATED', script: 'Latn' });
export const trading = (text: string): Name => ({ text, kind: 'TRADING', script: 'Latn' });
export const formerly = (text: string, to: string): Name => ({ text, kind: 'FORMER', script: 'Latn', to });

interface Company {
  names: readonly Name[];
  /** Street, town, country of the seat; the country is that of formation too. */
  seat: readonly [street: string, town: string, country: string];
  registration: string;
  lei?: string;
  legalForm?: string;
}

interface Person {
  names: readonly Name[];
  home: readonly [street: string, town: string, country: string];
  born: string;
  nationality: string;
  passport?: string;
}

/** What only those say who rent. */
export interface Renting {
  domain: string;
  phone: string;
  purpose: string;
  use: string;
  sector: string;
  /** Where its account was administered from: an address that is kept for documentation and belongs to nobody. */
  ip: string;
  level?: NonNullable<SampleCustomer['level']>;
}

export function company(reference: string, company: Company, renting?: Renting): SampleCustomer {
  const { names, registration, lei, legalForm } = company;
  const [street, locality, country] = company.seat;
  const profile: ProfileJson = {
    kind: 'LEGAL',
    reference,
    names,
    addresses: [{ kind: 'REGISTERED', lines: [street], locality, country }],
    identifiers: [
      { scheme: 'REGISTRATION', value: registration, country },
      ...(lei === undefined ? [] : [{ scheme: 'LEI', value: lei } as const]),
    ],
    jurisdiction: country,
    ...(legalForm === undefined ? {} : { legalForm }),
  };
  return asCustomer(profile, country, renting);
}

export function person(reference: string, person: Person, renting?: Renting): SampleCustomer {
  const { names, born, nationality, passport } = person;
  const [street, locality, country] = person.home;
  const profile: ProfileJson = {
    kind: 'NATURAL',
    reference,
    names,
    addresses: [{ kind: 'RESIDENTIAL', lines: [street], locality, country }],
    ...(passport === undefined ? {} : { identifiers: [{ scheme: 'PASSPORT', value: passport, country: nationality }] }),
    birthDate: born,
    nationalities: [nationality],
  };
  return asCustomer(profile, country, renting);
}

function asCustomer(profile: ProfileJson, country: string, renting: Renting | undefined): SampleCustomer {
  if (renting === undefined) return { profile, related: true };
  const { domain, phone, purpose, use, sector, ip, level } = renting;
  const rents: ProfileJson = {
    ...profile,
    contacts: [
      { kind: 'EMAIL', value: `compute@${domain}` },
      { kind: 'PHONE', value: phone },
    ],
    payments: [{ kind: 'BANK_ACCOUNT', token: `tok_sample_${profile.reference}`, institution: 'Sample Bank (fictional)', country }],
    businessPurpose: purpose,
    intendedUse: use,
    sector,
    administration: [{ ip, at: '2021-03-03T09:00:00Z' }],
  };
  return { profile: rents, related: false, ...(level === undefined ? {} : { level }) };
}
