import type { VerificationLevel } from '../customers/customer-profile.js';
import { VERIFICATION_LEVELS } from '../customers/customer-profile.js';
import { type Rule, ruleKey } from '../rulebook/rule.js';
import type { Crossing } from './crossing.js';
import type { HourVector } from './hour-vector.js';
import { preparedTerms } from './judge-crossings.js';
import { runningTotals, windowTotals } from './running-totals.js';
import { crossingsOf } from './scan-crossings.js';
import type { Scope } from './scope.js';
import type { Standing } from './standing.js';

export interface BandInput {
  readonly scope: Scope & { readonly kind: 'account' | 'customer' | 'party' };
  readonly vector: HourVector;
  /** The rules of kind BAND; those of other kinds are passed over. */
  readonly rules: readonly Rule[];
  /**
   * Of the customer now, lapsed ones NONE; of an account, of the customer that it is linked to now; of a party, the lowest of its records
   * that rent. UNLINKED: an account that nobody is tied to now.
   */
  readonly level: VerificationLevel | 'UNLINKED';
}

/** Where an expected total reached a band that asks for a level. */
export interface BandCrossing {
  readonly rule: Rule;
  readonly crossing: Crossing;
}

/** Every crossing of a band that asks for more than billing data, lowest band first. The vector is added up once. */
export function bandCrossings({ scope, vector, rules }: Pick<BandInput, 'scope' | 'vector' | 'rules'>): BandCrossing[] {
  const bands = bandsOf(rules, scope);
  if (bands.length === 0) return [];
  const allTime = runningTotals(vector);
  return bands.flatMap((rule) => {
    const { terms, passing } = preparedTerms(rule);
    const totals = terms.windowHours === undefined ? allTime : windowTotals(allTime, terms.windowHours);
    return crossingsOf(totals, 'expected', terms, passing).map((crossing) => ({ rule, crossing }));
  });
}

/** Use above a band by somebody who is not verified as the band asks, or by an account that nobody is tied to. */
export function judgeBands(input: BandInput): Standing[] {
  return judgeBandCrossings(input, bandCrossings(input));
}

/** The same where the crossings are known already. */
export function judgeBandCrossings({ scope, level, rules }: BandInput, crossings: readonly BandCrossing[]): Standing[] {
  if (level !== 'UNLINKED') {
    return crossings.filter(({ rule }) => isBelow(level, rule.level!)).map((one) => standingOf(one, scope, 'UNVERIFIED_ABOVE_BAND', level));
  }
  // One band says all that there is to say of somebody unknown: the higher ones ask for levels of a customer, and there is none.
  const first = bandsOf(rules, scope)[0];
  return crossings.filter(({ rule }) => rule === first).map((one) => standingOf(one, scope, 'UNLINKED_ABOVE_BAND', level));
}

/** Bands that ask for a level, lowest number first. */
function bandsOf(rules: readonly Rule[], scope: Scope): Rule[] {
  const bands = rules.filter(({ kind, level = 'NONE', scopes }) => kind === 'BAND' && level !== 'NONE' && scopes.includes(scope.kind));
  for (const rule of bands) if (!rule.number || !rule.comparison) throw new Error(`the band ${ruleKey(rule)} has no number`);
  return bands.sort(({ number: a }, { number: b }) => {
    const difference = a!.numerator * b!.denominator - b!.numerator * a!.denominator;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  });
}

const isBelow = (level: VerificationLevel, required: VerificationLevel): boolean =>
  VERIFICATION_LEVELS.indexOf(level) < VERIFICATION_LEVELS.indexOf(required);

function standingOf(
  { rule, crossing }: BandCrossing,
  scope: Scope,
  kind: 'UNVERIFIED_ABOVE_BAND' | 'UNLINKED_ABOVE_BAND',
  level: BandInput['level'],
): Standing {
  return { kind, rule: rule.id, ruleVersion: rule.version, scope, ...crossing, detail: { level, required: rule.level! } };
}
