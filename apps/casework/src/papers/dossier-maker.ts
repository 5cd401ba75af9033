import { Injectable } from '@nestjs/common';
import { type Caller, Clock } from '@tidemark/access';
import { canonicalJson, happened } from '@tidemark/domain';
import { isoOf, refuse, type WriteCall } from '@tidemark/edge';
import { CaseReader } from '../case-log/case-reader.js';
import { CaseSteps } from '../case-log/case-steps.js';
import { orCaseProblem } from '../refusals.js';
import { type ArchiveFiles, archiveOf, hashesOf, type Manifest, manifestHash } from './dossier-archive.js';
import { caseJson, type DossierCase, dossierCaseOf, lastTelling, lineFor, releasedIdentities, seesIdentities } from './dossier-case.js';
import { dossierPaper } from './dossier-paper.js';
import { FlagPaperSource } from './flag-papers.js';
import type { LogLine } from './log-line.js';
import { PaperFiles } from './paper-files.port.js';
import { linesUpTo, PaperLog } from './paper-log.port.js';
import { printPaper } from './pdf-paper.js';

/** One archive is made in memory. */
const BYTES_MAX = 256 * 1024 * 1024;

export interface AskedDossier {
  id: string;
  /** Absent: as the case stands. */
  version: number | undefined;
  /** Why it is taken out: logged, with the name of whoever takes it. */
  purpose: string;
}

export interface MadeDossier {
  manifest: Manifest;
  sha256: string;
  archive: NodeJS.ReadableStream;
}

/** Files of the archive, and what is missing from it. */
interface Content {
  files: Map<string, Buffer>;
  leftOut: Record<string, string>;
}

/** Makes the dossier of a case as it stood at an entry of its log, and logs that it was made and for whom. */
@Injectable()
export class DossierMaker {
  constructor(
    private readonly reader: CaseReader,
    private readonly steps: CaseSteps,
    private readonly log: PaperLog,
    private readonly flags: FlagPaperSource,
    private readonly files: PaperFiles,
    private readonly clock: Clock,
  ) {}

  async make(call: WriteCall, token: string, { id, version, purpose }: AskedDossier): Promise<MadeDossier> {
    const dossier = dossierCaseOf(id, await this.linesOf(call.caller, id, version));
    const content = await this.contentOf(dossier, token);
    const manifest = this.manifestOf(dossier, content);
    const sha256 = manifestHash(manifest);
    // Nothing leaves before it is logged: who asked for it, and what it was.
    await this.steps.take(call, { kind: 'dossier', action: 'read', id }, (_, { actor, now }) => ({
      events: [
        {
          type: 'dossier-made',
          ...happened(actor, now),
          ofVersion: dossier.state.version,
          sha256,
          identities: seesIdentities(call.caller),
          record: { purpose },
        },
      ],
    }));
    return { manifest, sha256, archive: archiveOf(content.files, manifest) };
  }

  private async linesOf(caller: Caller, id: string, asked: number | undefined): Promise<LogLine[]> {
    const { version } = orCaseProblem(await this.reader.read(caller, id));
    if (asked !== undefined && (asked < 1 || asked > version))
      orCaseProblem(refuse('CASE_VERSION_UNKNOWN', `The log of the case has ${version} entries.`));
    const lines: LogLine[] = [];
    for await (const line of linesUpTo(this.log, id, asked ?? version)) lines.push(lineFor(line, { identities: seesIdentities(caller) }));
    return asked === undefined ? lines.slice(0, lastTelling(lines.map(({ sequence, facts }) => ({ sequence, type: facts.type })))) : lines;
  }

  private async contentOf(dossier: DossierCase, token: string): Promise<Content> {
    const { state } = dossier;
    const content: Content = { files: new Map([['case.json', jsonFile(caseJson(dossier))]]), leftOut: {} };
    await this.addFlags(content, dossier, token);
    if (releasedIdentities(dossier.lines).some(({ withheld }) => withheld))
      content.leftOut['case.json: identities'] = 'for leads and auditors alone';
    const papers = orCaseProblem(await this.files.of(state.id, dossier.lines, dossier.asOfMs, BYTES_MAX));
    for (const { path, file, leftOut } of papers)
      if (file === undefined) content.leftOut[path] = leftOut ?? 'erased';
      else content.files.set(path, file);
    // Of everything but itself and the manifest.
    content.files.set('dossier.pdf', await printPaper(dossierPaper(dossier, hashesOf(content.files), content.leftOut)));
    requireRoom(content.files);
    return content;
  }

  private async addFlags({ files, leftOut }: Content, { state }: DossierCase, token: string): Promise<void> {
    const papers = await this.flags.of(state.id, [...state.flags.keys()], token);
    for (const [id, flag] of state.flags) {
      const kept = papers.get(id);
      files.set(`flags/${id}.json`, jsonFile({ flag, why: kept?.outcome === 'KEPT' ? kept.why : null }));
      if (kept?.outcome === 'KEPT') files.set(`evidence/${id}.json`, jsonFile(kept.evidence));
      else leftOut[`evidence/${id}.json`] = 'the threshold monitor knew no such flag';
    }
  }

  private manifestOf({ state, hash, asOfMs }: DossierCase, { files, leftOut }: Content): Manifest {
    return {
      format: 'tidemark-dossier-manifest-1',
      case: state.id,
      version: state.version,
      hash,
      asOf: isoOf(asOfMs),
      files: sortedByName(hashesOf(files)),
      leftOut: sortedByName(leftOut),
      madeAt: isoOf(this.clock.now()),
    };
  }
}

const jsonFile = (value: unknown): Buffer => Buffer.from(`${canonicalJson(value)}\n`);

const sortedByName = (record: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));

function requireRoom(files: ArchiveFiles): void {
  const bytes = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  if (bytes > BYTES_MAX) orCaseProblem(refuse('DOSSIER_TOO_LARGE', `It would hold ${bytes} bytes; at most ${BYTES_MAX} are made.`));
}
