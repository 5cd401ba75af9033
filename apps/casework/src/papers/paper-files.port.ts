import type { Refused } from '@tidemark/edge';
import type { LogLine } from './log-line.js';

export interface PaperFile {
  /** In the archive: `files/<id>.<ending>`. Names of files are words of people, and stand in case.json. */
  path: string;
  /** Undefined: see `leftOut`. */
  file?: Buffer | undefined;
  leftOut?: string | undefined;
}

export abstract class PaperFiles {
  /** The files of a case that were there when the last of these entries was written. Refuses DOSSIER_TOO_LARGE before it reads more than that. */
  abstract of(caseId: string, lines: readonly LogLine[], asOfMs: number, bytesMax: number): Promise<PaperFile[] | Refused>;
}
