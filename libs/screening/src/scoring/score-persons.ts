import type { PersonScore, ScoredFeature } from '../entries/match.js';
import type { ScreenedName, ScreenedPerson } from '../entries/screened-person.js';
import type { NamePart } from '../names/name-part.js';
import { partKeys } from '../names/part-keys.js';
import type { PreparedName } from '../names/prepared-name.js';
import { compareParts, conflict, type PartComparison } from './compare-parts.js';
import { SCREENING_CONFIGURATION, type ScreeningConfiguration } from './configuration.js';
import { evidenceOf } from './evidence.js';
import { nameFeatures } from './name-features.js';
import { type PreparedPerson, preparePerson } from './prepared-person.js';
import { scoreOf } from './score-curve.js';
import { type NameScore, scoreNames } from './score-names.js';
import type { ScreeningWeights } from './weights.js';

/** How far two persons look like one, whoever asks about whom. Without a name on either side there is nothing to compare: score 0. */
export function scorePersons(
  a: ScreenedPerson & WithWeakNames,
  b: ScreenedPerson & WithWeakNames,
  configuration: ScreeningConfiguration = SCREENING_CONFIGURATION,
): PersonScore {
  const { weights } = configuration;
  return scorePrepared(preparePerson(a, weights), preparePerson(b, weights), weights);
}

interface WithWeakNames {
  readonly weakNames?: readonly ScreenedName[];
}

/** The same for persons whose names are worked out already. */
export function scorePrepared(ours: PreparedPerson, theirs: PreparedPerson, weights: ScreeningWeights): PersonScore {
  const best = bestNames(ours.names, theirs.names, (a, b) => comparePair(a, b, weights), weights);
  if (best === undefined) return { score: 0, features: [], matchedName: { query: '', entry: '' } };
  const evidence = evidenceOf(ours.person, theirs.person, weights);
  return explained(best, evidence, weights);
}

export function bestNames(
  ours: readonly PreparedName[],
  theirs: readonly PreparedName[],
  compare: (a: NamePart, b: NamePart) => PartComparison,
  weights: ScreeningWeights,
): NameScore | undefined {
  let best: NameScore | undefined;
  for (const mine of ours) {
    for (const other of theirs) {
      if (mine.organisation !== other.organisation) continue;
      const score = scoreInOrder(mine, other, compare, weights);
      if (best === undefined || isBetter(score, best)) best = score;
    }
  }
  return best;
}

/** Names of which a part agrees come before those of which none does: only they can be found, and lifted by what else is known. */
function isBetter(score: NameScore, best: NameScore): boolean {
  return score.telling === best.telling ? score.total > best.total : score.telling;
}

/** The lesser of two names is always compared with the greater, so that asking the other way round finds the same alignment among equals. */
export function scoreInOrder(
  ours: PreparedName,
  theirs: PreparedName,
  compare: (a: NamePart, b: NamePart) => PartComparison,
  weights: ScreeningWeights,
): NameScore {
  return ours.canonical <= theirs.canonical
    ? scoreNames(ours, theirs, compare, weights)
    : turned(scoreNames(theirs, ours, (a, b) => compare(b, a), weights));
}

function turned(score: NameScore): NameScore {
  const { pairs, ourExtra, theirExtra } = score.alignment;
  const turnedPairs = pairs.map((pair) => ({ ...pair, ours: pair.theirs, theirs: pair.ours }));
  return {
    ...score,
    ours: score.theirs,
    theirs: score.ours,
    alignment: { pairs: turnedPairs, ourExtra: theirExtra, theirExtra: ourExtra },
  };
}

function comparePair(a: NamePart, b: NamePart, weights: ScreeningWeights): PartComparison {
  if (a.role === 'INITIAL' || b.role === 'INITIAL') return compareParts(a, b, weights);
  const keys = partKeys(a);
  return partKeys(b).some((key) => keys.includes(key)) ? compareParts(a, b, weights) : conflict(a, b, weights);
}

/**
 * The name's log-odds with all evidence. A name that does not fit at all is not lifted over the threshold by a birth date or a
 * country, and one of which no part agrees, or initials alone, is not lifted at all: nothing would find it either. */
export function totalLogOdds(name: NameScore, evidence: readonly ScoredFeature[], weights: ScreeningWeights): number {
  const identifier = evidence.find(({ feature, weight }) => feature === 'IDENTIFIER' && weight > 0);
  const sum = evidence.reduce((total, { weight }) => total + weight, 0);
  if (identifier) return Math.max(name.total, weights.identifierFloor) + sum;
  if (!name.telling) return name.total + Math.min(0, sum);
  return name.total < weights.nameFloor ? Math.min(name.total + sum, weights.nameFloor) : name.total + sum;
}

export function explained(name: NameScore, evidence: readonly ScoredFeature[], weights: ScreeningWeights): PersonScore {
  return {
    score: scoreOf(totalLogOdds(name, evidence, weights), weights),
    features: [...nameFeatures(name), ...evidence],
    matchedName: { query: name.ours.text, entry: name.theirs.text },
  };
}
