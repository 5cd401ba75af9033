import type { ScreenedName, ScreenedPerson } from '../entries/screened-person.js';
import type { ScreeningWeights } from '../scoring/weights.js';
import { readings } from '../scripts/readings.js';
import { prepareOrganisationName } from './organisation-name.js';
import { preparePersonName } from './person-name.js';
import type { PreparedName } from './prepared-name.js';

const LONGEST_NAME = 400;

/** Every reading of every name, as a person's or as an organisation's or, where nobody knows, as both. Equal readings stand once. */
export function prepareNames(person: ScreenedPerson, weakNames: readonly ScreenedName[], weights: ScreeningWeights): PreparedName[] {
  const found = new Map<string, PreparedName>();
  const add = (name: PreparedName) => {
    const key = `${name.organisation} ${name.canonical} ${name.forms.map(({ form }) => form).join(' ')}`;
    if (name.parts.length > 0 && !(found.get(key)?.weak === false)) found.set(key, name);
  };
  for (const name of weakNames) prepareName(name.text, person.kind, true, weights).forEach(add);
  for (const name of person.names) prepareName(name.text, person.kind, name.kind === 'WEAK', weights).forEach(add);
  return [...found.values()];
}

function prepareName(text: string, kind: ScreenedPerson['kind'], weak: boolean, weights: ScreeningWeights): PreparedName[] {
  const texts = alternatives(text.slice(0, LONGEST_NAME));
  return texts.flatMap((one) =>
    readings(one).flatMap((reading) => [
      ...(kind === 'LEGAL' ? [] : [preparePersonName(text, reading, weak, weights)]),
      ...(kind === 'NATURAL' ? [] : [prepareOrganisationName(text, reading, weak, weights)]),
    ]),
  );
}

/** `Al-Qa'ida/Islamic Army` are two names of one. A short piece is no name of its own: `M/V`, `A/S`, `c/o`. */
function alternatives(text: string): string[] {
  const pieces = text.split('/').map((piece) => piece.trim());
  return pieces.length > 1 && pieces.every((piece) => piece.length >= 5)
    ? [text, ...pieces]
    : [text.replace(/\b([A-Za-z])\/([A-Za-z])\b/g, '$1$2')];
}
