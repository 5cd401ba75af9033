import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import type { ListEntry } from '@tidemark/screening';
import { ListFollowers } from '../lists/list-followers.port.js';
import { type ListVersionRef, ListVersions } from '../lists/list-versions.port.js';
import { LayeredList, type LoadedList, WholeList } from './loaded-list.js';

/** Versions that are no list's latest, kept for screenings that are repeated. They share what they have in common. */
const OLDER_KEPT = 20;
/** A version that differs in more entries than this is indexed whole. */
const LAYER_ENTRIES_MAX = 1_000;

/**
 * The lists as this process screens against them. Each question begins with the versions as its transaction sees them, so that every
 * process uses a new version as soon as it is there, and never a half of one; of a list that changed only the difference is loaded.
 */
@Injectable()
export class ListIndexes extends ListFollowers {
  private latest = new Map<string, LoadedList>();
  private older: LoadedList[] = [];
  private readonly whole = new Map<string, WholeList>();
  /** What an import here is about to make the latest. The same file has the same entries, so its hash says for what it can be used. */
  private coming: WholeList | undefined;

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
    const latest = this.latest.get(list);
    if (latest !== undefined && (latest.ref.sha256 === sha256 || isNear(latest, entries))) return;
    this.coming = new WholeList({ list, version: 0, sha256 }, entries);
  }

  private async load(tx: Transaction, ref: ListVersionRef): Promise<LoadedList> {
    const known = [this.latest.get(ref.list), ...this.older].find((one) => one?.ref.list === ref.list && one.ref.version === ref.version);
    return (
      known ?? this.prepared(ref) ?? (await this.layered(tx, ref)) ?? this.indexed(ref, await this.lists.entries(tx, ref.list, ref.version))
    );
  }

  private prepared(ref: ListVersionRef): LoadedList | undefined {
    const { coming } = this;
    if (coming?.ref.list !== ref.list || coming.ref.sha256 !== ref.sha256) return undefined;
    this.coming = undefined;
    return this.keepWhole(coming.as(ref));
  }

  private async layered(tx: Transaction, ref: ListVersionRef): Promise<LoadedList | undefined> {
    const whole = this.whole.get(ref.list);
    if (!whole) return undefined;
    const asked = { list: ref.list, version: ref.version, against: whole.ref.version, limit: LAYER_ENTRIES_MAX + 1 };
    const differences = await this.lists.differences(tx, asked);
    return differences.length > LAYER_ENTRIES_MAX ? undefined : new LayeredList(ref, whole, differences);
  }

  private indexed(ref: ListVersionRef, entries: readonly ListEntry[]): LoadedList {
    return this.keepWhole(new WholeList(ref, entries));
  }

  private keepWhole(whole: WholeList): WholeList {
    this.whole.set(whole.ref.list, whole);
    return whole;
  }
}

/** Whether the new entries are few enough to be laid over the old ones, going by names and ids: a guess, by which only time is won or lost. */
function isNear(latest: LoadedList, entries: readonly ListEntry[]): boolean {
  const isKnown = (entry: ListEntry) => latest.entries.get(entry.id)?.names[0]?.text === entry.names[0]?.text;
  const differing = entries.filter((entry) => !isKnown(entry)).length;
  return differing + Math.max(0, latest.entries.size - entries.length) <= LAYER_ENTRIES_MAX / 2;
}
