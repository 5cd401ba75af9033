import type { ScopeKind } from '../../thresholds/scope.js';
import { type CaseFlag, type CaseId, type CaseScope, type Instant, isSameScope, scopeKeyOf } from '../case-vocabulary.js';

/** A case that is not closed, of the flag's matter; or one whose order the flag breaks. */
export interface StandingCase {
  id: CaseId;
  subject: CaseScope;
  openedAt: Instant;
  /** Ids. */
  flags: readonly string[];
  /** The flag is use after an order of this case. */
  breaksOrder: boolean;
}

/** Who stands above and inside what a flag is about, at its moment. */
export interface Surroundings {
  /** The widest that it is inside of, at least one: the flag's own scope when nobody stands above it. */
  widest: readonly CaseScope[];
  /** Everything that it is inside of, itself included. */
  above: readonly CaseScope[];
  /** Everything inside the first of `widest`. */
  inside: readonly CaseScope[];
}

export interface ChosenCase {
  case: StandingCase;
  /** Why the flag belongs to it, in words without names. */
  reason: string;
  /** The case is about more from now on. */
  widenTo?: CaseScope | undefined;
  /** Others that are about a part of it. */
  related: readonly CaseId[];
}

/**
 * The one case that a flag joins, of those that stand: the one whose order it breaks, the one about the widest group, one about what the flag covers,
 * one about something between, one about a part. Of several alike the oldest. Undefined: none is about it.
 */
export function chooseCase(
  cases: readonly StandingCase[],
  flag: Pick<CaseFlag, 'id' | 'scope' | 'covers'>,
  around: Surroundings,
): ChosenCase | undefined {
  const ranked = cases
    .map((one) => ({ one, fit: fitOf(one, flag, around) }))
    .filter((ranked): ranked is { one: StandingCase; fit: Fit } => ranked.fit !== undefined)
    .sort((a, b) => a.fit.rank - b.fit.rank || a.one.openedAt - b.one.openedAt || (a.one.id < b.one.id ? -1 : 1));
  const [best, ...others] = ranked;
  if (best === undefined) return undefined;
  return { case: best.one, reason: best.fit.reason, widenTo: best.fit.widenTo, related: others.map(({ one }) => one.id) };
}

interface Fit {
  rank: number;
  reason: string;
  widenTo?: CaseScope;
}

const KIND_WORDS: Record<ScopeKind, string> = {
  cluster: 'compute cluster',
  account: 'account',
  customer: 'customer record',
  party: 'party',
  group: 'customer group',
};
export const wordsOfKind = ({ kind }: Pick<CaseScope, 'kind'>): string => KIND_WORDS[kind];

function fitOf(
  one: StandingCase,
  { scope, covers }: Pick<CaseFlag, 'scope' | 'covers'>,
  { widest, above, inside }: Surroundings,
): Fit | undefined {
  const { subject, flags } = one;
  const [own, about] = [wordsOfKind(scope), wordsOfKind(subject)];
  if (one.breaksOrder) return { rank: 0, reason: 'It is use after the order of this case took effect.' };
  if (isIn(widest, subject)) {
    const reason = isSameScope(scope, subject)
      ? `The flag is about the ${about} that the case is about.`
      : `The flag's ${own} is inside the ${about} that the case is about.`;
    return { rank: 1, reason };
  }
  const widenTo = widest[0]!;
  const covered = covers.filter((flag) => flags.includes(flag));
  if (covered.length > 0)
    return { rank: 2, reason: `The flag covers ${counted(covered.length)} of this case, inside a wider ${wordsOfKind(widenTo)}.`, widenTo };
  if (isIn(above, subject))
    return { rank: 3, reason: `The flag's ${own} is inside the ${about} that the case was about, which is inside a wider one.`, widenTo };
  if (isIn(inside, subject))
    return { rank: 4, reason: `The ${about} that the case was about is inside the flag's ${wordsOfKind(widenTo)}.`, widenTo };
  return undefined;
}

const isIn = (scopes: readonly CaseScope[], scope: CaseScope): boolean => scopes.some((other) => scopeKeyOf(other) === scopeKeyOf(scope));
const counted = (n: number): string => (n === 1 ? 'a flag' : `${n} flags`);
