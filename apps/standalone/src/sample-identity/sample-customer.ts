/** The JSON of a customer's profile, as anybody may send it to POST /v1/customers. Dates are ISO 8601. */
export interface ProfileJson {
  kind: 'LEGAL' | 'NATURAL';
  reference: string;
  names: readonly { text: string; kind: 'LEGAL' | 'TRADING' | 'FORMER' | 'TRANSLITERATED' | 'ALIAS'; script?: string; to?: string }[];
  addresses?: readonly {
    kind: 'REGISTERED' | 'BUSINESS' | 'RESIDENTIAL';
    lines: readonly string[];
    locality: string;
    postalCode?: string;
    country: string;
  }[];
  identifiers?: readonly IdentifierJson[];
  jurisdiction?: string;
  legalForm?: string;
  birthDate?: string;
  nationalities?: readonly string[];
  contacts?: readonly { kind: 'EMAIL' | 'PHONE'; value: string }[];
  payments?: readonly { kind: 'CARD' | 'BANK_ACCOUNT' | 'WALLET' | 'INVOICE'; token: string; institution: string; country: string }[];
  businessPurpose?: string;
  intendedUse?: string;
  sector?: string;
  administration?: readonly { ip: string; at: string }[];
}

interface IdentifierJson {
  scheme: 'LEI' | 'REGISTRATION' | 'TAX' | 'PASSPORT' | 'NATIONAL_ID';
  value: string;
  country?: string;
}

/** A record of the sample world: made up, like all of its names, numbers and addresses. */
export interface SampleCustomer {
  profile: ProfileJson;
  /** Owns or controls a customer, and rents nothing itself. */
  related: boolean;
  /** To which the sample people verify it; absent: it stays as it came in. */
  level?: 'BASIC' | 'IDENTIFIED' | 'ENHANCED';
}

/** A statement about two records of one provider, by their references. */
export interface SampleEdge {
  owner: string;
  owned: string;
  kind: 'SHARES' | 'VOTES' | 'BOARD' | 'CONTRACT' | 'FAMILY' | 'TRUST';
  /** Exact: "3/4" or "0.62"; of shares and votes alone. */
  share?: string;
  from: string;
  to?: string;
  evidence: string;
}

/** An account and whose it was from when on, by reference. */
export interface SampleLink {
  account: string;
  customer: string;
  from: string;
  evidence: 'DECLARED' | 'PAYMENT_TOKEN' | 'DOMAIN' | 'KEY';
  detail: string;
}

/** Passes an account that is linked to another customer. */
export interface SampleTransfer {
  account: string;
  from: string;
  to: string;
  at: string;
  reason: string;
}

/** All that is made up for one provider. */
export interface SampleTenant {
  provider: string;
  customers: readonly SampleCustomer[];
  edges: readonly SampleEdge[];
  links: readonly SampleLink[];
  transfers: readonly SampleTransfer[];
  /** What bears on whose an account that nobody is tied to may be. */
  signals: readonly {
    account: string;
    paymentTokens: readonly string[];
    emailDomains: readonly string[];
    administrationIps: readonly string[];
  }[];
  /** Accounts that are resellers', with the sub-accounts by which they name their own customers. */
  resellers: readonly { account: string; customer: string; from: string; subAccounts: readonly string[] }[];
}
