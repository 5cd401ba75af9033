/** The version in a path: a whole number above zero that fits its column; undefined for anything else. */
export function versionNumber(raw: string): number | undefined {
  return /^[1-9]\d{0,8}$/.test(raw) ? Number(raw) : undefined;
}
