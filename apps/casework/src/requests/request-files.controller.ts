import { Controller, Get, Param, Res, type StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import type { Response } from 'express';
import { CaseReader } from '../case-log/case-reader.js';
import { orCaseProblem } from '../refusals.js';
import { ServedFiles } from '../served/served-files.js';

@ApiTags('information requests')
@ApiBearerAuth()
@Controller('v1/cases/:id')
export class RequestFilesController {
  constructor(
    private readonly reader: CaseReader,
    private readonly files: ServedFiles,
  ) {}

  @Get('information-requests/:request/files/:file')
  @Permit('information-request', 'read')
  @ApiOperation({ summary: 'A file that the provider sent for a request of the case' })
  @ApiOkResponse({ description: 'The file, to be saved' })
  async ofRequest(
    @Param('id') id: string,
    @Param('request') request: string,
    @Param('file') file: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const state = orCaseProblem(await this.reader.read(caller, id));
    return this.files.open(state, state.requests.information.get(request)?.item, file, response);
  }

  @Get('declarations/:declaration/files/:file')
  @Permit('transparency-declaration', 'read')
  @ApiOperation({ summary: 'A file that came with a declaration' })
  @ApiOkResponse({ description: 'The file, to be saved' })
  async ofDeclaration(
    @Param('id') id: string,
    @Param('declaration') declaration: string,
    @Param('file') file: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const state = orCaseProblem(await this.reader.read(caller, id));
    return this.files.open(state, state.requests.declarations.get(declaration)?.item, file, response);
  }
}
