import type { ListEntry } from '../entries/list-entry.js';
import type { PreparedName } from '../names/prepared-name.js';
import { preparePerson } from '../scoring/prepared-person.js';
import { nameLetters } from '../scoring/typing-error.js';
import type { ScreeningWeights } from '../scoring/weights.js';
import { type PostingLists, postingLists } from './posting-lists.js';
import { type Vocabulary, VocabularyBuilder } from './vocabulary.js';

/** All names of all entries, with what the bound of a candidate needs in typed arrays, and where each part of the vocabulary stands. */
export interface IndexedNames {
  readonly entries: readonly ListEntry[];
  readonly names: readonly PreparedName[];
  readonly entryOfName: Int32Array;
  readonly partCount: Uint8Array;
  readonly initialCount: Uint8Array;
  readonly letterCount: Uint16Array;
  readonly letterSet: Int32Array;
  readonly vocabulary: Vocabulary;
  readonly namesOfPart: PostingLists;
}

export function indexNames(entries: readonly ListEntry[], weights: ScreeningWeights): IndexedNames {
  const vocabulary = new VocabularyBuilder();
  const names: PreparedName[] = [];
  const [entryOfName, parts, owners]: [number[], number[], number[]] = [[], [], []];
  entries.forEach((entry, number) => {
    for (const name of preparePerson(entry, weights).names) {
      const at = names.push(interned(name, names.length, { vocabulary, parts, owners })) - 1;
      entryOfName[at] = number;
    }
  });
  const built = vocabulary.build();
  const letters = names.map(nameLetters);
  return {
    entries,
    names,
    entryOfName: Int32Array.from(entryOfName),
    partCount: Uint8Array.from(names, (name) => name.parts.length),
    initialCount: Uint8Array.from(names, (name) => name.parts.filter((part) => part.role === 'INITIAL').length),
    letterCount: Uint16Array.from(letters, ({ count }) => count),
    letterSet: Int32Array.from(letters, ({ set }) => set),
    vocabulary: built,
    namesOfPart: postingLists(built.parts.length, parts, owners),
  };
}

/** The name with the parts of the vocabulary in place of its own, noted as standing in it. */
function interned(
  name: PreparedName,
  at: number,
  into: { vocabulary: VocabularyBuilder; parts: number[]; owners: number[] },
): PreparedName {
  const seen = new Set<number>();
  const intern = (part: PreparedName['parts'][number], isJoin: boolean) => {
    const { id, part: known } = into.vocabulary.add(part, isJoin);
    if (!seen.has(id)) {
      seen.add(id);
      into.parts.push(id);
      into.owners.push(at);
    }
    return known;
  };
  return {
    ...name,
    parts: name.parts.map((part) => intern(part, false)),
    joins: name.joins.map((join) => ({ ...join, part: intern(join.part, true) })),
  };
}
