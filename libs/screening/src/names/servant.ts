import type { NamePart } from './name-part.js';

/** How the compounds of "servant of" are written here: `abd` and the name after it, without the article. */
export const SERVANT = 'abd';
const SHORTEST_NAME = 3;

/** `abdrahman` and its like, which is also written, and known, without the servant. */
export function isServant({ text, personal }: NamePart): boolean {
  return personal && text.length >= SERVANT.length + SHORTEST_NAME && text.startsWith(SERVANT);
}
