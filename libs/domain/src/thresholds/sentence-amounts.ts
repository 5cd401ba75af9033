/** Amounts as people read them. Exact integers in, rounded once, half up; nothing here is ever calculated with. */

import { compare, type Fraction, fraction } from '../control/fraction.js';
import type { HourMoment } from './crossing.js';
import { TERA } from './passing-total.js';

const DIGITS = 3;
/** A total that reads like the number that it passed is given more digits, up to so many. */
const DIGITS_MAX = 15;

/** "1.08e23" of FLOP: so many significant digits, none of them a trailing zero. "0" of nothing. */
export function printFlop(flop: bigint | Fraction, digits = DIGITS): string {
  const { numerator, denominator } = typeof flop === 'bigint' ? fraction(flop) : flop;
  if (numerator <= 0n) return numerator === 0n ? '0' : `-${printFlop(fraction(-numerator, denominator), digits)}`;
  if (numerator < denominator) return 'less than 1';
  let exponent = (numerator / denominator).toString().length - 1;
  let rounded = roundedTo(numerator, denominator, exponent - digits + 1);
  // 9.996 rounds to 10.0, which is one place further.
  if (rounded.toString().length > digits) {
    exponent += 1;
    rounded = roundedTo(numerator, denominator, exponent - digits + 1);
  }
  const [first = '', rest = ''] = [rounded.toString().slice(0, 1), rounded.toString().slice(1).replace(/0+$/, '')];
  return `${first}${rest === '' ? '' : `.${rest}`}e${exponent}`;
}

/** numerator / denominator / 10^place, to the nearest whole, half up. */
function roundedTo(numerator: bigint, denominator: bigint, place: number): bigint {
  const [over, under] = place >= 0 ? [numerator, denominator * 10n ** BigInt(place)] : [numerator * 10n ** BigInt(-place), denominator];
  return (2n * over + under) / (2n * under);
}

export const printTflop = (tflop: bigint, digits?: number): string => printFlop(tflop * TERA, digits);

/**
 * A total beside a number: with as many digits as it takes to read differently, so that what passed 1e23 by a hair never reads as
 * "1e23 passed 1e23". The same when they are equal.
 */
export function printTflopBeside(tflop: bigint, number: Fraction): string {
  const flop = fraction(tflop * TERA);
  if (compare(flop, number) === 0) return printFlop(flop);
  for (let digits = DIGITS; digits < DIGITS_MAX; digits += 1) {
    const printed = printFlop(flop, digits);
    if (printed !== printFlop(number, digits)) return printed;
  }
  return printFlop(flop, DIGITS_MAX);
}

/** "2 %", to the nearest whole percent, below one to the nearest tenth; what is neither nothing nor all never reads as such. */
export function printShare(part: bigint, whole: bigint): string {
  if (whole <= 0n || part <= 0n) return '0 %';
  if (part >= whole) return '100 %';
  const percent = (part * 200n + whole) / (whole * 2n);
  if (part * 100n < whole) return printTenths(part, whole);
  return percent === 100n ? 'more than 99 %' : `${percent} %`;
}

function printTenths(part: bigint, whole: bigint): string {
  const tenths = (part * 2_000n + whole) / (whole * 2n);
  if (tenths === 0n) return 'less than 0.1 %';
  return tenths === 10n ? '1 %' : `0.${tenths} %`;
}

/** Parts per million, rounded down. */
export const ppmOf = (part: bigint, whole: bigint): number => (whole <= 0n ? 0 : Number((part * 1_000_000n) / whole));

/** "2026-03-05 14:37 UTC". */
export const printMoment = ({ hour, minute }: HourMoment): string => printInstant(hour * 3_600_000 + minute * 60_000);
export const printInstant = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
/** "2026-03-05" of days since 1970. */
export const printDay = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** Exact FLOP of TFLOP, as a decimal string. */
export const flopText = (tflop: bigint): string => (tflop * TERA).toString();
