import { DAY_MS, isPartialDate } from './calendar.js';
import { holdsCardNumber } from './card-number.js';
import type { Contact, CustomerProfile, Identifier, PaymentMeans, PersonName } from './customer-profile.js';
import type { CustomerRefusalCode } from './customer-refusal.js';
import { isLegalFormCode } from './legal-forms.js';
import { isLei } from './lei.js';
import type { ProfileOracles, ProfileProblem } from './profile-problem.js';

/**
 * Everything that is wrong with a profile that was read, by field; nothing when it may be kept. What it lacks for a level is another
 * question (missingForLevel): a first contact may know little, but never something false.
 */
export function checkProfile(profile: CustomerProfile, oracles: ProfileOracles, nowMs: number): ProfileProblem[] {
  const check = new ProfileCheck(oracles, nowMs);
  check.profile(profile);
  return check.problems;
}

class ProfileCheck {
  readonly problems: ProfileProblem[] = [];

  constructor(
    private readonly oracles: ProfileOracles,
    private readonly nowMs: number,
  ) {}

  profile(profile: CustomerProfile): void {
    this.cardNumbers(profile, '', undefined);
    if (profile.names.length === 0) this.fail('NAME_MISSING', 'names', 'Give at least one name.');
    for (const [index, { value }] of profile.names.entries()) this.name(value, `names[${index}]`);
    profile.addresses.forEach(({ value }, index) => {
      this.country(value.country, `addresses[${index}].country`);
      if (value.lines.length === 0) this.fail('FIELD_MISSING', `addresses[${index}].lines`, 'Give at least one line.');
    });
    for (const [index, { value }] of profile.identifiers.entries()) this.identifier(value, `identifiers[${index}]`);
    for (const [index, { value }] of profile.contacts.entries()) this.contact(value, `contacts[${index}]`);
    for (const [index, { value }] of profile.payments.entries()) this.payment(value, `payments[${index}]`);
    profile.administration.forEach(({ value }, index) => {
      const path = `administration[${index}]`;
      if (!this.oracles.isIp(value.ip)) this.fail('IP_MALFORMED', `${path}.ip`, 'Neither an IPv4 nor an IPv6 address.');
      if (value.atMs > this.nowMs) this.fail('DATE_MALFORMED', `${path}.at`, 'Nobody has logged in in the future.');
    });
    this.fieldsOfKind(profile);
  }

  private name(name: PersonName, path: string): void {
    if (name.script !== undefined && !/^[A-Z][a-z]{3}$/.test(name.script))
      this.fail('FIELD_MALFORMED', `${path}.script`, 'A script is written by ISO 15924, as "Latn".');
    if (name.fromMs !== undefined && name.toMs !== undefined && name.fromMs >= name.toMs)
      this.fail('INTERVAL_EMPTY', `${path}.to`, 'The end is exclusive and must be later than the start.');
    if (!/[\p{L}\p{Nd}]/u.test(name.text)) this.fail('FIELD_MALFORMED', `${path}.text`, 'A name has at least one letter or digit.');
  }

  private identifier({ scheme, value, country }: Identifier, path: string): void {
    if (scheme === 'LEI') {
      if (!isLei(value)) this.fail('LEI_MALFORMED', `${path}.value`, '20 characters of ISO 17442 whose check digits agree.');
      return;
    }
    if (country === undefined) this.fail('FIELD_MISSING', `${path}.country`, 'A number is unique within a country only: say which.');
    else this.country(country, `${path}.country`);
    if (!/[\p{L}\p{Nd}]/u.test(value)) this.fail('FIELD_MALFORMED', `${path}.value`, 'A number has at least one letter or digit.');
  }

  private contact({ kind, value }: Contact, path: string): void {
    if (kind === 'EMAIL' && !this.oracles.isEmail(value)) this.fail('EMAIL_MALFORMED', `${path}.value`, 'No address that mail can reach.');
    if (kind === 'PHONE' && !this.oracles.isPhone(value))
      this.fail('PHONE_MALFORMED', `${path}.value`, 'A number in E.164 that can exist, as "+4930123456".');
  }

