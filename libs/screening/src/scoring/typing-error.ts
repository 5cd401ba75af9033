import type { PreparedName } from '../names/prepared-name.js';
import { letterSet, sizeOfSet } from '../tokens/letter-set.js';
import type { AlignedPair, Alignment } from './align-names.js';
import type { ScreeningWeights } from './weights.js';

/** What may differ of a whole name for it to be a typing error: letters, and their share of the name. */
const MOST_LETTERS = 2;
const LARGEST_SHARE = 0.2;

/**
 * A name that differs from another in one part, and there by one or two letters, may be a slip of the hand, however much the slip changes the
 * short part: `Ko Tae Hun` and `Ko Tae Hon`. The one conflict becomes an agreement that costs by the letter.
 */
export function withTypingError(ours: PreparedName, theirs: PreparedName, alignment: Alignment, { typing }: ScreeningWeights): Alignment {
  if (alignment.ourExtra.length + alignment.theirExtra.length > 0) return alignment;
  const conflicts = alignment.pairs.filter((pair) => pair.agreement === 'CONFLICT');
  const [slip] = conflicts;
  if (slip === undefined || conflicts.length > 1 || !mayBeSlip(slip) || !alignment.pairs.some(isTelling)) return alignment;
  const theirLetters = nameLetters(theirs);
  if (!mayBeTypingError(nameLetters(ours), theirLetters.count, theirLetters.set)) return alignment;
  const letters = lettersApart(slip.ours.part.text, slip.theirs.part.text);
  if (letters > MOST_LETTERS || letters > LARGEST_SHARE * lettersOf(ours)) return alignment;
  const pairs = alignment.pairs.map((pair) =>
    pair === slip ? { ...pair, agreement: 'SLIP' as const, cost: typing.letter * letters } : pair,
  );
  return { ...alignment, pairs };
}

/** Another part has to agree, and more than by its first letter. */
function isTelling({ agreement, ours, theirs }: AlignedPair): boolean {
  return agreement !== 'CONFLICT' && ours.part.role !== 'INITIAL' && theirs.part.role !== 'INITIAL';
}

function mayBeSlip({ ours, theirs }: AlignedPair): boolean {
  return [ours.part.role, theirs.part.role].every((role) => role !== 'NUMBER' && role !== 'INITIAL' && role !== 'ACRONYM');
}

function lettersOf(name: PreparedName): number {
  return name.parts.reduce((sum, part) => sum + part.text.length, 0);
}

/** What of a whole name is known without its parts. */
export interface NameLetters {
  readonly count: number;
  readonly set: number;
}

export function nameLetters(name: PreparedName): NameLetters {
  return { count: lettersOf(name), set: name.parts.reduce((set, part) => set | letterSet(part.text), 0) };
}

/** Whether two whole names are near enough that a typing error may be all that is between them. Says yes too often, never no. */
export function mayBeTypingError(ours: NameLetters, count: number, set: number): boolean {
  return (
    Math.abs(ours.count - count) <= MOST_LETTERS && sizeOfSet(ours.set & ~set) <= MOST_LETTERS && sizeOfSet(set & ~ours.set) <= MOST_LETTERS
  );
}

/** Letters to put in, take out, replace or change places with their neighbours; more than two are not told apart. */
function lettersApart(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MOST_LETTERS) return MOST_LETTERS + 1;
  let older: number[] = [];
  let before = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const now = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (older[j - 2] as number) + 1 : Number.POSITIVE_INFINITY;
      now[j] = Math.min(
        (before[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1),
        (before[j] as number) + 1,
        (now[j - 1] as number) + 1,
        swapped,
      );
    }
    [older, before] = [before, now];
  }
  return before[b.length] as number;
}
