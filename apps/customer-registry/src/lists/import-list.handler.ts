import { Injectable } from '@nestjs/common';
import { type Refused, refuse, type WriteRequest } from '@tidemark/edge';
import { entryHash, type ListFile, type ListReading, type ListRefusal, listDifferences, readList, shrunken } from '@tidemark/importers';
import { RegistryWrites } from '../registry/registry-writes.js';
import type { Write } from '../registry/write.js';
import { ListFollowers } from './list-followers.port.js';
import { type ListVersion, ListVersions } from './list-versions.port.js';
import type { ListsRefusalCode } from './lists.refusals.js';

export interface ListImport {
  file: ListFile;
  /** The importer's name for the version. */
  label?: string | undefined;
  /** The importer has looked: a list that shrank much, or went back to an earlier content, is meant. */
  confirmed: boolean;
}

export interface Imported {
  version: ListVersion;
  /** The list had exactly this content already. */
  unchanged: boolean;
}

/** After an import: look again at whom the change can touch. The subject is `list/version`. */
export const RESCREEN_LIST = 'rescreen-list';

/** Takes a file as the next version of a list, whole or not at all. */
@Injectable()
export class ImportListHandler {
  constructor(
    private readonly writes: RegistryWrites,
    private readonly lists: ListVersions,
    private readonly followers: ListFollowers,
  ) {}

  /** The file is read before the registry's head is taken: nobody waits for the reading. */
  async handle(request: WriteRequest, wanted: ListImport): Promise<Imported | Refused<ListsRefusalCode | 'IDEMPOTENCY_KEY_REUSED'>> {
    const reading = await readList(wanted.file);
    if ('refused' in reading) return asRefused(reading.refused);
    this.followers.prepare(wanted.file.list, reading.sha256, reading.entries);
    const hashed = new Map(reading.entries.map((entry) => [entry.id, { entry, hash: entryHash(entry) }]));
    return this.writes.run(withContent(request, reading.sha256), (write) => this.take(write, wanted, reading, hashed));
  }

  private async take(
    write: Write,
    { file: { list, format }, label: wanted, confirmed }: ListImport,
    reading: ListReading,
    hashed: ReadonlyMap<string, { entry: ListReading['entries'][number]; hash: string }>,
  ): Promise<Imported | Refused<ListsRefusalCode>> {
    const { tx } = write;
    const label = wanted ?? labelOf(reading);
    const latest = await this.lists.latest(tx, list);
    if (latest?.sha256 === reading.sha256) return { version: latest, unchanged: true };
    const before = await this.lists.hashes(tx, list);
    const differences = listDifferences(before, new Map([...hashed].map(([id, { hash }]) => [id, hash])));
    if (!confirmed) {
      const known = await this.lists.byHash(tx, list, reading.sha256);
      if (known) return refuse('LIST_VERSION_KNOWN', `It is version ${known.version}, "${known.label}".`);
      const refused = shrunken(before.size, differences.removed.length);
      if (refused) return asRefused(refused);
    }
    if (await this.lists.labelTaken(tx, list, label)) return refuse('LIST_LABEL_TAKEN', `A version is called "${label}" already.`);
    const version: ListVersion = {
      list,
      version: (latest?.version ?? 0) + 1,
      label,
      format,
      sha256: reading.sha256,
      publishedAt: reading.publishedAt,
      counts: reading.counts,
      notes: reading.notes,
      added: differences.added.length,
      changed: differences.changed.length,
      removed: differences.removed.length,
      importedBy: write.by,
      importedAtMs: write.nowMs,
    };
    const put = [...differences.added, ...differences.changed].map((id) => hashed.get(id)!);
    await this.lists.add(tx, version, differences.removed, put);
    await write.task(RESCREEN_LIST, `${list}/${version.version}`);
    return { version, unchanged: false };
  }
}

/** What the file says of its day, else the beginning of its hash. */
function labelOf({ publishedAt, sha256 }: ListReading): string {
  return publishedAt ?? sha256.slice(0, 12);
}

function asRefused({ code, detail, file, line }: ListRefusal): Refused<ListsRefusalCode> {
  return refuse(code, detail, { members: { ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }) } });
}

/** The body is no part of the request's fingerprint yet: a key with another file is another request. */
function withContent(request: WriteRequest, sha256: string): WriteRequest {
  const { idempotency } = request;
  return idempotency ? { ...request, idempotency: { ...idempotency, fingerprint: `${idempotency.fingerprint} ${sha256}` } } : request;
}
