import type { LogLine } from './log-line.js';

export interface PaperFile {
  /** In the archive: `files/<id>.<ending>`. Names of files are words of people, and stand in case.json. */
  path: string;
  /** Undefined: see `leftOut`. */
  file?: Buffer | undefined;
  leftOut?: string | undefined;
}

/** The files of a case that were there when the last of these entries was written. */
export abstract class PaperFiles {
  abstract of(caseId: string, lines: readonly LogLine[], asOfMs: number): Promise<PaperFile[]>;
}
