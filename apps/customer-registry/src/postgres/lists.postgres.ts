import { Injectable } from '@nestjs/common';
import { type Transaction, textArray } from '@tidemark/persistence';
import type { ListEntry } from '@tidemark/screening';
import {
  type DifferencesAsked,
  type EntryDifference,
  type HashedEntry,
  type KeptEntry,
  type ListVersion,
  ListVersions,
} from '../lists/list-versions.port.js';

interface VersionRow extends Omit<ListVersion, 'importedAtMs' | 'publishedAt'> {
  publishedAt: string | null;
  importedAtMs: string;
}

const VERSIONS = `
  select list, version, label, format, sha256, published_at as "publishedAt", counts, notes, added, changed, removed,
    imported_by as "importedBy", imported_at_ms as "importedAtMs"
  from list_version`;
/** Entries as one version has them: $1 the list, $2 the version. */
const AS_OF = 'list = $1 and from_version <= $2 and (to_version is null or to_version > $2)';
/** A statement's worth: what is sent at once has to fit into memory twice. */
const ENTRIES_A_STATEMENT = 5_000;

@Injectable()
export class PostgresListVersions extends ListVersions {
  async current(tx: Transaction): Promise<ListVersion[]> {
    const rows = await tx.query<VersionRow>(
      `${VERSIONS} v where version = (select max(version) from list_version l where l.list = v.list) order by list`,
    );
    return rows.map(versionOf);
  }

  async latest(tx: Transaction, list: string): Promise<ListVersion | undefined> {
    return (await this.versions(tx, list, { limit: 1 }))[0];
  }

  async find(tx: Transaction, list: string, version: number): Promise<ListVersion | undefined> {
    const [row] = await tx.query<VersionRow>(`${VERSIONS} where list = $1 and version = $2`, [list, version]);
    return row && versionOf(row);
  }

  async versions(tx: Transaction, list: string, { before, limit }: { before?: number | undefined; limit: number }): Promise<ListVersion[]> {
    const rows = await tx.query<VersionRow>(
      `${VERSIONS} where list = $1 and ($2::int is null or version < $2) order by version desc limit $3`,
      [list, before ?? null, limit],
    );
    return rows.map(versionOf);
  }

  async byHash(tx: Transaction, list: string, sha256: string): Promise<ListVersion | undefined> {
    const [row] = await tx.query<VersionRow>(`${VERSIONS} where list = $1 and sha256 = $2 order by version desc limit 1`, [list, sha256]);
    return row && versionOf(row);
  }

  async labelTaken(tx: Transaction, list: string, label: string): Promise<boolean> {
    return (await tx.query('select 1 from list_version where list = $1 and label = $2', [list, label])).length > 0;
  }

  async hashes(tx: Transaction, list: string): Promise<Map<string, string>> {
    const rows = await tx.query<{ entry: string; hash: string }>(
      'select entry, hash from list_entry where list = $1 and to_version is null',
      [list],
    );
    return new Map(rows.map(({ entry, hash }) => [entry, hash]));
  }

  async add(tx: Transaction, version: ListVersion, gone: readonly string[], put: readonly HashedEntry[]): Promise<void> {
    await insertVersion(tx, version);
    const ended = [...gone, ...put.map(({ entry }) => entry.id)];
    await tx.query(
      `update list_entry e set to_version = $2 from unnest($3::text[]) as ended (entry)
       where e.list = $1 and e.entry = ended.entry and e.to_version is null`,
      [version.list, version.version, textArray(ended)],
    );
    for (let at = 0; at < put.length; at += ENTRIES_A_STATEMENT) {
      await insertEntries(tx, version, put.slice(at, at + ENTRIES_A_STATEMENT));
    }
  }

  putIn(tx: Transaction, list: string, version: number): Promise<string[]> {
    return idsOf(tx, 'from_version', list, version);
  }

  endedIn(tx: Transaction, list: string, version: number): Promise<string[]> {
    return idsOf(tx, 'to_version', list, version);
  }

  async entries(tx: Transaction, list: string, version: number): Promise<ListEntry[]> {
    const rows = await tx.query<{ content: ListEntry }>(`select content from list_entry where ${AS_OF} order by entry`, [list, version]);
    return rows.map(({ content }) => content);
  }

  async entry(tx: Transaction, list: string, entry: string, version?: number): Promise<KeptEntry | undefined> {
    const [row] = await tx.query<{ content: ListEntry; from_version: number; to_version: number | null }>(
      `select content, from_version, to_version from list_entry
       where list = $1 and entry = $2 and ($3::int is null or (from_version <= $3 and (to_version is null or to_version > $3)))
       order by from_version desc limit 1`,
      [list, entry, version ?? null],
    );
    return row && { entry: row.content, fromVersion: row.from_version, toVersion: row.to_version ?? undefined };
  }

  async differences(tx: Transaction, { list, version, against, after, limit }: DifferencesAsked): Promise<EntryDifference[]> {
    const rows = await tx.query<{ entry: string; before: ListEntry | null; after: ListEntry | null }>(
      `select coalesce(b.entry, a.entry) as entry, b.content as before, a.content as after
       from (select entry, hash, content from list_entry where ${AS_OF}) a
       full join (select entry, hash, content from list_entry
                  where list = $1 and from_version <= $3 and (to_version is null or to_version > $3)) b on a.entry = b.entry
       where a.hash is distinct from b.hash and ($4::text is null or coalesce(b.entry, a.entry) > $4)
       order by 1 limit $5`,
      [list, version, against, after ?? null, limit],
    );
    return rows.map((row) => ({
      entry: row.entry,
      change: row.before === null ? 'ADDED' : row.after === null ? 'REMOVED' : 'CHANGED',
      ...(row.before !== null && { before: row.before }),
      ...(row.after !== null && { after: row.after }),
    }));
  }
}

async function idsOf(tx: Transaction, boundary: 'from_version' | 'to_version', list: string, version: number): Promise<string[]> {
  const rows = await tx.query<{ entry: string }>(`select entry from list_entry where list = $1 and ${boundary} = $2 order by entry`, [
    list,
    version,
  ]);
  return rows.map(({ entry }) => entry);
}

async function insertVersion(tx: Transaction, version: ListVersion): Promise<void> {
  await tx.query(
    `insert into list_version (list, version, label, format, sha256, published_at, counts, notes, added, changed, removed, imported_by,
       imported_at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      version.list,
      version.version,
      version.label,
      version.format,
      version.sha256,
      version.publishedAt ?? null,
      JSON.stringify(version.counts),
      JSON.stringify(version.notes),
      version.added,
      version.changed,
      version.removed,
      version.importedBy,
      version.importedAtMs,
    ],
  );
}

async function insertEntries(tx: Transaction, { list, version }: ListVersion, entries: readonly HashedEntry[]): Promise<void> {
  await tx.query(
    `insert into list_entry (list, entry, from_version, hash, content)
     select $1, t.entry, $2, t.hash, t.content::jsonb from unnest($3::text[], $4::text[], $5::text[]) as t (entry, hash, content)`,
    [
      list,
      version,
      textArray(entries.map(({ entry }) => entry.id)),
      textArray(entries.map(({ hash }) => hash)),
      textArray(entries.map(({ entry }) => JSON.stringify(entry))),
    ],
  );
}

function versionOf({ publishedAt, importedAtMs, ...row }: VersionRow): ListVersion {
  return { ...row, ...(publishedAt !== null && { publishedAt }), importedAtMs: Number(importedAtMs) };
}
