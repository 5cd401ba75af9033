import { soundOf } from '../tokens/sound.js';
import { NICKNAMES } from './nicknames.data.js';

const ROWS_BY_FORM = rowsByForm();
const NONE: readonly number[] = [];

/** The rows of the nickname table that hold a form, by its spelling or, where it is long enough to be sure, by its sound. Rising numbers. */
export function nicknameGroups(text: string, sound: string): readonly number[] {
  return ROWS_BY_FORM.get(text) ?? (sound.length > 4 ? ROWS_BY_FORM.get(`~${sound}`) : undefined) ?? NONE;
}

function rowsByForm(): Map<string, readonly number[]> {
  const rows = new Map<string, Set<number>>();
  const add = (key: string, row: number) => rows.set(key, (rows.get(key) ?? new Set()).add(row));
  NICKNAMES.forEach((forms, row) => {
    for (const form of forms.split(' ')) {
      add(form, row);
      add(`~${soundOf(form)}`, row);
    }
  });
  return new Map([...rows].map(([key, set]) => [key, [...set].sort((a, b) => a - b)]));
}
