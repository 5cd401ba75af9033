import type { ScreenedName, ScreenedPerson } from './screened-person.js';

/** An address as the list gives it; nothing of it is scored but the country, which also stands in `countries`. */
export interface ListedAddress {
  readonly text: string;
  readonly country?: string;
}

/** One entry of a sanctions or export list, whatever its format was. `id` is the list's own and unique within the list. */
export interface ListEntry extends ScreenedPerson {
  readonly id: string;
  readonly list: string;
  readonly programs: readonly string[];
  /** Names the list itself calls weak or low quality: they are compared, but never reach the alert threshold by themselves. */
  readonly weakNames?: readonly ScreenedName[];
  readonly titles?: readonly string[];
  readonly addresses?: readonly ListedAddress[];
  readonly remarks?: string;
}
