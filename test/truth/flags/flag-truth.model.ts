/**
 * What the truth about flags is derived from, and what it says. Plain objects, no type of the product: the model is written from the text
 * of the flagging rules alone, so that an error in the product and an error here are unlikely to be the same.
 * Times in ms since 1970, hours since 1970, amounts in TFLOP (1e12 operations) unless a name says FLOP.
 */
import type { Rational } from './rational.js';

export const HOUR_MS = 3_600_000;
export const DAY_HOURS = 24;
export const DAY_MS = 86_400_000;

export const SCOPE_KINDS = ['cluster', 'account', 'customer', 'party', 'group'] as const;
export type ScopeKindTruth = (typeof SCOPE_KINDS)[number];
export type ControlRuleTruth = 'control' | 'ownership-25';
export const LEVELS = ['NONE', 'BASIC', 'IDENTIFIED', 'ENHANCED'] as const;
export type LevelTruth = (typeof LEVELS)[number];
export type TierTruth = 'POSSIBLE' | 'PROBABLE' | 'CERTAIN' | 'PROJECTED';

export type ConditionTruth = { type: 'DECLARED_MODALITY'; anyOf: string[] } | { type: 'ATTESTED'; subject: string };

/** One version of one rule, as far as judging goes. */
export interface RuleTruth {
  id: string;
  version: number;
  kind: 'TRAINING' | 'BAND' | 'CAPACITY' | 'EVALUATION';
  scopes: ScopeKindTruth[];
  tiers: TierTruth[];
  /** FLOP; of CAPACITY op/s. Absent: EVALUATION. */
  number?: Rational;
  comparison: 'GREATER' | 'AT_LEAST';
  /** Absent: all time. */
  windowDays?: number;
  controlRule: ControlRuleTruth;
  /** 00:00 UTC of a day, both. */
  fromMs?: number;
  toMs?: number;
  conditions: ConditionTruth[];
  level?: LevelTruth;
  interconnectAboveGbps?: number;
  horizonDays?: number;
  noticeDays?: number;
  provider?: string;
}

/** Differences as the ledger posts them: a correction's may be below zero, an hour's sum never is. */
export interface PostedTruth {
  provider: string;
  account: string;
  cluster: string;
  accelerator: string;
  hour: number;
  acceleratorMs: bigint;
  lower: bigint;
  expected: bigint;
  upper: bigint;
}

export interface EdgeTruth {
  edge: string;
  provider: string;
  owner: string;
  owned: string;
  kind: 'SHARES' | 'VOTES' | 'BOARD' | 'CONTRACT' | 'FAMILY' | 'TRUST';
  share?: Rational;
  fromMs: number;
  toMs?: number;
}

export type FlagStatement =
  | ({ type: 'posted' } & PostedTruth)
  | { type: 'linked'; link: string; provider: string; account: string; customer: string; fromMs: number; toMs?: number }
  | { type: 'unlinked'; link: string; provider: string; account: string; customer: string; atMs: number }
  | { type: 'resolved'; customer: string; provider: string; party: string }
  | ({ type: 'controlStated' } & EdgeTruth)
  | { type: 'controlEnded'; edge: string; atMs: number }
  | {
      type: 'standing';
      customer: string;
      provider: string;
      related: boolean;
      level: LevelTruth;
      status: 'ACTIVE' | 'SUSPENDED' | 'CLOSED';
      fromMs: number;
      levelValidUntilMs?: number;
    }
  | {
      type: 'intentDeclared';
      customer: string;
      provider: string;
      version: number;
      trains: 'YES' | 'NO' | 'UNDECIDED';
      computeFlop?: bigint;
      modalities: string[];
      fromMs?: number;
      toMs?: number;
    }
  | { type: 'attested'; exemption: string; customer: string; provider: string; subject: string; fromMs: number; untilMs: number }
  | { type: 'attestationEnded'; exemption: string; customer: string; atMs: number }
  | {
      type: 'cluster';
      provider: string;
      cluster: string;
      accelerators: number;
      interconnectGbps: number;
      /** Dense BF16 peak, or the widest of 8 bits where there is none, op/s of one accelerator. */
      peakOpsPerSecond: bigint;
      inServiceFromMs: number;
      inServiceToMs?: number;
    }
  | { type: 'rule'; rule: RuleTruth; state: 'ACTIVE' | 'TRIAL' | 'RETIRED' }
  | { type: 'erased'; customer: string; provider: string }
  | { type: 'evaluated'; scope: string; atMs: number };

/** In the order in which they became known; times never fall. */
export type FlagFact = FlagStatement & { knownAtMs: number };

export interface Triple {
  lower: bigint;
  expected: bigint;
  upper: bigint;
}

/** By hour; none where all three are zero. */
export type HoursTruth = Map<number, Triple>;

export interface CrossingTruth {
  n: number;
  hour: number;
  minute: number;
  atEntryIntoForce: boolean;
  totals: Triple;
}

export interface StandingTruth {
  kind: 'CROSSING' | 'UNVERIFIED_ABOVE_BAND' | 'UNLINKED_ABOVE_BAND' | 'EVALUATION_DUE' | 'CAPACITY' | 'OVER_CAPACITY' | 'USE_AFTER_ORDER';
  rule: string;
  version: number;
  /** By `scopeName`. */
  scope: string;
  tier?: TierTruth;
  n: number;
  hour: number;
  minute: number;
  atEntryIntoForce: boolean;
  totals?: Triple;
}

/** "account p a", "cluster p c", "customer x", "party y", "group control y", "unlinked p": ids here hold no spaces. */
export const scopeName = {
  cluster: (provider: string, cluster: string): string => `cluster ${provider} ${cluster}`,
  account: (provider: string, account: string): string => `account ${provider} ${account}`,
  customer: (customer: string): string => `customer ${customer}`,
  party: (party: string): string => `party ${party}`,
  group: (rule: ControlRuleTruth, controller: string): string => `group ${rule} ${controller}`,
  unlinked: (provider: string): string => `unlinked ${provider}`,
};

export const standingName = ({ kind, rule, version, scope, tier, n }: StandingTruth): string =>
  `${kind} ${rule}@${version} ${scope} ${tier ?? '-'} ${n}`;
