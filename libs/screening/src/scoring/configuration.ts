import { ARABIC_NAMES } from '../scripts/arabic-names.data.js';
import { CYRILLIC } from '../scripts/cyrillic.data.js';
import { JAPANESE_FAMILY, JAPANESE_GIVEN, KOREAN_READING } from '../scripts/han.data.js';
import { HEBREW_NAMES } from '../scripts/hebrew-names.data.js';
import { ARABIC, HEBREW } from '../scripts/semitic.data.js';
import { COMMON_NAMES, VERY_COMMON_NAMES } from '../vocabulary/common-names.data.js';
import { ABBREVIATIONS, GENERIC_WORDS, PLACE_WORDS, STOP_WORDS } from '../vocabulary/generic-words.data.js';
import { HONORIFICS, TITLES_THAT_ARE_NAMES } from '../vocabulary/honorifics.data.js';
import { LEGAL_FORMS } from '../vocabulary/legal-forms.data.js';
import { NICKNAMES } from '../vocabulary/nicknames.data.js';
import { NUMBER_WORDS, ROMAN_NUMERALS } from '../vocabulary/numerals.data.js';
import { PARTICLES } from '../vocabulary/particles.data.js';
import { fingerprint } from './fingerprint.js';
import { ALERT_THRESHOLD } from './score-curve.js';
import { type ScreeningWeights, WEIGHTS } from './weights.js';

/** Everything a score depends on beside the names. Two configurations with one id score alike. */
export interface ScreeningConfiguration {
  /** `names-<version of the code>-<hash of every table>-<hash of the weights>`. */
  readonly id: string;
  /** Scores from here on are matches. */
  readonly alertThreshold: number;
  readonly weights: ScreeningWeights;
}

/** Raised with every change of the code that changes a score or a retrieval key; the tables and the weights tell their changes themselves. */
const MATCHER_VERSION = 1;

const TABLES = fingerprint([
  [...ARABIC_NAMES],
  [...HEBREW_NAMES],
  CYRILLIC,
  [...JAPANESE_FAMILY],
  [...JAPANESE_GIVEN],
  [...KOREAN_READING],
  ARABIC,
  HEBREW,
  COMMON_NAMES,
  VERY_COMMON_NAMES,
  ABBREVIATIONS,
  [...GENERIC_WORDS],
  [...PLACE_WORDS],
  [...STOP_WORDS],
  [...HONORIFICS],
  [...TITLES_THAT_ARE_NAMES],
  LEGAL_FORMS,
  NICKNAMES,
  NUMBER_WORDS,
  ROMAN_NUMERALS,
  [...PARTICLES],
]);

/** A configuration with other weights, under the id that follows from them. */
export function screeningConfiguration(weights: ScreeningWeights, alertThreshold: number = ALERT_THRESHOLD): ScreeningConfiguration {
  return { id: `names-${MATCHER_VERSION}-${TABLES}-${fingerprint([weights, alertThreshold])}`, alertThreshold, weights };
}

export const SCREENING_CONFIGURATION: ScreeningConfiguration = screeningConfiguration(WEIGHTS);
