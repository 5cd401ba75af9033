import type { CaseId } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

/** PERSONAL goes when the person is erased; RECORD stays as long as the case. */
export type CaseFileKind = 'PERSONAL' | 'RECORD';
/** UNREACHABLE: no scanner could be asked yet; nobody opens the file before one said that it is clean. */
export type CaseFileScan = 'CLEAN' | 'UNREACHABLE' | 'INFECTED';

export interface CaseFileHead {
  id: string;
  caseId: CaseId;
  kind: CaseFileKind;
  /** Undefined: erased. */
  name: string | undefined;
  contentType: string;
  bytes: number;
  /** Hex, of the content. */
  sha256: string;
  scan: CaseFileScan;
  scanner: string;
  addedAtMs: number;
}

export interface CaseFile extends CaseFileHead {
  /** Undefined: erased, or thrown away since it was found infected. */
  content: Buffer | undefined;
}

export type NewCaseFile = Pick<CaseFileHead, 'id' | 'caseId' | 'kind' | 'contentType' | 'scan' | 'scanner'> & {
  name: string;
  content: Buffer;
  nowMs: number;
};

/** Files of cases, each sealed under a key of its case: attachments, answers, bundles, papers. Never looked for but inside their case. */
export abstract class CaseFiles {
  /** Throws when the key it would be sealed with was destroyed. The event that tells of the file carries its hash. */
  abstract put(tx: Transaction, file: NewCaseFile): Promise<CaseFileHead>;
  abstract get(tx: Transaction, caseId: CaseId, id: string): Promise<CaseFile | undefined>;
  /** In the order in which they were added, without their content. */
  abstract heads(tx: Transaction, caseId: CaseId): Promise<CaseFileHead[]>;
  /** Those that nothing is known of yet, oldest first. Of what was erased nothing ever will be. */
  abstract unscanned(tx: Transaction, limit: number): Promise<Pick<CaseFileHead, 'id' | 'caseId'>[]>;
  /** What a scanner said later. The content of an infected file is thrown away; its hash stays in the log. */
  abstract scanned(tx: Transaction, id: string, said: { scan: 'CLEAN' | 'INFECTED'; scanner: string }): Promise<void>;
}
