import { soundOf } from '../tokens/sound.js';
import { COMMON_NAMES, VERY_COMMON_NAMES } from './common-names.data.js';

const VERY_COMMON = new Set(VERY_COMMON_NAMES.map(soundOf));
const COMMON = new Set(COMMON_NAMES.map(soundOf));

/** How many people carry a part of a name, by its sound. */
export function commonness(text: string): 'VERY_COMMON' | 'COMMON' | 'RARE' {
  const sound = soundOf(text);
  if (VERY_COMMON.has(sound)) return 'VERY_COMMON';
  return COMMON.has(sound) ? 'COMMON' : 'RARE';
}
