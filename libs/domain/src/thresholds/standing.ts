import type { HourMoment } from './crossing.js';
import type { TripleTotal } from './hour-vector.js';
import type { Scope } from './scope.js';

/** POSSIBLE: at most (upper); PROBABLE: best estimate (expected); CERTAIN: provable (lower); PROJECTED: not yet, but foreseeable (expected). */
export const TIERS = ['POSSIBLE', 'PROBABLE', 'CERTAIN', 'PROJECTED'] as const;
export type Tier = (typeof TIERS)[number];

export const FLAG_KINDS = [
  'CROSSING',
  'UNVERIFIED_ABOVE_BAND',
  'UNLINKED_ABOVE_BAND',
  'EVALUATION_DUE',
  'CAPACITY',
  'OVER_CAPACITY',
  'USE_AFTER_ORDER',
] as const;
export type FlagKind = (typeof FLAG_KINDS)[number];

/**
 * Something that deserves scrutiny and holds by all that is known now. Judging a scope answers all of its standings; a flag is raised for
 * each new one, and withdrawn for each that is gone.
 */
export interface Standing {
  readonly kind: FlagKind;
  /** Id and version of the rule of the rulebook. Of OVER_CAPACITY and USE_AFTER_ORDER: the house rules of that name, version 1. */
  readonly rule: string;
  readonly ruleVersion: number;
  readonly scope: Scope;
  /** Of crossings and, where a fact is missing that decides, of capacity. */
  readonly tier?: Tier | undefined;
  /** 1 for the first crossing of this rule and tier by this scope; more only where a window's total fell and rose again. */
  readonly n: number;
  readonly moment: HourMoment;
  /** It had passed before the rule took effect: the moment is that instant. */
  readonly atEntryIntoForce: boolean;
  /** Cumulative, of the rule's window, at the end of the moment's hour. Absent where no use is judged (CAPACITY). */
  readonly totals?: TripleTotal | undefined;
  /** What else the plain sentence needs, by kind; JSON, amounts as decimal strings of FLOP. */
  readonly detail: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

/** The same matter keeps its key while its moment or totals move. */
export const standingKey = ({ kind, rule, ruleVersion, tier, n }: Omit<Standing, 'scope' | 'moment'>): string =>
  `${kind}/${rule}@${ruleVersion}/${tier ?? ''}/${n}`;
