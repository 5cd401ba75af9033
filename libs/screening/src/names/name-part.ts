import type { Writing } from '../scripts/script-of.js';
import { letterSet } from '../tokens/letter-set.js';
import { consonantsOf, skeletonOf } from '../tokens/skeleton.js';
import { soundOf } from '../tokens/sound.js';
import { nicknameGroups } from '../vocabulary/nickname-groups.js';

/** Short words lose much in the sound, so up to here they are also compared and found as they are written. */
export const LONGEST_RAW = 5;

/** What a part of a name is, as far as it changes how it is compared. */
export type PartRole = 'NAME' | 'PATRONYMIC' | 'INITIAL' | 'NUMBER' | 'ACRONYM' | 'GENERIC' | 'PLACE';

/** One part of a name, with all that is compared of it worked out once. */
export interface NamePart {
  /** Lower case letters or digits. */
  readonly text: string;
  readonly role: PartRole;
  /** 0..1: how much it tells. 1 for a rare part, less for one that many carry. */
  readonly weight: number;
  readonly sound: string;
  readonly skeleton: string;
  readonly consonants: string;
  /** Bit per letter of the sound, a quick bound on how near two parts can be. */
  readonly letters: number;
  readonly writing: Writing;
  /** A part of a person's name, not of an organisation's. */
  readonly personal: boolean;
  /** Several neighbouring words as one. */
  readonly joined: boolean;
  /** Rows of the nickname table it stands in. */
  readonly nicknames: readonly number[];
}

export interface PartTraits {
  readonly role?: PartRole;
  readonly weight: number;
  readonly writing?: Writing;
  readonly personal?: boolean;
  readonly joined?: boolean;
}

export function namePart(text: string, traits: PartTraits): NamePart {
  const sound = soundOf(text);
  return {
    text,
    role: traits.role ?? 'NAME',
    weight: traits.weight,
    sound,
    skeleton: skeletonOf(sound),
    consonants: consonantsOf(sound),
    letters: letterSet(sound),
    writing: traits.writing ?? 'ALPHABET',
    personal: traits.personal ?? false,
    joined: traits.joined ?? false,
    nicknames: traits.personal ? nicknameGroups(text, sound) : [],
  };
}
