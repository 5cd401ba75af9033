import type { ListEntry } from '@tidemark/screening';

/** Whoever holds lists in memory, and had better be ready when a new version becomes the one to use. */
export abstract class ListFollowers {
  /** Before the import takes the registry's head. The version may still be refused. */
  abstract prepare(list: string, sha256: string, entries: readonly ListEntry[]): void;
}
