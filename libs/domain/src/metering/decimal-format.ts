/** Whole teraFLOP as a decimal string in FLOP, exact: "0" stays "0". */
export const flopDecimal = (tflop: bigint): string => (tflop === 0n ? '0' : `${tflop}000000000000`);

const MILLIONTHS = 1_000_000n;

/**
 * Accelerator-milliseconds as accelerator-hours: a decimal string rounded to six decimals (ties up, a millionth of an hour is 3.6 ms),
 * without trailing zeros but with at least one decimal: 1632719.740278, 8.0, 0.000001.
 */
export function acceleratorHoursDecimal(acceleratorMs: bigint): string {
  const millionths = floorDivide(10n * acceleratorMs + 18n, 36n);
  const magnitude = millionths < 0n ? -millionths : millionths;
  const decimals = (magnitude % MILLIONTHS)
    .toString()
    .padStart(6, '0')
    .replace(/0{1,5}$/, '');
  return `${millionths < 0n ? '-' : ''}${magnitude / MILLIONTHS}.${decimals}`;
}

/** Division of bigint rounds towards zero; differences may be negative and must round like anything else. */
const floorDivide = (a: bigint, b: bigint): bigint => (a >= 0n || a % b === 0n ? a / b : a / b - 1n);

/** A non-negative whole number in `digits` significant figures, ties up: 107999 in 3 is "1.08e5". */
export function significantFigures(value: bigint, digits: number): string {
  const exponent = value.toString().length - 1;
  const step = 10n ** BigInt(Math.max(0, exponent - digits + 1));
  const rounded = ((value + step / 2n) / step) * step;
  const all = rounded.toString();
  const figures = all.slice(0, digits).padEnd(digits, '0');
  return `${figures[0]}${digits > 1 ? `.${figures.slice(1)}` : ''}e${all.length - 1}`;
}
