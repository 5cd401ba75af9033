import type { Script } from '../scripts/script-of.js';
import type { LegalForm } from './legal-form.js';
import type { NamePart } from './name-part.js';

/** One part of a name, or several neighbours written as one word: what `van der bilt` is to `vanderbilt`. The span is half-open. */
export interface PartSpan {
  readonly from: number;
  readonly to: number;
  readonly part: NamePart;
}

/** One reading of one name, ready to be compared with any other. */
export interface PreparedName {
  /** As it was written. */
  readonly text: string;
  readonly script: Script;
  readonly organisation: boolean;
  readonly parts: readonly NamePart[];
  /** Each part as it was written, for the reasons. */
  readonly shown: readonly string[];
  readonly joins: readonly PartSpan[];
  readonly forms: readonly LegalForm[];
  /** The parts are syllables, as Korean, Chinese and Burmese names are mostly written. */
  readonly syllabic: boolean;
  /** The list, or the person, calls the name weak. */
  readonly weak: boolean;
  /** All parts in a row, which settles the order of two names and tells equal ones. */
  readonly canonical: string;
}
