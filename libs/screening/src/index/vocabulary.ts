import type { NamePart } from '../names/name-part.js';
import { partKeys } from '../names/part-keys.js';
import { type PostingLists, postingLists } from './posting-lists.js';

/** Every different part of the indexed names once, found by its keys. Joins and plain parts of the same letters are different. */
export interface Vocabulary {
  readonly parts: readonly NamePart[];
  readonly isJoin: Uint8Array;
  readonly listOfKey: ReadonlyMap<number, number>;
  readonly partsOfKey: PostingLists;
}

export class VocabularyBuilder {
  private readonly ids = new Map<string, number>();
  private readonly parts: NamePart[] = [];
  private readonly joins: number[] = [];

  /** The one part of the vocabulary that is like this one. */
  add(part: NamePart, isJoin: boolean): { id: number; part: NamePart } {
    const key = `${isJoin ? 1 : 0}${part.personal ? 1 : 0}${part.writing}${part.role} ${part.weight} ${part.text}`;
    const known = this.ids.get(key);
    if (known !== undefined) return { id: known, part: this.parts[known] as NamePart };
    const id = this.parts.push(part) - 1;
    this.joins.push(isJoin ? 1 : 0);
    this.ids.set(key, id);
    return { id, part };
  }

  build(): Vocabulary {
    const listOfKey = new Map<number, number>();
    const [lists, values]: [number[], number[]] = [[], []];
    this.parts.forEach((part, id) => {
      for (const key of new Set(partKeys(part))) {
        const list = listOfKey.get(key) ?? listOfKey.size;
        listOfKey.set(key, list);
        lists.push(list);
        values.push(id);
      }
    });
    return { parts: this.parts, isJoin: Uint8Array.from(this.joins), listOfKey, partsOfKey: postingLists(listOfKey.size, lists, values) };
  }
}
