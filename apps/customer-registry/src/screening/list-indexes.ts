import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import { type ListEntry, ScreeningIndex } from '@tidemark/screening';
import { type ListVersionRef, ListVersions } from '../lists/list-versions.port.js';

/** One version of a list, in memory. */
export interface LoadedList {
  readonly ref: ListVersionRef;
  readonly index: ScreeningIndex;
  readonly entries: ReadonlyMap<string, ListEntry>;
}

/** Versions that are no list's latest, kept for screenings that are repeated. */
const OLDER_KEPT = 2;

/**
 * The lists as this process screens against them. Each question begins with the versions as its transaction sees them, so that every
 * process uses a new version as soon as it is there, and never a half of one; only a list that changed is loaded anew.
 */
@Injectable()
export class ListIndexes {
  private latest = new Map<string, LoadedList>();
  private older: LoadedList[] = [];

  constructor(private readonly lists: ListVersions) {}

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

  private async load(tx: Transaction, ref: ListVersionRef): Promise<LoadedList> {
    const known = [this.latest.get(ref.list), ...this.older].find((one) => one?.ref.list === ref.list && one.ref.version === ref.version);
    if (known) return known;
    const entries = await this.lists.entries(tx, ref.list, ref.version);
    return { ref, index: ScreeningIndex.build(entries), entries: new Map(entries.map((entry) => [entry.id, entry])) };
  }
}
