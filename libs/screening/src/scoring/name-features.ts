import type { FeatureKind, ScoredFeature } from '../entries/match.js';
import type { PartSpan, PreparedName } from '../names/prepared-name.js';
import type { AlignedPair } from './align-names.js';
import type { NameScore } from './score-names.js';

/** The reasons of a name score, in the order of the name asked about. Their weights sum to the name's log-odds, but for rounding. */
export function nameFeatures(score: NameScore): ScoredFeature[] {
  const pairs = [...score.alignment.pairs].sort((a, b) => a.ours.from - b.ours.from || a.theirs.from - b.theirs.from);
  const agreeing = pairs.filter((pair) => pair.agreement !== 'CONFLICT');
  const whole = agreeing.reduce((sum, pair) => sum + sharedWeight(pair), 0);
  const features = pairs.map((pair) =>
    pairFeature(score, pair, pair.agreement === 'CONFLICT' || whole === 0 ? 0 : (score.terms.agreement * sharedWeight(pair)) / whole),
  );
  if (whole === 0) features.push({ feature: 'NAME_PART', weight: score.terms.agreement, reason: 'No part of the names agrees.' });
  return [...features, ...extraFeatures(score), ...otherFeatures(score)].map((feature) => ({
    ...feature,
    weight: Math.round(feature.weight * 1e6) / 1e6,
  }));
}

function sharedWeight(pair: AlignedPair): number {
  return Math.min(pair.ours.part.weight, pair.theirs.part.weight);
}

function pairFeature({ ours, theirs }: NameScore, pair: AlignedPair, gain: number): ScoredFeature {
  const reason = `"${shown(ours, pair.ours)}" ${SAYINGS[pair.agreement]} "${shown(theirs, pair.theirs)}".`;
  return { feature: kindOf(pair), weight: gain - pair.cost, reason };
}

function kindOf({ agreement, joined, ours, theirs }: AlignedPair): FeatureKind {
  if (ours.part.role === 'NUMBER' || theirs.part.role === 'NUMBER') return 'NUMBER';
  if (joined) return 'JOINED';
  if (agreement === 'NICKNAME' || agreement === 'INITIAL') return agreement;
  return agreement === 'CONSONANTS' ? 'SCRIPT' : 'NAME_PART';
}

const SAYINGS: Readonly<Record<AlignedPair['agreement'], string>> = {
  SAME: 'is the same as',
  SPELLING: 'sounds like',
  SIMILAR: 'is written much like',
  CONSONANTS: 'has the consonants of',
  NICKNAME: 'is a form of the same given name as',
  INITIAL: 'may stand for',
  ACRONYM: 'has the initials of',
  SLIP: 'may be a slip of the hand for',
  CONFLICT: 'is not',
};

function shown(name: PreparedName, { from, to }: PartSpan): string {
  return name.shown.slice(from, to).join(' ');
}

/** Every extra part bears its share of what all of them cost. */
function extraFeatures({ ours, theirs, alignment: { ourExtra, theirExtra }, terms }: NameScore): ScoredFeature[] {
  const whole = [...ourExtra, ...theirExtra].reduce((sum, { part }) => sum + part.weight, 0);
  const feature =
    (name: PreparedName, side: string) =>
    (span: PartSpan): ScoredFeature => ({
      feature: 'UNMATCHED_PART',
      weight: whole === 0 ? 0 : (terms.extra * span.part.weight) / whole,
      reason: `"${shown(name, span)}" stands only in the ${side}.`,
    });
  return [...ourExtra.map(feature(ours, 'name asked about')), ...theirExtra.map(feature(theirs, 'listed name'))];
}

function otherFeatures({ ours, theirs, terms }: NameScore): ScoredFeature[] {
  const features: ScoredFeature[] = [];
  if (terms.order !== 0) features.push({ feature: 'ORDER', weight: terms.order, reason: 'The parts stand in another order.' });
  if (terms.form !== 0)
    features.push({
      feature: 'LEGAL_FORM',
      weight: terms.form,
      reason: terms.form > 0 ? 'The same legal form.' : `The legal forms are opposed: ${formsOf(ours)} and ${formsOf(theirs)}.`,
    });
  if (terms.weak !== 0) features.push({ feature: 'WEAK_NAME', weight: terms.weak, reason: 'The list calls this name weak.' });
  if (ours.script !== theirs.script)
    features.push({
      feature: 'SCRIPT',
      weight: 0,
      reason: `Read from ${[ours, theirs].map((name) => name.script).join(' and ')} letters.`,
    });
  return features;
}

function formsOf({ forms }: NameScore['ours']): string {
  return forms.map(({ form }) => form).join(', ');
}
