import type { ScoredFeature } from '../entries/match.js';
import type { ScreenedIdentifier, ScreenedPerson } from '../entries/screened-person.js';
import { compareBirthDates } from './birth-dates.js';
import type { ScreeningWeights } from './weights.js';

/** What is known beside the name. Absent on either side says nothing; of several the best agreeing one counts, so more of it never harms. */
export function evidenceOf(ours: ScreenedPerson, theirs: ScreenedPerson, weights: ScreeningWeights): ScoredFeature[] {
  return [
    kindFeature(ours, theirs, weights),
    identifierFeature(ours, theirs, weights),
    compareBirthDates(ours.birthDates ?? [], theirs.birthDates ?? [], weights),
    countryFeature(ours, theirs, weights),
  ].filter((feature) => feature !== undefined);
}

function kindFeature(ours: ScreenedPerson, theirs: ScreenedPerson, weights: ScreeningWeights): ScoredFeature | undefined {
  if (ours.kind === theirs.kind || ours.kind === 'UNKNOWN' || theirs.kind === 'UNKNOWN') return undefined;
  return { feature: 'KIND', weight: -weights.kind, reason: 'One is a natural person and the other an organisation.' };
}

function countryFeature(ours: ScreenedPerson, theirs: ScreenedPerson, weights: ScreeningWeights): ScoredFeature | undefined {
  const [mine, other] = [ours.countries ?? [], theirs.countries ?? []];
  if (mine.length === 0 || other.length === 0) return undefined;
  const shared = [...new Set(mine)].filter((country) => other.includes(country)).sort();
  if (shared.length > 0) return { feature: 'COUNTRY', weight: weights.country.same, reason: `Both are of ${shared.join(', ')}.` };
  return {
    feature: 'COUNTRY',
    weight: -weights.country.other,
    reason: `No country of both: ${[...mine].sort().join(', ')} and ${[...other].sort().join(', ')}.`,
  };
}

/** Schemes of which a person has one for life; another value speaks against the same person. */
const ONE_FOR_LIFE = new Set(['LEI', 'IMO', 'DUNS', 'BIC', 'SWIFT']);
const WEAK_SCHEMES = new Set(['OTHER', 'PHONE', 'EMAIL', 'WEBSITE', 'REMARK']);

function identifierFeature(ours: ScreenedPerson, theirs: ScreenedPerson, weights: ScreeningWeights): ScoredFeature | undefined {
  let best: ScoredFeature | undefined;
  let opposed: ScoredFeature | undefined;
  for (const a of ours.identifiers ?? []) {
    for (const b of theirs.identifiers ?? []) {
      if (sameValue(a, b)) {
        const sure = a.scheme === b.scheme && !WEAK_SCHEMES.has(a.scheme);
        const weight = sure ? weights.identifier.same : weights.identifier.sameUnsure;
        if (best === undefined || weight > best.weight)
          best = {
            feature: 'IDENTIFIER',
            weight,
            reason: sure ? `The same ${a.scheme} number.` : `The same number, as ${[a.scheme, b.scheme].sort().join(' and ')}.`,
          };
      } else if (a.scheme === b.scheme && ONE_FOR_LIFE.has(a.scheme))
        opposed = { feature: 'IDENTIFIER', weight: -weights.identifier.other, reason: `Different ${a.scheme} numbers.` };
    }
  }
  return best ?? opposed;
}

/** Letters and digits alone, with the country where both say one. Fewer than five are no identifier. */
function sameValue(a: ScreenedIdentifier, b: ScreenedIdentifier): boolean {
  if (a.country !== undefined && b.country !== undefined && a.country !== b.country) return false;
  const value = identifierValue(a.value);
  return value.length >= 5 && value === identifierValue(b.value);
}

export function identifierValue(value: string): string {
  return value.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');
}
