import { fraction } from '../control/fraction.js';
import { readFlop } from '../customers/flop-amount.js';
import type { ThresholdNumber } from '../thresholds/crossing.js';

export type PrintedNumber = ThresholdNumber & { readonly printed: string };

/** A divisor of more digits was mistyped: rules speak of thirds. */
const WRITTEN = /^([^/]{1,130})(?:\/([1-9]\d{0,5}))?$/;

/**
 * The exact number in "1e25", "2.5e25", "1e25/3" or digits in full: a whole number below 10^40, over a whole number below 10^6. In lowest
 * terms; as written in `printed`. Undefined for anything else.
 */
export function readThresholdNumber(written: string): PrintedNumber | undefined {
  const [, amount, divisor = '1'] = WRITTEN.exec(written.trim()) ?? [];
  const whole = amount === undefined || amount !== amount.trim() ? undefined : readFlop(amount);
  if (whole === undefined) return undefined;
  return { ...fraction(BigInt(whole), BigInt(divisor)), printed: written.trim() };
}

/** What {@link readThresholdNumber} reads, of data in the code; throws on anything else. */
export function thresholdNumber(written: string): PrintedNumber {
  const number = readThresholdNumber(written);
  if (number === undefined) throw new Error(`${written} is not a number of a rule`);
  return number;
}

/** The shortest exact text: "1e25/3", "2.5e25", "300". */
export function printThresholdNumber({ numerator, denominator }: ThresholdNumber): string {
  const whole = printWhole(numerator);
  return denominator === 1n ? whole : `${whole}/${denominator}`;
}

/** With an exponent where that is shorter. */
function printWhole(whole: bigint): string {
  const digits = whole.toString();
  const [, significant = digits] = /^(\d+?)0*$/.exec(digits) ?? [];
  const mantissa = significant.length === 1 ? significant : `${significant[0]}.${significant.slice(1)}`;
  const scientific = `${mantissa}e${digits.length - 1}`;
  return scientific.length < digits.length ? scientific : digits;
}
