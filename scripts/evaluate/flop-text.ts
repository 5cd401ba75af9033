/** Amounts of compute as people write and read them. Totals stay whole numbers; only what is printed or a ratio is a double. */

const TERA = 10n ** 12n;
const WRITTEN = /^(\d{1,40})(?:\.(\d{0,60}))?(?:e\+?(\d{1,2}))?$/i;

/** The whole FLOP in "3.8e+25", "2.5E23" or digits; a fraction of one FLOP is dropped. Undefined for anything else. */
export function exactFlop(text: string): bigint | undefined {
  const [, whole, fraction = '', exponent = '0'] = WRITTEN.exec(text.trim()) ?? [];
  if (whole === undefined) return undefined;
  const places = Number(exponent);
  return BigInt(`${whole}${fraction.slice(0, places).padEnd(places, '0')}`);
}

/** Of a number of FLOP that a double holds. */
export const wholeFlop = (flop: number): bigint => BigInt(Math.round(flop));

export const flopOfTflop = (tflop: bigint): bigint => tflop * TERA;

/** Three significant digits: "3.80e25"; "0" for nothing. */
export function flopText(flop: bigint): string {
  if (flop === 0n) return '0';
  const [mantissa, exponent] = Number(flop).toExponential(2).split('e+');
  return `${mantissa}e${exponent}`;
}

export const ratioOf = (part: bigint, whole: bigint): number => Number(part) / Number(whole);

/** With a sign, whole from ten percent on: "+14 %", "-3.2 %". */
export function percentText(share: number): string {
  const percent = share * 100;
  const digits = Math.abs(percent) < 9.95 ? 1 : 0;
  return `${percent >= 0 ? '+' : ''}${percent.toFixed(digits)} %`;
}
