import type { LegalStatus } from '../rulebook/rule.js';
import type { ScopeKind } from '../thresholds/scope.js';
import type { Tier } from '../thresholds/standing.js';

/** Milliseconds since 1970 UTC. */
export type Instant = number;
/** The human being, the same in every token of hers: four eyes are counted by it. */
export type PersonId = string;
export type CaseId = string;
/** Of the organisation of regulators that leads a case: lower-case words with hyphens. */
export type AuthorityId = string;

/** Who acts, as the verified token says. */
export interface Actor {
  /** The person; of a machine its client. Only persons decide: `human` says which it is. */
  person: PersonId;
  human: boolean;
  role: string;
  /** Of a regulator. */
  authority?: AuthorityId | undefined;
  /** Of a provider's people and machines. */
  provider?: string | undefined;
}

/** Casework itself: flags that come in, clocks that fire. It never decides. */
export const CASEWORK: Actor = { person: 'casework', human: false, role: 'casework' };

/** What a case, an order or a clock is about. */
export interface CaseScope {
  kind: ScopeKind;
  /** Of a cluster, an account or a customer record; absent: it stands over providers. */
  provider?: string | undefined;
  id: string;
  /** Of a group: the rule of control that names it. */
  controlRule?: string | undefined;
}

export const scopeKeyOf = ({ kind, provider = '', id, controlRule = '' }: CaseScope): string => [kind, controlRule, provider, id].join(' ');
export const isSameScope = (one: CaseScope, other: CaseScope): boolean => scopeKeyOf(one) === scopeKeyOf(other);

/** What a case asks, in one word: flags of one group and one matter are one case. */
export const MATTERS = ['TRAINING_COMPUTE', 'IDENTITY', 'CAPACITY', 'ORDER', 'INCIDENT', 'REFERRAL', 'OTHER'] as const;
export type Matter = (typeof MATTERS)[number];

export const SEVERITIES = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A flag as casework keeps it: what flag.v1 says of it, as it stands now. */
export interface CaseFlag {
  id: string;
  kind: string;
  /** Absent: its kind has none. */
  tier?: Tier | undefined;
  scope: CaseScope;
  rule: string;
  ruleVersion: number;
  regime: string;
  jurisdiction: string;
  legalStatus: LegalStatus | string;
  /** As printed: "1e25", "1e25/3"; absent: the rule has none. */
  number?: string | undefined;
  momentMs: Instant;
  knownAtMs: Instant;
  /** FLOP, decimal. */
  totals?: { lower: string; expected: string; upper: string } | undefined;
  sentence: string;
  covers: readonly string[];
}

/** A refusal that is expected, so a value. The edge maps each code to its answer in one table. */
export interface CaseRefusal<Code extends string = string> {
  code: Code;
  /** What is wrong here and now, for the person who asked. */
  detail: string;
  /** Members of the answer beside it. */
  members?: Record<string, unknown> | undefined;
}

export type CaseDecision<Event> = { events: readonly Event[] } | { refused: CaseRefusal };

export const refusal = (code: string, detail: string, members?: Record<string, unknown>): { refused: CaseRefusal } => ({
  refused: { code, detail, ...(members === undefined ? {} : { members }) },
});

/** What every event of the log says beside its own facts. `by` and `role` are the actor's; `authority` of a regulator, `provider` of a provider's people. */
export interface Happened {
  at: Instant;
  by: PersonId;
  role: string;
  authority?: AuthorityId | undefined;
  provider?: string | undefined;
}

export const happened = ({ person, role, authority, provider }: Actor, at: Instant): Happened => ({
  at,
  by: person,
  role,
  ...(authority === undefined ? {} : { authority }),
  ...(provider === undefined ? {} : { provider }),
});
