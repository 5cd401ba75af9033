import { Controller, Get, Param, Post, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import { RequestedBy, type WriteCall } from '@tidemark/edge';
import type { Request, Response } from 'express';
import { CaseReader } from '../case-log/case-reader.js';
import { ReceiveFile } from '../desk/receive-file.js';
import { orCaseProblem } from '../refusals.js';
import { type FileSent, ServedFiles } from './served-files.js';
import { ServedItems } from './served-items.js';
import { SERVED_FILES } from './served-kinds.js';

@ApiTags('served')
@ApiBearerAuth()
@Controller('v1/served/:item/files')
export class ServedFilesController {
  constructor(
    private readonly items: ServedItems,
    private readonly files: ServedFiles,
    private readonly receiving: ReceiveFile,
    private readonly reader: CaseReader,
  ) {}

  /** The guard asks the row of answers, whose roles are those of every kind; the row of the item's own kind is asked inside. */
  @Post()
  @Permit('information-request', 'answer')
  @ApiOperation({ summary: 'Send a file for an item: scanned, kept sealed; the answer or declaration then names it' })
  @ApiConsumes('application/pdf', 'image/png', 'image/jpeg', 'text/plain', 'multipart/form-data')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiCreatedResponse({ description: '{file, sha256, bytes, contentType, scan}' })
  async send(@Param('item') item: string, @RequestedBy() call: WriteCall, @Req() request: Request): Promise<FileSent> {
    await this.items.require(call.caller, item, Object.keys(SERVED_FILES));
    return this.files.keep(call, item, await this.receiving.receive(request));
  }

  @Get(':file')
  @Permit('served', 'read')
  @ApiOperation({ summary: 'A file that the caller’s organisation sent for the item' })
  @ApiOkResponse({ description: 'The file, to be saved' })
  async read(
    @Param('item') item: string,
    @Param('file') file: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const { state } = orCaseProblem(await this.reader.served(caller, item));
    return this.files.open(state, item, file, response);
  }
}
