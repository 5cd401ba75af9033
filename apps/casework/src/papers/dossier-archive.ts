import { createHash } from 'node:crypto';
import { canonicalJson } from '@tidemark/domain';
import yazl from 'yazl';

/** Path in the archive, and what stands there. */
export type ArchiveFiles = ReadonlyMap<string, Buffer>;

export interface Manifest {
  format: 'tidemark-dossier-manifest-1';
  case: string;
  /** The entry of the log that the dossier is of, its hash and its date. */
  version: number;
  hash: string;
  asOf: string;
  /** SHA-256, hex, by path: of every file but the manifest. */
  files: Readonly<Record<string, string>>;
  /** What is not in the archive, and why: erased, infected, not scanned, unknown to the monitor. */
  leftOut: Readonly<Record<string, string>>;
  /** When this archive was made: the one thing in it that differs when it is made again. */
  madeAt: string;
}

/** The same date in whatever time zone the archive is made: the format keeps local time. */
const NO_DATE = new Date(1980, 0, 1);
const ENTRY = { mtime: NO_DATE, mode: 0o100644, compress: false, forceDosTimestamp: true } as const;

export const sha256Of = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

/** Of everything that is the same each time. */
export const manifestHash = ({ madeAt: _, ...manifest }: Manifest): string => sha256Of(canonicalJson(manifest));

export const hashesOf = (files: ArchiveFiles): Record<string, string> =>
  Object.fromEntries([...files].map(([path, content]) => [path, sha256Of(content)]));

/** A ZIP of the files in the order of their paths, the manifest last; nothing is compressed, so that no version of a library can change a byte. */
export function archiveOf(files: ArchiveFiles, manifest: Manifest): NodeJS.ReadableStream {
  const zip = new yazl.ZipFile();
  for (const [path, content] of [...files].sort(([one], [other]) => (one < other ? -1 : 1))) zip.addBuffer(content, path, ENTRY);
  zip.addBuffer(Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`), 'manifest.json', ENTRY);
  zip.end();
  return zip.outputStream;
}
