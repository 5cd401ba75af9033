import type { ScopeVersions } from '../attribution/scope-versions.js';
import type { AcceleratorPeaks } from '../catalogue/accelerator-peaks.js';
import type { VerificationLevel } from '../customers/customer-profile.js';
import type { RuleJson } from '../rulebook/print-rule.js';
import type { HourMoment } from './crossing.js';
import type { Evaluation } from './evaluation-due.js';
import type { VectorText } from './flag-evidence-text.js';
import type { Scope } from './scope.js';
import type { FlagKind, Tier } from './standing.js';

/**
 * All that it takes to work a flag out again, offline and years later: what was counted for whom, by which rule, and what was claimed. Made
 * when the flag is raised and never changed. Plain JSON: amounts are decimal strings of TFLOP, times are milliseconds or hours since 1970.
 */
export interface FlagEvidence {
  readonly format: typeof FLAG_EVIDENCE_FORMAT;
  readonly flag: string;
  readonly knownAtMs: number;
  /** Highest position of the ledger, and last fact of identity, that it rests on. */
  readonly ledgerPosition: string;
  readonly identitySequence: number;
  /** Versions by which the use was metered. */
  readonly policyVersions: readonly number[];
  readonly scope: Scope;
  readonly rule: RuleJson;
  readonly claim: FlagClaim;
  /** Every account with an hour that counts, used or not; of a compute cluster its tenants. Spans end where `untilHour` is, at the latest. */
  readonly members: readonly EvidenceMember[];
  /** Hours before it are all there. Use after it plays no part in the claim. */
  readonly untilHour: number;
  /** Links, resolutions and holdings that the spans follow from. */
  readonly statements: ScopeVersionsJson;
  readonly facts: EvidenceFacts;
}

export const FLAG_EVIDENCE_FORMAT = 'tidemark-flag-evidence-1';

/** Fractions are printed, "1/3"; the rest is as attribution has it. */
export interface ScopeVersionsJson extends Pick<ScopeVersions, 'links' | 'resolutions'> {
  readonly control: readonly (Omit<ScopeVersions['control'][number], 'share'> & { readonly share?: string })[];
  /** Whose record each customer is that the others name: [customer, party]. Of a customer that is not named: its own. */
  readonly parties: readonly (readonly [string, string])[];
}

export interface FlagClaim {
  readonly kind: FlagKind;
  readonly tier?: Tier | undefined;
  readonly n: number;
  readonly moment: HourMoment;
  readonly atEntryIntoForce: boolean;
  /** Of the rule's window, at the end of the moment's hour. Absent where no use is judged or nothing has crossed yet. */
  readonly totals?: { readonly lower: string; readonly expected: string; readonly upper: string } | undefined;
}

export interface EvidenceMember {
  readonly provider: string;
  readonly account: string;
  /** Hours that count, rising, disjoint. */
  readonly spans: readonly EvidenceSpan[];
  readonly use: VectorText;
}

export interface EvidenceSpan {
  readonly fromHour: number;
  /** Exclusive; absent while it goes on. */
  readonly toHour?: number | undefined;
}

/** What a kind of flag rests on beside use. */
export type EvidenceFacts =
  /** A crossing: conditions that hold because somebody said so. */
  | { readonly type: 'CROSSING'; readonly declared: readonly string[] }
  /** At the full hour `hour`; the plans of then, FLOP as printed fractions. */
  | { readonly type: 'PROJECTION'; readonly hour: number; readonly plans: readonly PlanJson[] }
  | { readonly type: 'LEVEL'; readonly level: VerificationLevel | 'UNLINKED' }
  | { readonly type: 'EVALUATIONS'; readonly evaluations: readonly Evaluation[] }
  | {
      readonly type: 'REGISTRATION';
      readonly accelerator: string;
      /** GFLOP/s. */
      readonly peaks: AcceleratorPeaks;
      readonly accelerators: number;
      /** 0: not registered. */
      readonly interconnectGbps: number;
      readonly inServiceFromMs: number;
    }
  /** Accelerator-milliseconds by hour, and what was registered for which hours. */
  | {
      readonly type: 'CAPACITY_USE';
      readonly hours: string;
      readonly acceleratorMs: string;
      readonly registered: readonly (EvidenceSpan & { readonly accelerators: number })[];
    }
  /** `toMs` absent while it goes on; `provider` where the use at one provider alone counts. */
  | {
      readonly type: 'SUSPENSIONS';
      readonly suspensions: readonly { readonly fromMs: number; readonly toMs?: number; readonly provider?: string }[];
    };

export interface PlanJson {
  readonly kind: 'PLAN' | 'RESERVATION';
  readonly fromMs: number;
  readonly toMs: number;
  readonly flop: string;
}

/** What does not agree, where, and what each side says. */
export interface EvidenceDifference {
  readonly code: EvidenceDifferenceCode;
  readonly at: string;
  readonly claimed?: string | undefined;
  readonly found?: string | undefined;
}

export const EVIDENCE_DIFFERENCES = [
  /** Not a bundle of this format, or a part of it is not what it should be. */
  'EVIDENCE_MALFORMED',
  /** The rule cannot be read, or by itself makes no sense. */
  'EVIDENCE_RULE_UNSOUND',
  /** Use in hours that do not count, or that lie after the end of the bundle. */
  'EVIDENCE_OUTSIDE_SPANS',
  /** The same account twice, or spans that meet or go back. */
  'EVIDENCE_COUNTED_TWICE',
  /** Totals of an hour that are not lower <= expected <= upper, or below zero. */
  'EVIDENCE_TOTALS_UNORDERED',
  /** By the statements, other hours of other accounts belong to the scope. */
  'EVIDENCE_SPANS_DIFFER',
  /** By the rule and what was used there is no such matter. */
  'EVIDENCE_NOT_STANDING',
  'EVIDENCE_MOMENT_DIFFERS',
  'EVIDENCE_TOTALS_DIFFER',
  'EVIDENCE_ENTRY_DIFFERS',
] as const;
export type EvidenceDifferenceCode = (typeof EVIDENCE_DIFFERENCES)[number];

export type EvidenceVerdict = { readonly ok: true } | { readonly ok: false; readonly differences: readonly EvidenceDifference[] };
