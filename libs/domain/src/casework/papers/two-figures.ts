/** NEAREST: half to even. DOWN and UP widen an interval, so that what is printed still holds what was counted. */
export type FigureRounding = 'NEAREST' | 'DOWN' | 'UP';

/**
 * A non-negative decimal ("10800000", "2.5") to two significant figures, exactly: "1.1e7". Nothing is computed in floating point. Undefined:
 * it is no such number, which is never zero.
 */
export function twoFigures(decimal: string, rounding: FigureRounding): string | undefined {
  const [, whole, fraction = ''] = /^(\d{1,200})(?:\.(\d{1,200}))?$/.exec(decimal) ?? [];
  if (whole === undefined) return undefined;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  if (digits === '') return '0';
  const exponent = digits.length - 1 - fraction.length;
  const kept = BigInt(digits.slice(0, 2).padEnd(2, '0'));
  return printed(kept + (isRoundedUp(kept, digits.slice(2), rounding) ? 1n : 0n), exponent);
}

function isRoundedUp(kept: bigint, rest: string, rounding: FigureRounding): boolean {
  if (!/[1-9]/.test(rest) || rounding === 'DOWN') return false;
  if (rounding === 'UP') return true;
  const half = rest[0]!.localeCompare('5');
  if (half !== 0) return half > 0;
  return /[1-9]/.test(rest.slice(1)) || kept % 2n === 1n;
}

/** 100: the rounding carried into a third digit. */
function printed(figures: bigint, exponent: number): string {
  const [value, power] = figures === 100n ? [10n, exponent + 1] : [figures, exponent];
  return `${value / 10n}.${value % 10n}e${power}`;
}
