/**
 * What is known of a person, legal or natural, whom a provider serves or who owns or controls such a one. Every item says who stated it,
 * when, and on which evidence, because a verification stands on items and not on the whole.
 */
export interface CustomerProfile {
  readonly kind: CustomerKind;
  /** The provider's own name for the record, unique within the provider. */
  readonly reference?: string;
  readonly names: readonly Stated<PersonName>[];
  readonly addresses: readonly Stated<PostalAddress>[];
  readonly identifiers: readonly Stated<Identifier>[];
  /** Of formation, of a legal person: ISO 3166-1 alpha-2. */
  readonly jurisdiction?: Stated<string>;
  /** ISO 20275 (ELF code, four characters). */
  readonly legalForm?: Stated<string>;
  /** Of a natural person: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  readonly birthDate?: Stated<string>;
  /** ISO 3166-1 alpha-2. */
  readonly nationalities: readonly Stated<string>[];
  readonly contacts: readonly Stated<Contact>[];
  readonly payments: readonly Stated<PaymentMeans>[];
  readonly businessPurpose?: Stated<string>;
  readonly intendedUse?: Stated<string>;
  readonly sector?: Stated<string>;
  /** Id of the band of the rulebook that the customer expects to stay in. */
  readonly expectedBand?: Stated<string>;
  /** From where the account was administered. */
  readonly administration: readonly Stated<AdministrationAccess>[];
}

export type CustomerKind = 'LEGAL' | 'NATURAL';

export interface Stated<Value> {
  readonly value: Value;
  /** Who says so: `customer`, `provider`, `registry:GLEIF`, a document's issuer. */
  readonly source: string;
  readonly statedAtMs: number;
  /** Ids of documents. */
  readonly evidence: readonly string[];
}

export interface PersonName {
  /** In Unicode NFC. */
  readonly text: string;
  readonly kind: 'LEGAL' | 'TRADING' | 'FORMER' | 'TRANSLITERATED' | 'ALIAS';
  /** ISO 15924, `Latn`, `Cyrl`, `Hani`; found from the text where it is not given. */
  readonly script?: string;
  readonly fromMs?: number;
  readonly toMs?: number;
}

export interface PostalAddress {
  readonly kind: 'REGISTERED' | 'BUSINESS' | 'RESIDENTIAL' | 'MAILING';
  readonly lines: readonly string[];
  readonly locality?: string;
  readonly region?: string;
  readonly postalCode?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

export interface Identifier {
  /** LEI by ISO 17442; REGISTRATION in a country's company register. */
  readonly scheme: 'LEI' | 'REGISTRATION' | 'TAX' | 'PASSPORT' | 'NATIONAL_ID';
  readonly value: string;
  /** ISO 3166-1 alpha-2; absent for LEI alone. */
  readonly country?: string;
  readonly validToMs?: number;
}

export interface Contact {
  readonly kind: 'EMAIL' | 'PHONE';
  /** An address, or a number in E.164. */
  readonly value: string;
}

/** By token only: nothing that a card or an account could be used with. */
export interface PaymentMeans {
  readonly kind: 'CARD' | 'BANK_ACCOUNT' | 'WALLET' | 'INVOICE';
  /** The payment processor's token. */
  readonly token: string;
  readonly institution?: string;
  /** ISO 3166-1 alpha-2, of the institution. */
  readonly country?: string;
}

export interface AdministrationAccess {
  /** IPv4 or IPv6. */
  readonly ip: string;
  readonly atMs: number;
}

/** From nothing to everything: each level holds what the ones before it hold. */
export const VERIFICATION_LEVELS = ['NONE', 'BASIC', 'IDENTIFIED', 'ENHANCED'] as const;
export type VerificationLevel = (typeof VERIFICATION_LEVELS)[number];
