import type { NamePart } from '../names/name-part.js';
import type { PreparedName } from '../names/prepared-name.js';
import { compareParts, conflict, type PartComparison } from '../scoring/compare-parts.js';
import { mayBeTypingError, nameLetters } from '../scoring/typing-error.js';
import type { ScreeningWeights } from '../scoring/weights.js';
import { bestCase } from './best-case.js';
import type { IndexedNames } from './indexed-names.js';
import { type FoundParts, PartSearch, type Unit } from './part-search.js';

/** A name that may score as much as asked for, and how its parts compare. */
export interface Candidates {
  readonly names: readonly number[];
  compare(ours: NamePart, theirs: NamePart): PartComparison;
}

/**
 * Finds the indexed names that one name may match: those that could score enough at best, given which of its parts found something in them.
 * Not to be used by two questions at once: the tables are kept from one to the next.
 */
export class CandidateSearch {
  private readonly parts: PartSearch;
  private readonly masks: Uint32Array;
  private readonly joined: Uint8Array;

  constructor(
    private readonly index: IndexedNames,
    private readonly weights: ScreeningWeights,
  ) {
    this.parts = new PartSearch(index.vocabulary, weights);
    this.masks = new Uint32Array(index.names.length);
    this.joined = new Uint8Array(index.names.length);
  }

  find(name: PreparedName, atLeast: number): Candidates {
    const touched: number[] = [];
    const found = new Map<NamePart, FoundParts>();
    for (const unit of unitsOf(name)) {
      const parts = this.parts.find(unit, name.syllabic);
      found.set(unit.part, parts);
      for (const id of parts.ids) this.mark(id, unit, touched);
    }
    const names = this.withinReach(name, touched, atLeast);
    for (const at of touched) {
      this.masks[at] = 0;
      this.joined[at] = 0;
    }
    return { names, compare: (ours, theirs) => found.get(ours)?.comparisons.get(theirs) ?? this.compareUnfound(ours, theirs) };
  }

  /** What shares no key is an initial or another part. */
  private compareUnfound(ours: NamePart, theirs: NamePart): PartComparison {
    const initial = ours.role === 'INITIAL' || theirs.role === 'INITIAL';
    return initial ? compareParts(ours, theirs, this.weights) : conflict(ours, theirs, this.weights);
  }

  private mark(part: number, { mask, isJoin }: Unit, touched: number[]): void {
    const { starts, values } = this.index.namesOfPart;
    const joins = isJoin || this.index.vocabulary.isJoin[part] === 1;
    const end = starts[part + 1] as number;
    for (let at = starts[part] as number; at < end; at += 1) {
      const name = values[at] as number;
      if (this.masks[name] === 0) touched.push(name);
      this.masks[name] = (this.masks[name] as number) | mask;
      if (joins) this.joined[name] = 1;
    }
  }

  /** Few outlines stand for many names, so each is worked out once. */
  private withinReach(name: PreparedName, touched: readonly number[], atLeast: number): number[] {
    const bounds = new Map<number, number>();
    const letters = nameLetters(name);
    return touched.filter((at) => {
      const [mask, joined] = [this.masks[at] as number, this.joined[at] === 1];
      const [partCount, initialCount] = [this.index.partCount[at] as number, this.index.initialCount[at] as number];
      const near = mayBeTypingError(letters, this.index.letterCount[at] as number, this.index.letterSet[at] as number);
      const key = mask * 0x2000 + partCount * 0x80 + initialCount * 4 + (joined ? 2 : 0) + (near ? 1 : 0);
      const known = bounds.get(key);
      const bound = known ?? bestCase(name, mask, { partCount, initialCount, joined, near }, this.weights);
      if (known === undefined) bounds.set(key, bound);
      return bound >= atLeast;
    });
  }
}

function unitsOf(name: PreparedName): Unit[] {
  const parts = name.parts.map((part, at): Unit => ({ part, mask: 1 << at, isJoin: false }));
  const joins = name.joins.map(({ from, to, part }): Unit => ({ part, mask: (1 << to) - (1 << from), isJoin: true }));
  return [...parts, ...joins];
}
