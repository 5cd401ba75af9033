import type { ScreenedName, ScreenedPerson } from '../entries/screened-person.js';
import { prepareNames } from '../names/prepare-names.js';
import type { PreparedName } from '../names/prepared-name.js';
import type { ScreeningWeights } from './weights.js';

/** A person with all readings of the names worked out. */
export interface PreparedPerson {
  readonly person: ScreenedPerson;
  readonly names: readonly PreparedName[];
}

export function preparePerson(
  person: ScreenedPerson & { readonly weakNames?: readonly ScreenedName[] },
  weights: ScreeningWeights,
): PreparedPerson {
  return { person, names: prepareNames(person, person.weakNames ?? [], weights) };
}
