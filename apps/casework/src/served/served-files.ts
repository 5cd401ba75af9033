import { randomUUID } from 'node:crypto';
import { Injectable, type StreamableFile } from '@nestjs/common';
import { Clock, requirePermission } from '@tidemark/access';
import { addServedFile, type CaseState } from '@tidemark/domain';
import { at, type WriteCall } from '@tidemark/edge';
import { Transactions } from '@tidemark/persistence';
import type { Response } from 'express';
import { CaseWrites } from '../case-log/case-writes.js';
import { CaseFiles } from '../desk/case-files.js';
import { type ReceivedFile, withContent } from '../desk/receive-file.js';
import { sendFile } from '../desk/send-file.js';
import { orCaseProblem } from '../refusals.js';
import { SERVED_FILES } from './served-kinds.js';

export interface FileSent {
  file: string;
  sha256: string;
  bytes: number;
  contentType: string;
  /** UNREACHABLE: it waits for a scanner; nobody opens it before. */
  scan: string;
}

/** Files that providers send for what was served on them. */
@Injectable()
export class ServedFiles {
  constructor(
    private readonly writes: CaseWrites,
    private readonly transactions: Transactions,
    private readonly files: CaseFiles,
    private readonly clock: Clock,
  ) {}

  async keep(call: WriteCall, item: string, received: ReceivedFile): Promise<FileSent> {
    const id = randomUUID();
    const { name, content, contentType, sha256, scan, scanner } = received;
    const answer = await this.writes.runServed<FileSent>(at(this.clock, withContent(call, received)), item, async (open, served) => {
      const row = SERVED_FILES[served.kind]!;
      requirePermission(call.caller, row.kind, row.action as never, { provider: served.provider, state: served.status });
      const added = { item, file: id, bytes: content.length, contentType, name, sha256 };
      const refused = open.apply(addServedFile(open.state, added, open.context));
      if (refused) return refused;
      const file = { id, caseId: served.caseId, kind: 'PERSONAL' as const, name, content, contentType, scan, scanner };
      await this.files.put(open.tx, { ...file, nowMs: open.context.now });
      return { file: id, sha256, bytes: content.length, contentType, scan };
    });
    return orCaseProblem<FileSent>(answer);
  }

  /** One that was sent for the item. Throws FILE_UNKNOWN for any other of the case. */
  async open({ id, requests }: CaseState, item: string | undefined, file: string, response: Response): Promise<StreamableFile> {
    const isOfItem = item !== undefined && requests.files.get(file)?.item === item;
    const found = isOfItem ? await this.transactions.read({ oversight: true }, (tx) => this.files.get(tx, id, file)) : undefined;
    return sendFile(found, response);
  }
}
