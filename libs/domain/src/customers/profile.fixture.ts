import type { CustomerProfile, Stated } from './customer-profile.js';
import type { ProfileOracles } from './profile-problem.js';

export const T0 = Date.UTC(2026, 0, 1);

export const stated = <Value>(value: Value): Stated<Value> => ({ value, source: 'provider', statedAtMs: T0, evidence: [] });

export const COMPANY: CustomerProfile = {
  kind: 'LEGAL',
  names: [stated({ text: 'Fjordlys Regnekraft AS', kind: 'LEGAL', script: 'Latn' })],
  addresses: [stated({ kind: 'REGISTERED', lines: ['Havnegata 7'], country: 'NO' })],
  identifiers: [stated({ scheme: 'REGISTRATION', value: '923456783', country: 'NO' })],
  jurisdiction: stated('NO'),
  nationalities: [],
  contacts: [stated({ kind: 'EMAIL', value: 'post@fjordlys.example.com' }), stated({ kind: 'PHONE', value: '+4722334455' })],
  payments: [stated({ kind: 'BANK_ACCOUNT', token: 'tok_1' })],
  businessPurpose: stated('Renders films.'),
  intendedUse: stated('Rendering.'),
  administration: [],
};

export const PERSON: CustomerProfile = {
  kind: 'NATURAL',
  names: [stated({ text: 'Ada Eriksen', kind: 'LEGAL', script: 'Latn' })],
  addresses: [stated({ kind: 'RESIDENTIAL', lines: ['Havnegata 9'], country: 'NO' })],
  identifiers: [stated({ scheme: 'PASSPORT', value: 'N1234567', country: 'NO', validToMs: Date.UTC(2030, 0, 1) })],
  birthDate: stated('1984-02-29'),
  nationalities: [stated('NO')],
  contacts: [stated({ kind: 'EMAIL', value: 'ada@example.com' }), stated({ kind: 'PHONE', value: '+4722334456' })],
  payments: [stated({ kind: 'CARD', token: 'tok_2' })],
  businessPurpose: stated('Research.'),
  intendedUse: stated('Small models.'),
  administration: [],
};

/** Rules of thumb in place of the libraries that the app brings. */
export const ORACLES: ProfileOracles = {
  isCountry: (code) => ['NO', 'DE', 'FR', 'CN', 'US'].includes(code),
  isEmail: (text) => text.includes('@'),
  isPhone: (text) => text.startsWith('+'),
  isIp: (text) => /^[\d.]+$/.test(text),
  isAccountNumber: (text) => text.startsWith('NO93'),
};
