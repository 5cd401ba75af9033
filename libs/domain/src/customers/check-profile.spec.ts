import fc from 'fast-check';
import { checkProfile } from './check-profile.js';
import type { CustomerProfile } from './customer-profile.js';
import { COMPANY, ORACLES, PERSON, stated, T0 } from './profile.fixture.js';

const problems = (profile: CustomerProfile) => checkProfile(profile, ORACLES, T0).map(({ code, field }) => [code, field]);

describe('what may be kept of a profile', () => {
  it('a whole company and a whole person may', () => expect([problems(COMPANY), problems(PERSON)]).toEqual([[], []]));

  it.each<[string, Partial<CustomerProfile>, string, string]>([
    ['no name', { names: [] }, 'NAME_MISSING', 'names'],
    ['a name of signs', { names: [stated({ text: '!!', kind: 'LEGAL' })] }, 'FIELD_MALFORMED', 'names[0].text'],
    ['a script that is none', { names: [stated({ text: 'A', kind: 'LEGAL', script: 'latin' })] }, 'FIELD_MALFORMED', 'names[0].script'],
    [
      'a name that ends before it starts',
      { names: [stated({ text: 'A', kind: 'FORMER', fromMs: 2, toMs: 2 })] },
      'INTERVAL_EMPTY',
      'names[0].to',
    ],
    [
      'an address nowhere',
      { addresses: [stated({ kind: 'BUSINESS', lines: ['a'], country: 'XX' })] },
      'COUNTRY_UNKNOWN',
      'addresses[0].country',
    ],
    [
      'an address without lines',
      { addresses: [stated({ kind: 'BUSINESS', lines: [], country: 'NO' })] },
      'FIELD_MISSING',
      'addresses[0].lines',
    ],
    [
      'an LEI that does not add up',
      { identifiers: [stated({ scheme: 'LEI', value: '5493001KJTIIGC8Y1R13' })] },
      'LEI_MALFORMED',
      'identifiers[0].value',
    ],
    ['a number of no country', { identifiers: [stated({ scheme: 'TAX', value: '1' })] }, 'FIELD_MISSING', 'identifiers[0].country'],
    [
      'a number of signs',
      { identifiers: [stated({ scheme: 'TAX', value: '--', country: 'NO' })] },
      'FIELD_MALFORMED',
      'identifiers[0].value',
    ],
    ['a jurisdiction nowhere', { jurisdiction: stated('QQ') }, 'COUNTRY_UNKNOWN', 'jurisdiction'],
    ['a form that is no code', { legalForm: stated('GmbH!') }, 'LEGAL_FORM_MALFORMED', 'legalForm'],
    ['a company that was born', { birthDate: stated('1984') }, 'FIELD_NOT_OF_KIND', 'birthDate'],
    ['a company with a nationality', { nationalities: [stated('NO')] }, 'FIELD_NOT_OF_KIND', 'nationalities[0]'],
    ['mail to nobody', { contacts: [stated({ kind: 'EMAIL', value: 'nobody' })] }, 'EMAIL_MALFORMED', 'contacts[0].value'],
    ['a telephone that is none', { contacts: [stated({ kind: 'PHONE', value: '22' })] }, 'PHONE_MALFORMED', 'contacts[0].value'],
    [
      'an account number',
      { payments: [stated({ kind: 'BANK_ACCOUNT', token: 'NO9386011117947' })] },
      'ACCOUNT_NUMBER_REFUSED',
      'payments[0].token',
    ],
    ['an address that is none', { administration: [stated({ ip: 'here', atMs: T0 })] }, 'IP_MALFORMED', 'administration[0].ip'],
    ['a login tomorrow', { administration: [stated({ ip: '192.0.2.1', atMs: T0 + 1 })] }, 'DATE_MALFORMED', 'administration[0].at'],
  ])('not %s', (_, change, code, field) => expect(problems({ ...COMPANY, ...change })).toEqual([[code, field]]));

  it.each<[string, Partial<CustomerProfile>, string, string]>([
    ['a birthday that is none', { birthDate: stated('1983-02-29') }, 'DATE_MALFORMED', 'birthDate'],
    ['a birthday to come', { birthDate: stated('2031-01-01') }, 'DATE_MALFORMED', 'birthDate'],
    ['a person with a jurisdiction', { jurisdiction: stated('NO') }, 'FIELD_NOT_OF_KIND', 'jurisdiction'],
    ['a person with a legal form', { legalForm: stated('2HBR') }, 'FIELD_NOT_OF_KIND', 'legalForm'],
  ])('not %s', (_, change, code, field) => expect(problems({ ...PERSON, ...change })).toEqual([[code, field]]));

  it('an unknown legal form of the right shape may: the list grows', () =>
    expect(problems({ ...COMPANY, legalForm: stated('ZZZZ') })).toEqual([]));

  it('never holds a card number, wherever somebody pasted it, and never repeats it', () => {
    const places: ((card: string) => Partial<CustomerProfile>)[] = [
      (card) => ({ reference: card }),
      (card) => ({ names: [stated({ text: `Mr ${card}`, kind: 'LEGAL' })] }),
      (card) => ({ addresses: [stated({ kind: 'BUSINESS', lines: [card], country: 'NO' })] }),
      (card) => ({ identifiers: [stated({ scheme: 'TAX', value: card, country: 'NO' })] }),
      (card) => ({ payments: [stated({ kind: 'CARD', token: card })] }),
      (card) => ({ payments: [{ ...stated({ kind: 'CARD' as const, token: 't' }), evidence: [card] }] }),
      (card) => ({ intendedUse: stated(`pay ${card.replace(/(.{4})/g, '$1 ')}`) }),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.constantFrom('4111111111111111', '5555555555554444', '378282246310005'), (put, card) => {
        const found = checkProfile({ ...COMPANY, ...put(card) }, ORACLES, T0);
        expect(found.map(({ code }) => code)).toContain('CARD_NUMBER_REFUSED');
        expect(JSON.stringify(found)).not.toContain(card);
      }),
    );
  });

  it('takes national numbers that only look like cards: a SIRET, an identity number of Gansu', () => {
    const siret = '36252187900034';
    const gansu = '620102198001011239';
    const as = (scheme: 'REGISTRATION' | 'NATIONAL_ID', value: string, country: string) =>
      problems({ ...COMPANY, identifiers: [stated({ scheme, value, country })] });
    expect([as('REGISTRATION', siret, 'FR'), as('NATIONAL_ID', gansu, 'CN')]).toEqual([[], []]);
    expect(as('REGISTRATION', '4111111111111111', 'FR')).toEqual([['CARD_NUMBER_REFUSED', 'identifiers[0].value']]);
  });
});
