/**
 * When somebody was born, as lists say it: a day, a month, a year, "circa", a range. The answer is in the words of the screening:
 * `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, `YYYY~YYYY`. A date that does not exist is no date.
 */
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** How far "circa" reaches, in years to either side: lists that say circa and later a year differ by two in nine cases of ten. */
export const CIRCA_YEARS = 2;

export function readBirthDate(text: string): string | undefined {
  const said = text.trim().replace(/\.$/, '').replace(/\s+/g, ' ');
  const circa = /^(?:circa|approximately|approx\.?|c\.|ca\.?|about|around) /i.exec(said);
  if (circa) return around(said.slice(circa[0].length));
  const range = /^(?:between )?(.+?)(?: ?(?:to|and|–|~) ?)(.+)$/i.exec(said) ?? /^(\d{4}) ?- ?(\d{4})$/.exec(said);
  if (range) return between(readOne(range[1]!), readOne(range[2]!));
  return readOne(said);
}

/** A year to which "about" is attached; a range keeps its own ends. */
export function around(text: string): string | undefined {
  const read = readBirthDate(text);
  if (read === undefined || read.includes('~')) return read;
  const year = Number(read.slice(0, 4));
  return `${year - CIRCA_YEARS}~${year + CIRCA_YEARS}`;
}

/** The years from one date to another, both included. */
export function between(from: string | undefined, to: string | undefined): string | undefined {
  if (from === undefined || to === undefined) return undefined;
  const [first, last] = [from.slice(0, 4), to.slice(0, 4)];
  if (first > last) return undefined;
  return first === last ? first : `${first}~${last}`;
}

function readOne(text: string): string | undefined {
  const said = text.trim();
  const iso = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T.*)?$/.exec(said);
  if (iso) return dated(Number(iso[1]), Number(iso[2] ?? 0), Number(iso[3] ?? 0));
  // British lists write 00 or dd and mm for what is not known.
  const british = /^(\d{1,2}|dd)\/(\d{1,2}|mm)\/(\d{4})$/i.exec(said);
  if (british) return dated(Number(british[3]), numberOr0(british[2]!), numberOr0(british[1]!));
  const words = /^(?:(\d{1,2}) )?([A-Za-z]{3})[a-z]* (\d{4})$/.exec(said);
  if (words === null) return undefined;
  const month = MONTHS.indexOf(words[2]!.toLowerCase()) + 1;
  return month === 0 ? undefined : dated(Number(words[3]), month, Number(words[1] ?? 0));
}

const numberOr0 = (text: string): number => (/^\d+$/.test(text) ? Number(text) : 0);

/** Zero is "not known", and a day without its month says no more than the year. */
export function dated(year: number, month: number, day: number): string | undefined {
  if (!Number.isInteger(year) || year < 1000 || year > 2200 || month > 12) return undefined;
  const yearText = String(year).padStart(4, '0');
  if (month === 0) return yearText;
  const monthText = `${yearText}-${String(month).padStart(2, '0')}`;
  if (day === 0) return monthText;
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return day > last ? undefined : `${monthText}-${String(day).padStart(2, '0')}`;
}
