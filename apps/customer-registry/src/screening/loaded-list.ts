import { type ListEntry, type Match, type ScreenedPerson, ScreeningIndex, type ScreeningOptions } from '@tidemark/screening';
import type { EntryDifference, ListVersionRef } from '../lists/list-versions.port.js';

/** One version of a list, in memory. */
export interface LoadedList {
  readonly ref: ListVersionRef;
  readonly entries: ReadonlyMap<string, ListEntry>;
  /** Best first; of equal scores by entry. */
  screen(person: ScreenedPerson, options: Required<ScreeningOptions>): Match[];
}

/** A version that was indexed whole: what later and earlier ones are laid over. To index a large list takes seconds. */
export class WholeList implements LoadedList {
  readonly entries: ReadonlyMap<string, ListEntry>;
  private readonly index: ScreeningIndex;

  constructor(
    readonly ref: ListVersionRef,
    entries: readonly ListEntry[],
  ) {
    this.entries = new Map(entries.map((entry) => [entry.id, entry]));
    this.index = ScreeningIndex.build(entries);
  }

  screen(person: ScreenedPerson, options: Required<ScreeningOptions>): Match[] {
    return this.index.screen(person, options);
  }

  /** The same file as another version of the list: it went back to what it was. */
  as(ref: ListVersionRef): WholeList {
    return Object.assign(Object.create(WholeList.prototype) as WholeList, this, { ref });
  }
}

/**
 * Another version of a list that was indexed whole, by what it has over that one: entries that differ are hidden there and indexed apart.
 * Every entry is compared by itself, so the answer is the same as if all had been indexed together.
 */
export class LayeredList implements LoadedList {
  readonly entries: ReadonlyMap<string, ListEntry>;
  private readonly hidden: ReadonlySet<string>;
  private readonly over: ScreeningIndex;

  constructor(
    readonly ref: ListVersionRef,
    private readonly whole: WholeList,
    differences: readonly EntryDifference[],
  ) {
    this.hidden = new Set(differences.map(({ entry }) => entry));
    const put = differences.flatMap(({ after }) => after ?? []);
    this.over = ScreeningIndex.build(put);
    const unchanged = [...whole.entries].filter(([id]) => !this.hidden.has(id));
    this.entries = new Map([...unchanged, ...put.map((entry) => [entry.id, entry] as const)]);
  }

  screen(person: ScreenedPerson, { threshold, limit }: Required<ScreeningOptions>): Match[] {
    // What is hidden must not take the place of what is not.
    const below = this.whole.screen(person, { threshold, limit: limit + this.hidden.size });
    const matches = [...below.filter(({ entry }) => !this.hidden.has(entry)), ...this.over.screen(person, { threshold, limit })];
    return matches.sort(bestFirst).slice(0, limit);
  }
}

/** Best first; of equal scores by list and entry, in code units: a locale's order changes with the machine. */
export function bestFirst(a: Match, b: Match): number {
  return b.score - a.score || compareText(a.list, b.list) || compareText(a.entry, b.entry);
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
