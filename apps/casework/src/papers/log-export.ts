import { Injectable } from '@nestjs/common';
import { canonicalJson, happened } from '@tidemark/domain';
import type { WriteCall } from '@tidemark/edge';
import { CaseReader } from '../case-log/case-reader.js';
import { CaseSteps } from '../case-log/case-steps.js';
import { orCaseProblem } from '../refusals.js';
import { lineFor, seesIdentities } from './dossier-case.js';
import { LOG_FORMAT, type LogHeader } from './log-line.js';
import { linesUpTo, PaperLog } from './paper-log.port.js';

/** The log of a case for an auditor, line by line: as it stood when it was asked for, the entry about the asking left out. */
@Injectable()
export class LogExport {
  constructor(
    private readonly reader: CaseReader,
    private readonly steps: CaseSteps,
    private readonly log: PaperLog,
  ) {}

  async of(call: WriteCall, id: string, purpose: string): Promise<{ name: string; lines: AsyncGenerator<string> }> {
    const { version, authority } = orCaseProblem(await this.reader.read(call.caller, id));
    const [last] = await this.log.lines(id, version - 1, version, 1);
    const header: LogHeader = { format: LOG_FORMAT, case: id, authority, version, hash: last!.hash };
    await this.steps.take(call, { kind: 'case-log', action: 'read-export', id }, (_, { actor, now }) => ({
      events: [{ type: 'log-exported', ...happened(actor, now), ofVersion: version, hash: header.hash, record: { purpose } }],
    }));
    return { name: `case-${id}-log-${version}.ndjson`, lines: this.linesOf(header, seesIdentities(call.caller)) };
  }

  private async *linesOf(header: LogHeader, identities: boolean): AsyncGenerator<string> {
    yield `${canonicalJson(header)}\n`;
    for await (const line of linesUpTo(this.log, header.case, header.version)) yield `${canonicalJson(lineFor(line, { identities }))}\n`;
  }
}
