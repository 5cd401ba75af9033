import { createHash } from 'node:crypto';
import { canonicalJson } from '@tidemark/domain';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { CaseChain } from './case-chain.js';
import type { CaseVerdict, DossierChecked } from './verdict.js';

interface Manifest {
  case: string;
  version: number;
  hash: string;
  files: Record<string, string>;
}

/** A dossier: every file against the manifest, and the log in case.json entry by entry. */
export async function verifyDossier(archive: Buffer): Promise<CaseVerdict> {
  const files = await entriesOf(archive).catch((error: Error) => error);
  if (files instanceof Error) return { verdict: 'UNREADABLE', why: `it is no whole archive: ${files.message}` };
  const manifest = manifestIn(files);
  if (manifest === undefined) return { verdict: 'UNREADABLE', why: 'it has no manifest.json of a dossier' };
  return fileFault(files, manifest) ?? logVerdict(files, manifest);
}

/** The first file that is not what the manifest says, that is missing, or that the manifest does not know. */
function fileFault(files: ReadonlyMap<string, Buffer>, { files: named }: Manifest): CaseVerdict | undefined {
  for (const [path, sha256] of Object.entries(named)) {
    const content = files.get(path);
    if (content === undefined) return { verdict: 'BROKEN', path, why: 'the manifest names it and it is not there' };
    if (createHash('sha256').update(content).digest('hex') !== sha256)
      return { verdict: 'BROKEN', path, why: 'its content is not that which the manifest names' };
  }
  const unknown = [...files.keys()].find((path) => path !== 'manifest.json' && !Object.hasOwn(named, path));
  return unknown === undefined ? undefined : { verdict: 'BROKEN', path: unknown, why: 'the manifest does not name it' };
}

function logVerdict(files: ReadonlyMap<string, Buffer>, manifest: Manifest): CaseVerdict {
  const file = jsonIn(files.get('case.json')) as { log?: unknown; case?: unknown; authority?: unknown } | undefined;
  if (!Array.isArray(file?.log)) return { verdict: 'BROKEN', path: 'case.json', why: 'it holds no log' };
  const chain = new CaseChain();
  for (const line of file.log) {
    const broken = chain.take(line);
    if (broken) return { verdict: 'BROKEN', ...broken };
  }
  if (chain.entries !== manifest.version || chain.hash !== manifest.hash || file.case !== manifest.case)
    return { verdict: 'BROKEN', entry: chain.entries, why: 'the log does not end where the manifest says' };
  if (!chain.isOf(file)) return { verdict: 'BROKEN', entry: 1, why: 'it opens another case than case.json is about' };
  return { verdict: 'INTACT', case: manifest.case, chain, dossier: checked(manifest) };
}

/** The chain covers the log alone; this covers the rest too, once it is compared with what the authority logged. */
function checked(manifest: Manifest & { madeAt?: unknown }): DossierChecked {
  const { madeAt: _, ...made } = manifest;
  return { files: Object.keys(manifest.files).length, sha256: createHash('sha256').update(canonicalJson(made)).digest('hex') };
}

function manifestIn(files: ReadonlyMap<string, Buffer>): Manifest | undefined {
  const manifest = jsonIn(files.get('manifest.json')) as (Manifest & { format?: unknown }) | undefined;
  const isWhole = manifest?.format === 'tidemark-dossier-manifest-1' && typeof manifest.files === 'object' && manifest.files !== null;
  return isWhole ? manifest : undefined;
}

function jsonIn(content: Buffer | undefined): unknown {
  try {
    return content === undefined ? undefined : JSON.parse(content.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** More than any dossier that is made; what claims more is meant to fill the memory. */
const BYTES_MAX = 512 * 1024 * 1024;

/** Two entries of one name would let one be shown and the other be checked. */
async function entriesOf(archive: Buffer): Promise<Map<string, Buffer>> {
  const zip = await opened(archive);
  const files = new Map<string, Buffer>();
  let bytes = 0;
  return new Promise((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', () => resolve(files));
    zip.on('entry', (entry: Entry) => {
      bytes += entry.uncompressedSize;
      if (files.has(entry.fileName)) return reject(new Error(`${entry.fileName} stands in it twice`));
      if (bytes > BYTES_MAX) return reject(new Error('no dossier is as large'));
      contentOf(zip, entry).then((content) => {
        files.set(entry.fileName, content);
        zip.readEntry();
      }, reject);
    });
    zip.readEntry();
  });
}

const opened = (archive: Buffer): Promise<ZipFile> =>
  new Promise((resolve, reject) =>
    fromBuffer(archive, { lazyEntries: true }, (error, zip) => (error === null && zip !== undefined ? resolve(zip) : reject(error))),
  );

async function contentOf(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
