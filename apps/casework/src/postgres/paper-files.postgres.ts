import { Injectable } from '@nestjs/common';
import { type Refused, refuse } from '@tidemark/edge';
import { Transactions } from '@tidemark/persistence';
import { type CaseFileHead, CaseFiles } from '../desk/case-files.js';
import type { LogLine } from '../papers/log-line.js';
import { type PaperFile, PaperFiles } from '../papers/paper-files.port.js';

const ENDINGS: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'application/json': 'json',
  'application/zip': 'zip',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'text/plain': 'txt',
  'text/csv': 'csv',
};

@Injectable()
export class StoredPaperFiles extends PaperFiles {
  constructor(
    private readonly transactions: Transactions,
    private readonly files: CaseFiles,
  ) {
    super();
  }

  of(caseId: string, lines: readonly LogLine[], asOfMs: number, bytesMax: number): Promise<PaperFile[] | Refused> {
    const waiting = waitingForScan(lines);
    return this.transactions.read({ oversight: true }, async (tx) => {
      const heads = (await this.files.heads(tx, caseId)).filter(({ addedAtMs }) => addedAtMs <= asOfMs);
      const bytes = heads.filter(isKept).reduce((sum, head) => sum + head.bytes, 0);
      if (bytes > bytesMax) return refuse('DOSSIER_TOO_LARGE', `Its files have ${bytes} bytes; at most ${bytesMax} are put into one.`);
      const papers: PaperFile[] = [];
      for (const { id, contentType } of heads) {
        const file = await this.files.get(tx, caseId, id);
        const path = `files/${id}.${ENDINGS[contentType.split(';')[0]!.trim()] ?? 'bin'}`;
        if (file?.scan === 'UNREACHABLE' || waiting.has(id)) papers.push({ path, leftOut: 'not scanned yet' });
        else if (file?.scan === 'INFECTED') papers.push({ path, leftOut: 'found infected' });
        else papers.push({ path, file: file?.content, leftOut: file?.content === undefined ? 'erased' : undefined });
      }
      return papers;
    });
  }
}

/** Neither erased nor thrown away, so that its content would be read. */
const isKept = ({ scan, name }: CaseFileHead): boolean => scan === 'CLEAN' && name !== undefined;

/** Files that no scanner had looked at by the last of these entries: what was found later is no part of what was known then. */
function waitingForScan(lines: readonly LogLine[]): ReadonlySet<string> {
  const waiting = new Set<string>();
  for (const { facts } of lines) {
    if (typeof facts.file !== 'string') continue;
    if (facts.scan === 'UNREACHABLE') waiting.add(facts.file);
    else if (facts.type === 'file-scanned') waiting.delete(facts.file);
  }
  return waiting;
}
