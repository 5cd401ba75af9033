/** British lists give a name in six fields: Name 6 is the family name or the whole name of an entity, the given names are 1 to 5. */
export function ukName(field: (name: string) => string): string {
  return ['1', '2', '3', '4', '5', '6']
    .map((number) => field(number).trim())
    .filter((part) => part !== '')
    .join(' ');
}

/** "Individual", "Entity", "Ship". */
export function ukKind(text: string) {
  const kind = text.trim().toLowerCase();
  return kind === 'individual' ? 'NATURAL' : kind === 'entity' ? 'LEGAL' : 'UNKNOWN';
}

/** How the name is called, by either list's words: "Primary name", "Primary name variation", "AKA", "FKA", "Alias". */
export function ukNameKind(text: string): string {
  if (/^f\.?k\.?a|former/i.test(text.trim())) return 'FORMER';
  return /^primary name$/i.test(text.trim()) ? 'LEGAL' : 'ALIAS';
}

/** "Low", "Low quality", "Weak". */
export const ukIsWeak = (text: string): boolean => /low|weak/i.test(text);

/** Several values in one field, numbered "(1) Iran (2) Iraq" or parted by bars or semicolons. */
export function ukValues(text: string): string[] {
  return text
    .split(/\(\d+\)|[;|]/)
    .map((part) => part.trim().replace(/\.$/, ''))
    .filter((part) => part !== '');
}

/** DD/MM/YYYY, or "02-Oct-2026", as `YYYY-MM-DD`. */
export function ukDay(text: string): string | undefined {
  const digits = /(\d{1,2})\/(\d{1,2})\/(\d{4})/.exec(text);
  if (digits) return `${digits[3]}-${digits[2]!.padStart(2, '0')}-${digits[1]!.padStart(2, '0')}`;
  const words = /(\d{1,2})[- ]([A-Za-z]{3})[a-z]*[- ](\d{4})/.exec(text);
  const month = words ? 'janfebmaraprmayjunjulaugsepoctnovdec'.indexOf(words[2]!.toLowerCase()) / 3 + 1 : 0;
  return words && Number.isInteger(month) && month > 0
    ? `${words[3]}-${String(month).padStart(2, '0')}-${words[1]!.padStart(2, '0')}`
    : undefined;
}
