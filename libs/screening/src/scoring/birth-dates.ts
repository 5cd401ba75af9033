import type { ScoredFeature } from '../entries/match.js';
import type { ScreeningWeights } from './weights.js';

interface Birth {
  readonly from: number;
  readonly to: number;
  readonly month?: number;
  readonly day?: number;
}

/** The best agreement of any two dates: of the day, of the year, near, or apart. Two dates that name the same year but another day are near. */
export function compareBirthDates(
  ours: readonly string[],
  theirs: readonly string[],
  weights: ScreeningWeights,
): ScoredFeature | undefined {
  let best: ScoredFeature | undefined;
  for (const a of ours) {
    for (const b of theirs) {
      const [mine, other] = [parseBirth(a), parseBirth(b)];
      const found = mine && other && comparison(mine, other, weights);
      if (found && (best === undefined || found.weight > best.weight)) best = { feature: 'BIRTH_DATE', ...found };
    }
  }
  return best;
}

/** `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, `YYYY~YYYY`; what is none of these is no date and says nothing. */
function parseBirth(text: string): Birth | undefined {
  const range = /^(\d{4})~(\d{4})$/.exec(text);
  if (range) return { from: Number(range[1]), to: Number(range[2]) };
  const date = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text);
  if (!date) return undefined;
  const year = Number(date[1]);
  return { from: year, to: year, ...(date[2] && { month: Number(date[2]) }), ...(date[3] && { day: Number(date[3]) }) };
}

function exact({ day }: Birth): boolean {
  return day !== undefined;
}

function comparison(a: Birth, b: Birth, { birth }: ScreeningWeights): Omit<ScoredFeature, 'feature'> {
  const years = Math.max(0, a.from - b.to, b.from - a.to);
  if (years > 5) return { weight: -birth.farApart, reason: `Born ${years} years apart.` };
  if (years > 2) return { weight: -birth.apart, reason: `Born ${years} years apart.` };
  if (years > 0 && exact(a) && exact(b))
    return { weight: -birth.nearButExact, reason: `Born ${years === 1 ? 'a year' : 'two years'} apart, both to the day.` };
  if (years > 0) return { weight: birth.near, reason: `Born ${years === 1 ? 'a year' : 'two years'} apart, as lists are often not sure.` };
  if (a.day === undefined || b.day === undefined || a.month === undefined || b.month === undefined) {
    const otherMonth = a.month !== undefined && b.month !== undefined && a.month !== b.month;
    return otherMonth
      ? { weight: birth.otherDay, reason: 'Born in the same year, not in the same month.' }
      : { weight: birth.year, reason: 'Born in the same year.' };
  }
  if (a.day === b.day && a.month === b.month) return { weight: birth.day, reason: 'Born on the same day.' };
  if (a.day === b.month && a.month === b.day) return { weight: birth.swapped, reason: 'The same birth date with day and month changed.' };
  return { weight: birth.otherDay, reason: 'Born in the same year, on another day.' };
}
