import { randomUUID } from 'node:crypto';
import { Controller, Get, Param, Post, Req, Res, type StreamableFile, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import { decideAttachment } from '@tidemark/domain';
import { RequestedBy, type WriteCall } from '@tidemark/edge';
import { Transactions } from '@tidemark/persistence';
import type { Request, Response } from 'express';
import { CaseReader } from '../case-log/case-reader.js';
import { type CaseChanged, CaseSteps } from '../case-log/case-steps.js';
import type { OpenCase } from '../case-log/case-writes.js';
import { VersionTag } from '../case-log/version-tag.js';
import { orCaseProblem } from '../refusals.js';
import { CaseFiles } from './case-files.js';
import { type FileView, fileView } from './desk.view.js';
import { type ReceivedFile, ReceiveFile, withContent } from './receive-file.js';
import { sendFile } from './send-file.js';

@ApiTags('cases')
@ApiBearerAuth()
@Controller('v1/cases/:id/attachments')
export class AttachmentsController {
  constructor(
    private readonly steps: CaseSteps,
    private readonly reader: CaseReader,
    private readonly receiving: ReceiveFile,
    private readonly files: CaseFiles,
    private readonly transactions: Transactions,
  ) {}

  @Post()
  @Permit('case', 'note')
  @UseInterceptors(VersionTag)
  @ApiOperation({ summary: 'Attach a file: the body, or the part "file". It is scanned, recognised by its content, and kept sealed' })
  @ApiConsumes('application/pdf', 'image/png', 'image/jpeg', 'text/plain', 'multipart/form-data')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiCreatedResponse({ description: '{case, version, stage, made}' })
  async attach(
    @Param('id') id: string,
    @CurrentCaller() caller: Caller,
    @RequestedBy() call: WriteCall,
    @Req() request: Request,
  ): Promise<CaseChanged> {
    // Nothing is read of a body that is for a case which the caller cannot see.
    orCaseProblem(await this.reader.read(caller, id));
    const received = await this.receiving.receive(request);
    const file = randomUUID();
    return this.steps.take(withContent(call, received), { kind: 'case', action: 'note', id, made: file }, (state, context, open) =>
      this.keep(open, { file, caseId: id, received }, () => {
        const { content, ...described } = received;
        return decideAttachment(state, { file, bytes: content.length, ...described }, context);
      }),
    );
  }

  @Get()
  @Permit('case', 'read')
  @ApiOperation({ summary: 'Files on the desk, oldest first' })
  @ApiOkResponse({ description: '{items: [{id, by, at, name, contentType, bytes, sha256, scan, scanner}]}; name null: erased' })
  async list(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<{ items: FileView[] }> {
    const { desk } = orCaseProblem(await this.reader.read(caller, id));
    return { items: desk.files.map(fileView) };
  }

  @Get(':file')
  @Permit('case', 'read')
  @ApiOperation({ summary: 'The file, to be saved. Refused before a scanner said that it is clean' })
  @ApiOkResponse({ description: 'The bytes of the file as they were attached, with its type and name' })
  async read(
    @Param('id') id: string,
    @Param('file') file: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const { desk } = orCaseProblem(await this.reader.read(caller, id));
    // Files of other parts of the case are read where they belong.
    const attached = desk.files.some((one) => one.id === file);
    const found = attached ? await this.transactions.read({ oversight: true }, (tx) => this.files.get(tx, id, file)) : undefined;
    return sendFile(found, response);
  }

  private async keep<Decision extends object>(
    { tx, context }: OpenCase,
    { file, caseId, received }: { file: string; caseId: string; received: ReceivedFile },
    decide: () => Decision,
  ): Promise<Decision> {
    const decision = decide();
    if ('refused' in decision) return decision;
    const { name, content, contentType, scan, scanner } = received;
    await this.files.put(tx, { id: file, caseId, kind: 'PERSONAL', name, content, contentType, scan, scanner, nowMs: context.now });
    return decision;
  }
}
