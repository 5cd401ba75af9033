import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import { type ListEntry, ScreeningIndex } from '@tidemark/screening';
import { ListFollowers } from '../lists/list-followers.port.js';
import { type ListVersionRef, ListVersions } from '../lists/list-versions.port.js';

/** One version of a list, in memory. */
export interface LoadedList {
  readonly ref: ListVersionRef;
  readonly index: ScreeningIndex;
  readonly entries: ReadonlyMap<string, ListEntry>;
}

type Prepared = Omit<LoadedList, 'ref'>;

/** Versions that are no list's latest, kept for screenings that are repeated. */
const OLDER_KEPT = 2;

/**
 * The lists as this process screens against them. Each question begins with the versions as its transaction sees them, so that every
 * process uses a new version as soon as it is there, and never a half of one; only a list that changed is loaded anew.
 */
@Injectable()
export class ListIndexes extends ListFollowers {
  private latest = new Map<string, LoadedList>();
  private older: LoadedList[] = [];
  /** What an import here is about to make the latest. The same file has the same entries, so its hash says for what it can be used. */
  private coming: { list: string; sha256: string; prepared: Prepared } | undefined;

  constructor(private readonly lists: ListVersions) {
    super();
  }

  /** All lists in their latest versions, in the order of their ids. */
  async current(tx: Transaction): Promise<LoadedList[]> {
    const versions = await this.lists.current(tx);
    const loaded: LoadedList[] = [];
    for (const { list, version, sha256 } of versions) loaded.push(await this.load(tx, { list, version, sha256 }));
    this.latest = new Map(loaded.map((one) => [one.ref.list, one]));
    return loaded;
  }

  /** The lists as they were screened against once. */
  async at(tx: Transaction, refs: readonly ListVersionRef[]): Promise<LoadedList[]> {
    const loaded: LoadedList[] = [];
    for (const ref of refs) {
      const one = await this.load(tx, ref);
      if (this.latest.get(ref.list) !== one) this.older = [one, ...this.older.filter((other) => other !== one)].slice(0, OLDER_KEPT);
      loaded.push(one);
    }
    return loaded;
  }

  prepare(list: string, sha256: string, entries: readonly ListEntry[]): void {
    if (this.latest.get(list)?.ref.sha256 !== sha256) this.coming = { list, sha256, prepared: indexed(entries) };
  }

  private async load(tx: Transaction, ref: ListVersionRef): Promise<LoadedList> {
    const known = [this.latest.get(ref.list), ...this.older].find((one) => one?.ref.list === ref.list && one.ref.version === ref.version);
    if (known) return known;
    const { coming } = this;
    if (coming?.list === ref.list && coming.sha256 === ref.sha256) {
      this.coming = undefined;
      return { ref, ...coming.prepared };
    }
    return { ref, ...indexed(await this.lists.entries(tx, ref.list, ref.version)) };
  }
}

const indexed = (entries: readonly ListEntry[]): Prepared => ({
  index: ScreeningIndex.build(entries),
  entries: new Map(entries.map((entry) => [entry.id, entry])),
});
