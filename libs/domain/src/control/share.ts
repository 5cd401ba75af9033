import { compare, type Fraction, fraction, ONE } from './fraction.js';

/** Above nothing and at most all. */
export type ShareReading = { share: Fraction } | { refused: { code: 'SHARE_INVALID'; detail: string } };

/** Longer ones are no share that anybody was told; a limit keeps exact arithmetic small. */
const DIGITS_MAX = 18;

const FRACTION = /^(\d{1,18})\/(\d{1,18})$/;
const DECIMAL = /^(\d{1,18})(?:\.(\d{1,18}))?\s?(%)?$/;

/** Reads "1/3", "0.25", "25%", "33.3 %" and "1" exactly as they are written. */
export function readShare(text: string): ShareReading {
  const share = fractionOf(text.trim());
  if (!share) {
    const detail = `Write a share as a fraction ("1/3"), a decimal ("0.25") or in per cent ("25%"), with at most ${DIGITS_MAX} digits a part.`;
    return { refused: { code: 'SHARE_INVALID', detail } };
  }
  if (share.numerator <= 0n || compare(share, ONE) > 0) {
    return { refused: { code: 'SHARE_INVALID', detail: 'A share is above nothing and at most all: 0 < share <= 1.' } };
  }
  return { share };
}

function fractionOf(text: string): Fraction | undefined {
  const parts = FRACTION.exec(text);
  if (parts) return BigInt(parts[2]!) === 0n ? undefined : fraction(BigInt(parts[1]!), BigInt(parts[2]!));
  const decimal = DECIMAL.exec(text);
  if (!decimal) return undefined;
  const [, whole, decimals = '', percent] = decimal;
  return fraction(BigInt(whole! + decimals), 10n ** BigInt(decimals.length) * (percent ? 100n : 1n));
}
