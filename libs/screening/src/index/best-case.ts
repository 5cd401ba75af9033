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
 * initial stands for it; where joins were found, how many parts are left to conflict cannot be told, and none is counted.
 */
export function bestCase(name: PreparedName, mask: number, outline: NameOutline, weights: ScreeningWeights): number {
  let [weight, found, unfound, numbers, free] = [0, 0, 0, false, outline.initialCount];
  name.parts.forEach((part, at) => {
    if ((mask >>> at) & 1 || part.role === 'INITIAL') [weight, found] = [weight + part.weight, found + 1];
    else if (free > 0) [weight, found, free] = [weight + weights.part.initial, found + 1, free - 1];
    else [unfound, numbers] = [unfound + 1, numbers || part.role === 'NUMBER'];
  });
  const conflicts = outline.joined ? 0 : Math.max(0, Math.min(name.parts.length, outline.partCount) - found);
  const slip = outline.near && conflicts === 1 && outline.partCount === name.parts.length;
  const least = slip
    ? Math.min(weights.typing.letter, weights.conflict.number)
    : numbers
      ? weights.conflict.number
      : Math.min(weights.conflict.generic, weights.conflict.initial);
  const extras = Math.max(0, unfound - conflicts) * weights.extra.part * LIGHTEST;
  return weights.agreement.base + weights.agreement.gain * Math.sqrt(weight) + weights.form.same - conflicts * least - extras;
}
