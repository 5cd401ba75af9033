/**
 * Whether the text is a Legal Entity Identifier by ISO 17442: 18 characters of 0-9 and A-Z and two check digits, which make the
 * whole, with letters read as 10 to 35, one more than a multiple of 97 (ISO 7064 MOD 97-10).
 */
export function isLei(text: string): boolean {
  return /^[0-9A-Z]{18}[0-9]{2}$/.test(text) && remainder97(text) === 1;
}

/** The two digits that make 18 characters an LEI. */
export function leiCheckDigits(first18: string): string {
  return String(98 - remainder97(`${first18}00`)).padStart(2, '0');
}

function remainder97(text: string): number {
  let remainder = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
}
