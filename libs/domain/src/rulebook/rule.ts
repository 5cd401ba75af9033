import type { ControlRule } from '../control/customer-groups.js';
import type { NumberComparison, ThresholdNumber } from '../thresholds/crossing.js';
import type { ScopeKind } from '../thresholds/scope.js';
import type { Tier } from '../thresholds/standing.js';

/**
 * Where a rule stands in law. Only IN_FORCE binds anybody, and none of the rules here obliges a cloud provider to report a customer's
 * training run. HOUSE: no law at all: bands and policies of whoever runs the installation.
 */
export const LEGAL_STATUSES = [
  'IN_FORCE',
  'ENACTED',
  'PASSED',
  'PROPOSED',
  'DRAFT',
  'GUIDANCE',
  'RESCINDED',
  'VETOED',
  'NOT_ENFORCED',
  'HOUSE',
] as const;
export type LegalStatus = (typeof LEGAL_STATUSES)[number];

/**
 * TRAINING: a cumulative number of FLOP that asks for scrutiny. BAND: one that asks for a level of verification. CAPACITY: peak op/s of a
 * registered compute cluster. EVALUATION: growth or time since the last evaluation. USE: use that facts speak against, whatever its amount:
 * beyond what is registered, after an order. NO_NUMBER: a regime without a compute threshold, or one whose number is set elsewhere: shown,
 * never judged.
 */
export const RULE_KINDS = ['TRAINING', 'BAND', 'CAPACITY', 'EVALUATION', 'USE', 'NO_NUMBER'] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

export const COMPARISONS = ['GREATER', 'AT_LEAST'] as const satisfies readonly NumberComparison[];
export const CONDITION_TYPES = ['DECLARED_MODALITY', 'ATTESTED'] as const satisfies readonly Condition['type'][];

/** What usage cannot show. Holds where a declaration or attestation says so; without one it is not evaluable, which is never false. */
export type Condition =
  /** The customer's declaration of intent names one of these modalities (UPPER_SNAKE, as TEXT, IMAGE, VIDEO, BIOLOGICAL_SEQUENCE). */
  | { readonly type: 'DECLARED_MODALITY'; readonly anyOf: readonly string[]; readonly words: string }
  /** The customer attested this UPPER_SNAKE code. */
  | { readonly type: 'ATTESTED'; readonly subject: string; readonly words: string };

/** What starts a clock: knowing, the fact itself, the completion of a deal, the end of a quarter; or the sources do not say. */
export const CLOCK_STARTS = ['KNOWLEDGE', 'FACT', 'COMPLETION', 'QUARTER_END', 'NOT_STATED'] as const;

/** Of what a clock starts: a crossing, an incident, a change of what was reported. */
export const CLOCK_OCCASIONS = ['CROSSING', 'INCIDENT', 'CHANGE'] as const;
export type ClockOccasion = (typeof CLOCK_OCCASIONS)[number];

export interface Clock {
  /** What is to be done, in words: "notify the Commission". */
  readonly duty: string;
  readonly from: (typeof CLOCK_STARTS)[number];
  /** Absent: CROSSING. */
  readonly on?: ClockOccasion;
  /** Of an incident, with true: only where death or serious injury is imminent, beside the clock of every incident. */
  readonly imminent?: boolean;
  /** One of them; absent all: the calendar stands in words alone, and nothing can count it. */
  readonly hours?: number;
  readonly days?: number;
  readonly workingDays?: number;
  readonly months?: number;
  /** The days of every year by which it is done, `MM-DD`, rising. */
  readonly quarterDays?: readonly string[];
  readonly words: string;
  readonly verified: boolean;
}

/** Where a rule stood in law from a day on. */
export interface LegalStep {
  /** 00:00 UTC of that day. Absent, on the first alone: the sources do not say since when. */
  readonly from?: string;
  readonly status: LegalStatus;
  /** Where the status alone would say too little: "proposed, never final". */
  readonly words?: string;
}

/** What makes an evaluation due: expected use of this many times that at the last evaluation since it, or this many calendar months. */
export type EvaluationTerms =
  | { readonly type: 'GROWTH'; readonly times: number }
  /** Once use has reached the rule's number. */
  | { readonly type: 'MONTHS'; readonly months: number };

export const WINDOWS = ['ALL_TIME', 30, 90, 365] as const;
export const BAND_LEVELS = ['NONE', 'BASIC', 'IDENTIFIED', 'ENHANCED'] as const;

/** One version of one rule. Entries are added, never edited: a flag names the id and version that it was raised by. */
export interface Rule {
  /** Lower-case words with hyphens: eu-ai-act-51. */
  readonly id: string;
  /** 1, 2, 3, ... without gaps. */
  readonly version: number;
  readonly kind: RuleKind;
  readonly title: string;
  readonly regime: string;
  /** ISO 3166-1 alpha-2, EU, or "-" for none. */
  readonly jurisdiction: string;
  readonly citation: string;
  /** Rising. The last one not after a day holds then; before the first: see legalStatusAt. Empty: the sources do not say. */
  readonly statuses: readonly LegalStep[];
  /** [from, to): crossings are judged as of these dates (00:00 UTC). Absent: over all time. */
  readonly effectiveFrom?: string;
  readonly effectiveTo?: string;
  readonly scopes: readonly ScopeKind[];
  /** Tiers it raises. */
  readonly tiers: readonly Tier[];
  /** FLOP, or of CAPACITY op/s. Absent: NO_NUMBER, USE, and EVALUATION by growth. As written, "1e25/3", stands in `printed`. */
  readonly number?: ThresholdNumber & { readonly printed: string };
  readonly comparison?: NumberComparison;
  /** ALL_TIME, or rolling days. */
  readonly window: (typeof WINDOWS)[number];
  readonly controlRule: ControlRule;
  readonly conditions: readonly Condition[];
  /** Of CAPACITY: interconnect, Gbit/s. */
  readonly interconnectAboveGbps?: number;
  /** Of BAND: what it asks for from its number on. NONE: nothing; its number is where billing data alone ends. */
  readonly level?: (typeof BAND_LEVELS)[number];
  /** Of EVALUATION. */
  readonly evaluation?: EvaluationTerms;
  /** How far ahead PROJECTED looks, days. Absent: the longer of 30 and 1.5 x the notice period, rounded up. */
  readonly horizonDays?: number;
  readonly noticeDays?: number;
  /** What counts, in words: all formats equal, fine-tuning included, ... */
  readonly counts: string;
  readonly duty: string;
  readonly clocks: readonly Clock[];
  readonly method: string;
  /** Whether the entry was compared with the text it cites. Shown wherever the rule is. */
  readonly verified: boolean;
  readonly note: string;
  /** Of a provider's own policy: that provider's scopes alone. */
  readonly provider?: string;
}

export const ruleKey = ({ id, version }: Pick<Rule, 'id' | 'version'>): string => `${id}@${version}`;
