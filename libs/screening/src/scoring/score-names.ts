import { compareForms } from '../names/legal-form.js';
import type { PreparedName } from '../names/prepared-name.js';
import { type AlignedPair, type Alignment, alignments, type Compare } from './align-names.js';
import { withTypingError } from './typing-error.js';
import type { ScreeningWeights } from './weights.js';

/** How far two names agree, in log-odds, and what that rests on. The sum of `terms` is `total`. */
export interface NameScore {
  readonly ours: PreparedName;
  readonly theirs: PreparedName;
  readonly alignment: Alignment;
  readonly terms: NameTerms;
  /** A part agrees, and more than by its first letter. */
  readonly telling: boolean;
  readonly total: number;
}

export interface NameTerms {
  readonly agreement: number;
  readonly pairs: number;
  readonly extra: number;
  readonly order: number;
  readonly form: number;
  readonly weak: number;
}

/** Log-odds of the best weak name: by itself it never reaches the alert threshold, which lies at 0; a birth date beside it may. */
const JUST_BELOW_ALERT = -0.1;

/** The best alignment's score. Symmetric up to which side is which. */
export function scoreNames(ours: PreparedName, theirs: PreparedName, compare: Compare, weights: ScreeningWeights): NameScore {
  const scores = alignments(ours, theirs, compare, weights.edit).map((alignment) =>
    scoreAlignment(ours, theirs, withTypingError(ours, theirs, alignment, weights), weights),
  );
  return scores.reduce((best, score) => (score.total > best.total ? score : best));
}

function scoreAlignment(ours: PreparedName, theirs: PreparedName, alignment: Alignment, weights: ScreeningWeights): NameScore {
  const matched = matchedWeight(alignment.pairs);
  const terms = {
    agreement: weights.agreement.base + weights.agreement.gain * Math.sqrt(matched),
    pairs: -alignment.pairs.reduce((sum, pair) => sum + pair.cost, 0),
    extra: -extraCost(alignment, matched, weights),
    order: inOrder(alignment.pairs) ? 0 : -weights.order,
    form: formTerm(ours, theirs, weights),
  };
  const strong = terms.agreement + terms.pairs + terms.extra + terms.order + terms.form;
  const total = ours.weak || theirs.weak ? Math.min(strong - weights.weakName, JUST_BELOW_ALERT) : strong;
  return { ours, theirs, alignment, terms: { ...terms, weak: total - strong }, telling: matched > 0, total };
}

/** The weight of what agrees, and none where only initials do; of two parts that agree the lesser counts, so that an initial is worth an initial. */
function matchedWeight(pairs: readonly AlignedPair[]): number {
  const agreeing = pairs.filter((pair) => pair.agreement !== 'CONFLICT');
  if (agreeing.every((pair) => pair.ours.part.role === 'INITIAL' || pair.theirs.part.role === 'INITIAL')) return 0;
  return agreeing.reduce((sum, pair) => sum + Math.min(pair.ours.part.weight, pair.theirs.part.weight), 0);
}

/**
 * Parts that only one name has cost their weight; more so what goes beyond all that agrees, because then most of the name is another, and where a
 * single part of a person's name is all that agrees. */
function extraCost({ pairs, ourExtra, theirExtra }: Alignment, matched: number, { extra }: ScreeningWeights): number {
  const parts = [...ourExtra, ...theirExtra].map(({ part }) => part);
  const weight = parts.reduce(
    (sum, part) => sum + (part.role === 'PATRONYMIC' ? extra.patronymic : extra.evenIfCommon + (1 - extra.evenIfCommon) * part.weight),
    0,
  );
  const lone = parts.some((part) => part.personal && part.role === 'NAME') && telling(pairs) < 2;
  return extra.part * weight + extra.beyond * Math.max(0, weight - matched) + (lone ? extra.lone : 0);
}

/** How many parts agree, those of a join each for itself, initials for nothing. */
function telling(pairs: readonly AlignedPair[]): number {
  return pairs.reduce(
    (sum, { agreement, ours, theirs }) =>
      agreement === 'CONFLICT' || agreement === 'INITIAL' ? sum : sum + Math.max(ours.to - ours.from, theirs.to - theirs.from),
    0,
  );
}

function inOrder(pairs: readonly AlignedPair[]): boolean {
  const agreeing = pairs.filter((pair) => pair.agreement !== 'CONFLICT').sort((x, y) => x.ours.from - y.ours.from);
  return agreeing.every((pair, at) => at === 0 || (agreeing[at - 1] as AlignedPair).theirs.from < pair.theirs.from);
}

function formTerm(ours: PreparedName, theirs: PreparedName, { form }: ScreeningWeights): number {
  const forms = compareForms(ours.forms, theirs.forms);
  if (forms === 'OPPOSED') return -form.opposed;
  return forms === 'SAME' ? form.same : 0;
}
