/**
 * What the registry tells the other apps, as its rooms say it: the messages of proto/tidemark/customer/v1 with enum names for enums and
 * numbers for times (milliseconds since 1970 UTC). Ids are pseudonymous; words about a person have no place here.
 */
export type CustomerFact = { [Case in keyof CustomerFacts]: { case: Case; value: CustomerFacts[Case] } }[keyof CustomerFacts];

export interface CustomerFacts {
  standing: {
    customer: string;
    provider: string;
    kind: 'LEGAL' | 'NATURAL';
    /** Rents nothing itself. */
    related: boolean;
    level: 'NONE' | 'BASIC' | 'IDENTIFIED' | 'ENHANCED';
    status: 'ACTIVE' | 'SUSPENDED' | 'CLOSED';
    fromMs: number;
    levelValidUntilMs?: number | undefined;
    version: number;
  };
  erased: { customer: string; provider: string };
  accountLinked: {
    link: string;
    provider: string;
    account: string;
    customer: string;
    fromMs: number;
    toMs?: number | undefined;
    evidence: {
      kind: 'DECLARED' | 'PAYMENT_TOKEN' | 'DOMAIN' | 'KEY' | 'ANALYST';
      strength: 'WEAK' | 'FAIR' | 'STRONG';
      confirmation: 'UNCONFIRMED' | 'STATEMENT' | 'PERSON';
    };
  };
  accountUnlinked: {
    link: string;
    provider: string;
    account: string;
    customer: string;
    atMs: number;
    cause: 'ENDED' | 'TRANSFERRED' | 'MISTAKEN';
  };
  reseller: { provider: string; account: string; fromMs: number; toMs?: number | undefined; subAccounts: string[]; opaque: boolean };
  party: {
    customer: string;
    provider: string;
    party: string;
    previousParty?: string | undefined;
    cause: 'FOUNDED' | 'STRONG_IDENTIFIER' | 'JUDGEMENT' | 'SPLIT';
  };
  controlStated: {
    edge: string;
    provider: string;
    owner: string;
    owned: string;
    kind: 'SHARES' | 'VOTES' | 'BOARD' | 'CONTRACT' | 'FAMILY' | 'TRUST';
    /** Exact and in lowest terms, "1/3", "1". */
    share?: string | undefined;
    fromMs: number;
    toMs?: number | undefined;
  };
  controlEnded: { edge: string; provider: string; owner: string; owned: string; atMs: number };
  intent: {
    customer: string;
    provider: string;
    version: number;
    trains: 'YES' | 'NO' | 'UNDECIDED';
    /** FLOP, a decimal integer. */
    computeFlop?: string | undefined;
    parameters?: string | undefined;
    /** UPPER_SNAKE codes, never words of the customer. */
    modalities: string[];
    formats: string[];
    sites: string[];
    fromMs?: number | undefined;
    toMs?: number | undefined;
  };
  assessment: {
    customer: string;
    provider: string;
    version: number;
    assessment: 'TRAINS' | 'MAY_TRAIN' | 'DOES_NOT';
    /** Absent: made beside no declaration. */
    intentVersion?: number | undefined;
  };
  exemption: {
    exemption: string;
    customer: string;
    provider: string;
    kind: 'ATTESTATION' | 'EXEMPTION';
    /** Id of a rule, or UPPER_SNAKE code of what is attested. */
    subject: string;
    fromMs: number;
    untilMs: number;
  };
  exemptionEnded: { exemption: string; customer: string; provider: string; atMs: number };
  revalidationAsked: {
    ask: string;
    customer: string;
    provider: string;
    reason: RevalidationReason;
    /** Id of the use signal behind it. */
    signal?: string | undefined;
    dueAtMs?: number | undefined;
  };
  revalidationDone: { ask: string; customer: string; provider: string };
}

export type RevalidationReason =
  | 'BAND_REACHED'
  | 'REPEATED_USE'
  | 'GROWTH_SIXFOLD'
  | 'CHANGED_CONTROLLER'
  | 'LIST_CHANGE'
  | 'EXPIRY'
  | 'LEVEL_BELOW_BAND';
