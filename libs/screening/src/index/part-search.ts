import type { NamePart } from '../names/name-part.js';
import { partKeys } from '../names/part-keys.js';
import { compareParts, type PartComparison } from '../scoring/compare-parts.js';
import { mayJoin } from '../scoring/joined-pairs.js';
import type { ScreeningWeights } from '../scoring/weights.js';
import type { Vocabulary } from './vocabulary.js';

/** A part, or a join of several, of the name asked about. */
export interface Unit {
  readonly part: NamePart;
  /** A bit per part of the name. */
  readonly mask: number;
  readonly isJoin: boolean;
}

/** The parts of the vocabulary that one part agrees with. */
export interface FoundParts {
  readonly ids: readonly number[];
  readonly comparisons: ReadonlyMap<NamePart, PartComparison>;
}

const MOST_REMEMBERED = 8192;

/**
 * Compares a part with everything in the vocabulary it shares a key with. What was found is remembered, because people's names repeat; when
 * too much is, all of it is forgotten.
 */
export class PartSearch {
  private readonly stamps: Int32Array;
  private readonly remembered = new Map<string, FoundParts>();
  private stamp = 0;

  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly weights: ScreeningWeights,
  ) {
    this.stamps = new Int32Array(vocabulary.parts.length);
  }

  /** Joins are compared with joins only where the name is syllabic: two given names written as two syllables each. */
  find({ part, isJoin }: Unit, syllabic: boolean): FoundParts {
    const { personal, writing, role, weight, text } = part;
    const key = `${isJoin ? 1 : 0}${syllabic ? 1 : 0}${personal ? 1 : 0}${writing}${role} ${weight} ${text}`;
    const known = this.remembered.get(key);
    if (known !== undefined) return known;
    if (this.remembered.size >= MOST_REMEMBERED) this.remembered.clear();
    const found = this.search(part, isJoin, syllabic);
    this.remembered.set(key, found);
    return found;
  }

  private search(part: NamePart, isJoin: boolean, syllabic: boolean): FoundParts {
    const ids: number[] = [];
    const comparisons = new Map<NamePart, PartComparison>();
    for (const id of this.sharingAKey(part)) {
      const joins = isJoin || this.vocabulary.isJoin[id] === 1;
      if (isJoin && this.vocabulary.isJoin[id] === 1 && !syllabic) continue;
      const other = this.vocabulary.parts[id] as NamePart;
      const comparison = compareParts(part, other, this.weights);
      if (comparison.agreement === 'CONFLICT' || (joins && !mayJoin(comparison, this.weights.edit))) continue;
      ids.push(id);
      comparisons.set(other, comparison);
    }
    return { ids, comparisons };
  }

  private sharingAKey(part: NamePart): number[] {
    const { listOfKey, partsOfKey } = this.vocabulary;
    const found: number[] = [];
    this.stamp += 1;
    for (const key of partKeys(part)) {
      const list = listOfKey.get(key);
      if (list === undefined) continue;
      const end = partsOfKey.starts[list + 1] as number;
      for (let at = partsOfKey.starts[list] as number; at < end; at += 1) {
        const id = partsOfKey.values[at] as number;
        if (this.stamps[id] === this.stamp) continue;
        this.stamps[id] = this.stamp;
        found.push(id);
      }
    }
    return found;
  }
}
