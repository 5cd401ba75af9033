import type { NamePart } from '../names/name-part.js';
import { retrievalKeysOfPart } from '../names/part-keys.js';
import type { PreparedName } from '../names/prepared-name.js';
import { compareParts, conflict, type PartComparison } from '../scoring/compare-parts.js';
import { mayJoin } from '../scoring/joined-pairs.js';
import type { ScreeningWeights } from '../scoring/weights.js';
import type { IndexedNames } from './indexed-names.js';

/** A name that may score as much as asked for, and how its parts compare. */
export interface Candidates {
  readonly names: readonly number[];
  compare(ours: NamePart, theirs: NamePart): PartComparison;
}

interface Unit {
  readonly part: NamePart;
  /** A bit per part of the name asked about. */
  readonly mask: number;
  readonly isJoin: boolean;
}

/**
 * Finds the indexed names that one name may match. Parts are compared once with every part of the vocabulary they share a key with; a name is
 * a candidate if what it could score at best, given which parts found something in it, is enough. Not to be used by two questions at once:
 * the tables are kept from one to the next.
 */
export class CandidateSearch {
  private readonly masks: Uint32Array;
  private readonly joined: Uint8Array;
  private readonly stamps: Int32Array;
  private stamp = 0;

  constructor(
    private readonly index: IndexedNames,
    private readonly weights: ScreeningWeights,
  ) {
    this.masks = new Uint32Array(index.names.length);
    this.joined = new Uint8Array(index.names.length);
    this.stamps = new Int32Array(index.vocabulary.parts.length);
  }

  find(name: PreparedName, atLeast: number): Candidates {
    const touched: number[] = [];
    const compared = new Map<NamePart, Map<NamePart, PartComparison>>();
    for (const unit of unitsOf(name)) compared.set(unit.part, this.search(unit, name, touched));
    const names = this.withinReach(name, touched, atLeast);
    for (const at of touched) {
      this.masks[at] = 0;
      this.joined[at] = 0;
    }
    return { names, compare: (ours, theirs) => compared.get(ours)?.get(theirs) ?? this.compareUnfound(ours, theirs) };
  }

  /** What shares no key is an initial or another part. */
  private compareUnfound(ours: NamePart, theirs: NamePart): PartComparison {
    const initial = ours.role === 'INITIAL' || theirs.role === 'INITIAL';
    return initial ? compareParts(ours, theirs, this.weights) : conflict(ours, theirs, this.weights);
  }

  private search(unit: Unit, name: PreparedName, touched: number[]): Map<NamePart, PartComparison> {
    const found = new Map<NamePart, PartComparison>();
    const { parts, isJoin, listOfKey, partsOfKey } = this.index.vocabulary;
    this.stamp += 1;
    for (const key of retrievalKeysOfPart(unit.part)) {
      const list = listOfKey.get(key);
      if (list === undefined) continue;
      for (let at = partsOfKey.starts[list] as number; at < (partsOfKey.starts[list + 1] as number); at += 1) {
        const id = partsOfKey.values[at] as number;
        if (this.stamps[id] === this.stamp) continue;
        this.stamps[id] = this.stamp;
        if (unit.isJoin && isJoin[id] && !name.syllabic) continue;
        const comparison = compareParts(unit.part, parts[id] as NamePart, this.weights);
        const joins = unit.isJoin || isJoin[id] === 1;
        if (comparison.agreement === 'CONFLICT' || (joins && !mayJoin(comparison, this.weights.edit))) continue;
        found.set(parts[id] as NamePart, comparison);
        this.mark(id, unit, joins, touched);
      }
    }
    return found;
  }

  private mark(part: number, unit: Unit, joins: boolean, touched: number[]): void {
    const { starts, values } = this.index.namesOfPart;
    for (let at = starts[part] as number; at < (starts[part + 1] as number); at += 1) {
      const name = values[at] as number;
      if (this.masks[name] === 0) touched.push(name);
      this.masks[name] = (this.masks[name] as number) | unit.mask;
      if (joins) this.joined[name] = 1;
    }
  }

  private withinReach(name: PreparedName, touched: readonly number[], atLeast: number): number[] {
    const bounds = new Map<number, number>();
    return touched.filter((at) => {
      const [free, count] = [this.index.initialCount[at] as number, this.index.partCount[at] as number];
      const key = (this.masks[at] as number) * 0x10000 + free * 0x800 + count * 0x10 + (this.joined[at] as number);
      let bound = bounds.get(key);
      if (bound === undefined) {
        bound = atBest(name, this.masks[at] as number, { free, count, joined: this.joined[at] === 1 }, this.weights);
        bounds.set(key, bound);
      }
      return bound >= atLeast;
    });
  }
}

function unitsOf(name: PreparedName): Unit[] {
  const parts = name.parts.map((part, at): Unit => ({ part, mask: 1 << at, isJoin: false }));
  const joins = name.joins.map(({ from, to, part }): Unit => ({ part, mask: (1 << to) - (1 << from), isJoin: true }));
  return [...parts, ...joins];
}

/**
 * The most that a name can score in which only the parts of the mask found something. Every other part is extra or in conflict, unless an
 * initial stands for it; where joins were found, how many parts are left to conflict cannot be told, and none is counted.
 */
function atBest(
  name: PreparedName,
  mask: number,
  theirs: { free: number; count: number; joined: boolean },
  weights: ScreeningWeights,
): number {
  let [weight, found, unfound, numbers, free] = [0, 0, 0, false, theirs.free];
  name.parts.forEach((part, at) => {
    if ((mask >>> at) & 1) [weight, found] = [weight + part.weight, found + 1];
    else if (part.role === 'INITIAL') [weight, found] = [weight + part.weight, found + 1];
    else if (free > 0) [weight, found, free] = [weight + weights.part.initial, found + 1, free - 1];
    else [unfound, numbers] = [unfound + 1, numbers || part.role === 'NUMBER'];
  });
  const conflicts = theirs.joined ? 0 : Math.max(0, Math.min(name.parts.length, theirs.count) - found);
  const least = numbers ? weights.conflict.number : Math.min(weights.conflict.generic, weights.conflict.initial);
  const extras = Math.max(0, unfound - conflicts) * weights.extra.part * LIGHTEST;
  return weights.agreement.base + weights.agreement.gain * Math.sqrt(weight) + weights.form.same - conflicts * least - extras;
}

const LIGHTEST = 0.25;
