import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CaseId } from '@tidemark/domain';
import { isUuid } from '@tidemark/edge';
import type { Transaction } from '@tidemark/persistence';
import { type SealingKey, SealingKeys } from '@tidemark/sealing';
import { personalKeyOf, recordKeyOf } from '../case-log/event-words.js';
import { type CaseFile, type CaseFileHead, CaseFiles, type NewCaseFile } from '../desk/case-files.js';

interface FileRow {
  id: string;
  case_id: string;
  kind: CaseFileHead['kind'];
  name: Buffer;
  content_type: string;
  bytes: number;
  sha256: Buffer;
  scan: CaseFileHead['scan'];
  scanner: string;
  added_at_ms: string;
  content?: Buffer;
}

const HEAD = 'id, case_id, kind, name, content_type, bytes, sha256, scan, scanner, added_at_ms';

const nameOf = (id: string): string => `file/${id}/name`;
const contentOf = (id: string): string => `file/${id}/content`;

@Injectable()
export class PostgresCaseFiles extends CaseFiles {
  constructor(private readonly sealing: SealingKeys) {
    super();
  }

  async put(tx: Transaction, file: NewCaseFile): Promise<CaseFileHead> {
    const { id, caseId, kind, name, content, contentType, scan, scanner, nowMs } = file;
    const key = await this.sealing.find(tx, kind === 'PERSONAL' ? personalKeyOf(caseId) : recordKeyOf(caseId));
    if (key === undefined) throw new Error(`The key of case ${caseId} was destroyed: no file can be kept in it`);
    const sha256 = createHash('sha256').update(content).digest();
    await tx.query(
      `insert into case_file (id, case_id, kind, name, content_type, bytes, sha256, content, scan, scanner, added_at_ms)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        ...[id, caseId, kind, key.seal(nameOf(id), name), contentType, content.length, sha256],
        ...[key.seal(contentOf(id), content), scan, scanner, nowMs],
      ],
    );
    return { id, caseId, kind, name, contentType, bytes: content.length, sha256: sha256.toString('hex'), scan, scanner, addedAtMs: nowMs };
  }

  async get(tx: Transaction, caseId: CaseId, id: string): Promise<CaseFile | undefined> {
    if (!isUuid(id)) return undefined;
    const [row] = await tx.query<FileRow>(`select ${HEAD}, content from case_file where case_id = $1 and id = $2`, [caseId, id]);
    if (row === undefined) return undefined;
    const key = (await this.keysOf(tx, caseId))[row.kind];
    const kept = row.content !== undefined && row.content.length > 0 && row.scan !== 'INFECTED';
    return { ...headOf(row, key), content: kept ? key?.open(contentOf(id), row.content!) : undefined };
  }

  async heads(tx: Transaction, caseId: CaseId): Promise<CaseFileHead[]> {
    const rows = await tx.query<FileRow>(`select ${HEAD} from case_file where case_id = $1 order by added_at_ms, id`, [caseId]);
    const keys = await this.keysOf(tx, caseId);
    return rows.map((row) => headOf(row, keys[row.kind]));
  }

  async unscanned(tx: Transaction, limit: number): Promise<Pick<CaseFileHead, 'id' | 'caseId'>[]> {
    const rows = await tx.query<{ id: string; case_id: string }>(
      `select id, case_id from case_file where scan = 'UNREACHABLE' and octet_length(content) > 0 order by added_at_ms, id limit $1`,
      [limit],
    );
    return rows.map(({ id, case_id }) => ({ id, caseId: case_id }));
  }

  async scanned(tx: Transaction, id: string, { scan, scanner }: { scan: 'CLEAN' | 'INFECTED'; scanner: string }): Promise<void> {
    await tx.query(
      `update case_file set scan = $2, scanner = $3, content = case when $2 = 'INFECTED' then ''::bytea else content end
       where id = $1 and scan = 'UNREACHABLE'`,
      [id, scan, scanner],
    );
  }

  private async keysOf(tx: Transaction, caseId: CaseId): Promise<Record<CaseFileHead['kind'], SealingKey | undefined>> {
    const keys = await this.sealing.findAll(tx, [recordKeyOf(caseId), personalKeyOf(caseId)]);
    return { RECORD: keys.get(recordKeyOf(caseId)), PERSONAL: keys.get(personalKeyOf(caseId)) };
  }
}

const headOf = (row: FileRow, key: SealingKey | undefined): CaseFileHead => ({
  id: row.id,
  caseId: row.case_id,
  kind: row.kind,
  name: key?.openText(nameOf(row.id), row.name),
  contentType: row.content_type,
  bytes: row.bytes,
  sha256: row.sha256.toString('hex'),
  scan: row.scan,
  scanner: row.scanner,
  addedAtMs: Number(row.added_at_ms),
});
