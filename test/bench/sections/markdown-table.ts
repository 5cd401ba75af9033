/** Tables that can stand in a document. */
export const whole = (value: number): string => Math.round(value).toLocaleString('en');
export const tenths = (value: number): string => value.toFixed(1);

/** Nothing when there are no rows. */
export function table(heads: string[], rows: string[][]): string {
  if (rows.length === 0) return '';
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}