  private payment({ token, country }: PaymentMeans, path: string): void {
    if (this.oracles.isAccountNumber(token))
      this.fail('ACCOUNT_NUMBER_REFUSED', `${path}.token`, "The processor's token is kept, never the number of an account.");
    if (country !== undefined) this.country(country, `${path}.country`);
  }

  private fieldsOfKind({ kind, jurisdiction, legalForm, birthDate, nationalities }: CustomerProfile): void {
    const legal = kind === 'LEGAL';
    if (jurisdiction !== undefined) this.ofKind(legal, 'jurisdiction', () => this.country(jurisdiction.value, 'jurisdiction'));
    if (legalForm !== undefined)
      this.ofKind(legal, 'legalForm', () => {
        if (!isLegalFormCode(legalForm.value))
          this.fail('LEGAL_FORM_MALFORMED', 'legalForm', 'The four characters of ISO 20275, as "2HBR".');
      });
    if (birthDate !== undefined) this.ofKind(!legal, 'birthDate', () => this.birthDate(birthDate.value));
    nationalities.forEach(({ value }, index) => {
      this.ofKind(!legal, `nationalities[${index}]`, () => this.country(value, `nationalities[${index}]`));
    });
  }

  private birthDate(text: string): void {
    if (!isPartialDate(text)) this.fail('DATE_MALFORMED', 'birthDate', 'Write YYYY, YYYY-MM or YYYY-MM-DD of a day that exists.');
    // A day's grace: it is tomorrow in Kiribati already.
    else if (Date.parse(text) > this.nowMs + DAY_MS) this.fail('DATE_MALFORMED', 'birthDate', 'Nobody is born in the future.');
  }

  private ofKind(fits: boolean, field: string, check: () => void): void {
    if (fits) check();
    else this.fail('FIELD_NOT_OF_KIND', field, 'A person of this kind has no such field.');
  }

  private country(code: string, field: string): void {
    if (!this.oracles.isCountry(code)) this.fail('COUNTRY_UNKNOWN', field, 'Two upper-case letters that ISO 3166-1 assigns, as "DE".');
  }

  /** Everywhere, because a card number lands where somebody pasted it, not where a form expects it. */
  private cardNumbers(value: unknown, path: string, within: unknown): void {
    if (typeof value === 'string') {
      if (holdsCardNumber(value) && !isNationalNumber(within))
        this.fail(
          'CARD_NUMBER_REFUSED',
          path,
          "This reads as the number of a payment card: the processor's token is kept, never the number.",
        );
      return;
    }
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) this.cardNumbers(item, `${path}[${index}]`, value);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      // Items are named as they are written: the value's own fields stand beside its source.
      const inside = name === 'value' && typeof inner === 'object' ? path : path === '' ? name : `${path}.${name}`;
      this.cardNumbers(inner, inside, value);
    }
  }

  private fail(code: CustomerRefusalCode, field: string, detail: string): void {
    this.problems.push({ code, field, detail });
  }
}

/**
 * National numbers that pass for card numbers by their make: every French SIRET satisfies Luhn, and Chinese identity numbers of Gansu begin
 * with 62 as UnionPay's cards do. They are told from cards by scheme, country and length, which no card shares by accident.
 */
function isNationalNumber(within: unknown): boolean {
  if (typeof within !== 'object' || within === null) return false;
  const { scheme, country, value } = within as Partial<Identifier>;
  if (typeof value !== 'string') return false;
  if (country === 'FR') return (scheme === 'REGISTRATION' || scheme === 'TAX') && /^\d{14}$/.test(value.replaceAll(' ', ''));
  return country === 'CN' && scheme === 'NATIONAL_ID' && /^\d{6}(19|20)\d{2}(0[1-9]|1[0-2])\d{7}$/.test(value);
}
