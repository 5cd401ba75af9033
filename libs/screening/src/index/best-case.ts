import type { PreparedName } from '../names/prepared-name.js';
import type { ScreeningWeights } from '../scoring/weights.js';

/** What is known of an indexed name before it is compared. */
export interface NameOutline {
  readonly partCount: number;
  readonly initialCount: number;
  /** Something was found in a join of either name. */
  readonly joined: boolean;
  /** A typing error may be all that is between the two. */
  readonly near: boolean;
}

/** A part of a name weighs at least so much. */
const LIGHTEST = 0.25;

/**
 * The most that a name can score in which only the parts of the mask found something. Every other part is extra or in conflict, unless an
 * initial stands for it; where joins were found, how many parts are left to conflict cannot be told, and none is counted. A single conflict
 * between names that are near may turn out to be a slip of the hand, and then counts as agreeing.
 */
export function bestCase(name: PreparedName, mask: number, outline: NameOutline, weights: ScreeningWeights): number {
  const { weight, found, unfound, unfoundWeight, numbers } = tally(name, mask, outline, weights);
  const conflicts = outline.joined ? 0 : Math.max(0, Math.min(name.parts.length, outline.partCount) - found);
  const least = numbers ? weights.conflict.number : Math.min(weights.conflict.generic, weights.conflict.initial);
  const extras = Math.max(0, unfound - conflicts) * weights.extra.part * LIGHTEST;
  const plain = agreement(weight, weights) - conflicts * least - extras;
  if (!outline.near || conflicts !== 1) return plain;
  return Math.max(plain, agreement(weight + unfoundWeight, weights) - weights.typing.letter);
}

function agreement(weight: number, { agreement: { base, gain }, form }: ScreeningWeights): number {
  return base + gain * Math.sqrt(weight) + form.same;
}

interface Tally {
  weight: number;
  found: number;
  unfound: number;
  unfoundWeight: number;
  /** A number is among what was not found, and its conflict costs little. */
  numbers: boolean;
}

function tally(name: PreparedName, mask: number, { initialCount }: NameOutline, weights: ScreeningWeights): Tally {
  const sums: Tally = { weight: 0, found: 0, unfound: 0, unfoundWeight: 0, numbers: false };
  let free = initialCount;
  name.parts.forEach((part, at) => {
    const found = ((mask >>> at) & 1) === 1 || part.role === 'INITIAL';
    if (found || free > 0) {
      sums.found += 1;
      sums.weight += found ? part.weight : weights.part.initial;
      if (!found) free -= 1;
    } else {
      sums.unfound += 1;
      sums.unfoundWeight += part.weight;
      sums.numbers ||= part.role === 'NUMBER';
    }
  });
  return sums;
}
