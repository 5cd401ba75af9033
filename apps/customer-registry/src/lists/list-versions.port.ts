import type { ListCounts, ListFormat, ListNote } from '@tidemark/importers';
import type { Transaction } from '@tidemark/persistence';
import type { ListEntry } from '@tidemark/screening';

/** One file that was taken. */
export interface ListVersion {
  readonly list: string;
  /** 1, 2, 3 */
  readonly version: number;
  readonly label: string;
  readonly format: ListFormat;
  readonly sha256: string;
  readonly publishedAt?: string | undefined;
  readonly counts: ListCounts;
  readonly notes: readonly ListNote[];
  /** Against the version before. */
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly importedBy: string;
  readonly importedAtMs: number;
}

/** A list as it was screened against: enough to find it again, and to see that it is the same. */
export type ListVersionRef = Pick<ListVersion, 'list' | 'version' | 'sha256'>;

export type EntryChange = 'ADDED' | 'CHANGED' | 'REMOVED';

export interface EntryDifference {
  readonly entry: string;
  readonly change: EntryChange;
  readonly before?: ListEntry;
  readonly after?: ListEntry;
}

export interface KeptEntry {
  readonly entry: ListEntry;
  readonly fromVersion: number;
  /** Exclusive. Absent: it stands in the latest version. */
  readonly toVersion?: number | undefined;
}

/** The lists of the installation, with every version that ever was. */
export abstract class ListVersions {
  /** The latest of every list, by the list's id. */
  abstract current(tx: Transaction): Promise<ListVersion[]>;
  abstract latest(tx: Transaction, list: string): Promise<ListVersion | undefined>;
  abstract find(tx: Transaction, list: string, version: number): Promise<ListVersion | undefined>;
  /** Newest first, before `before`. */
  abstract versions(tx: Transaction, list: string, page: { before?: number | undefined; limit: number }): Promise<ListVersion[]>;
  abstract byHash(tx: Transaction, list: string, sha256: string): Promise<ListVersion | undefined>;
  abstract labelTaken(tx: Transaction, list: string, label: string): Promise<boolean>;

  /** Of every entry in the latest version, the hash of what it says. */
  abstract hashes(tx: Transaction, list: string): Promise<Map<string, string>>;
  /** Makes the version the latest: `gone` and `put` (added and changed) are what it has over the one before. */
  abstract add(tx: Transaction, version: ListVersion, gone: readonly string[], put: readonly HashedEntry[]): Promise<void>;

  /** Ids of the entries that the version added or changed. */
  abstract putIn(tx: Transaction, list: string, version: number): Promise<string[]>;
  /** Ids of the entries that the version changed or removed. */
  abstract endedIn(tx: Transaction, list: string, version: number): Promise<string[]>;
  /** All entries of one version, ordered by id. */
  abstract entries(tx: Transaction, list: string, version: number): Promise<ListEntry[]>;
  abstract entry(tx: Transaction, list: string, entry: string, version?: number): Promise<KeptEntry | undefined>;
  /** What `version` has over `against`, by entry id, after `after`. */
  abstract differences(tx: Transaction, asked: DifferencesAsked): Promise<EntryDifference[]>;
}

export interface HashedEntry {
  readonly entry: ListEntry;
  readonly hash: string;
}

export interface DifferencesAsked {
  readonly list: string;
  readonly version: number;
  /** 0: nothing, as before the first version. */
  readonly against: number;
  readonly after?: string | undefined;
  readonly limit: number;
}
