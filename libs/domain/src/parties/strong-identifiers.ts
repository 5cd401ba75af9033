import type { CustomerProfile, Identifier } from '../customers/customer-profile.js';

/** An identifier by which two records are the same person, whoever wrote it down. */
export interface StrongIdentifier {
  readonly kind: 'LEI' | 'REGISTRATION' | 'PASSPORT';
  /** The same text for the same identifier, however it was written. */
  readonly normalised: string;
}

/** Why two records that share a strong identifier are not joined without a person's judgement. */
export type StrongContradiction = 'KIND_DIFFERS' | 'LEI_DIFFERS' | 'BIRTH_DATE_DIFFERS';

/** LEI; number in a country's register; passport with country and birth date. */
export function strongIdentifiersOf(profile: CustomerProfile): StrongIdentifier[] {
  const found = profile.identifiers.flatMap(({ value }) => strongOf(value, profile));
  return [...new Map(found.map((one) => [`${one.kind} ${one.normalised}`, one])).values()];
}

function strongOf(identifier: Identifier, profile: CustomerProfile): StrongIdentifier[] {
  const number = normaliseNumber(identifier.value);
  if (number === '') return [];
  switch (identifier.scheme) {
    case 'LEI':
      return profile.kind === 'LEGAL' ? [{ kind: 'LEI', normalised: number }] : [];
    case 'REGISTRATION':
      return identifier.country && profile.kind === 'LEGAL'
        ? [{ kind: 'REGISTRATION', normalised: `${identifier.country} ${number}` }]
        : [];
    case 'PASSPORT': {
      const birthDate = profile.birthDate?.value;
      if (!identifier.country || birthDate?.length !== 10) return [];
      return [{ kind: 'PASSPORT', normalised: `${identifier.country} ${number} ${birthDate}` }];
    }
    case 'TAX':
    case 'NATIONAL_ID':
      // Reused, shared by branches or written in many ways in some countries: evidence for a person's judgement, not enough to join by.
      return [];
    default:
      return identifier.scheme satisfies never;
  }
}

/** Without signs, in capitals; registers are not sure of leading zeros. */
function normaliseNumber(value: string): string {
  const plain = value
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
  return /^\d+$/.test(plain) ? plain.replace(/^0+(?=\d)/, '') : plain;
}

export function contradictionsBetween(one: CustomerProfile, other: CustomerProfile): StrongContradiction[] {
  const found: StrongContradiction[] = [];
  if (one.kind !== other.kind) found.push('KIND_DIFFERS');
  const [here, there] = [leisOf(one), leisOf(other)];
  if (here.length > 0 && there.length > 0 && !here.some((lei) => there.includes(lei))) found.push('LEI_DIFFERS');
  if (!birthDatesAgree(one.birthDate?.value, other.birthDate?.value)) found.push('BIRTH_DATE_DIFFERS');
  return found;
}

const leisOf = (profile: CustomerProfile): string[] =>
  strongIdentifiersOf(profile)
    .filter(({ kind }) => kind === 'LEI')
    .map(({ normalised }) => normalised);

/** A year agrees with every day in it. */
function birthDatesAgree(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one.startsWith(other) || other.startsWith(one);
}
