import { pipeline } from 'node:stream/promises';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { BearerToken, type Caller, CurrentCaller, Permit } from '@tidemark/access';
import { Purpose } from '@tidemark/edge';
import type { Response } from 'express';
import { DossierMaker } from './dossier-maker.js';
import { LogExport } from './log-export.js';
import { DossierQuery } from './papers.dto.js';

/** What leaves a case. Both calls are logged in the case: who took what out, as it stood then. */
@ApiTags('papers')
@ApiBearerAuth()
@Controller('v1/cases/:id')
export class PapersController {
  constructor(
    private readonly dossiers: DossierMaker,
    private readonly exports: LogExport,
  ) {}

  @Get('dossier')
  @Permit('dossier', 'read')
  @ApiOperation({
    summary: 'The dossier of a case: one archive for reading, for machines and for verifying',
    description:
      'The header Tidemark-Purpose says why it is taken out. Made again for the same version it is the same to the byte, except `madeAt` in manifest.json. See docs/reference/dossier.md.',
  })
  @ApiProduces('application/zip')
  @ApiOkResponse({ description: 'dossier.pdf, case.json, flags/, evidence/, files/, manifest.json' })
  async dossier(
    @Param('id') id: string,
    @Query() { version }: DossierQuery,
    @CurrentCaller() caller: Caller,
    @BearerToken() token: string,
    @Purpose() purpose: string,
    @Res() response: Response,
  ): Promise<void> {
    const { archive, manifest, sha256 } = await this.dossiers.make({ caller }, token, { id, version, purpose });
    response.setHeader('Content-Type', 'application/zip');
    response.setHeader('Content-Disposition', `attachment; filename="dossier-${manifest.case}-${manifest.version}.zip"`);
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Tidemark-Dossier-Sha256', sha256);
    await pipeline(archive, response);
  }

  @Get('log/export')
  @Permit('case-log', 'read-export')
  @ApiOperation({
    summary: 'The whole log of a case, to be verified offline: `tidemark verify-case`',
    description:
      'The header Tidemark-Purpose says why it is taken out. One JSON object a line: a header, then every entry with its facts, its words with their salts, and the hashes.',
  })
  @ApiProduces('application/x-ndjson')
  @ApiOkResponse({ description: '{format, case, authority, version, hash}, then {sequence, facts, record?, personal?, hash} a line' })
  async log(
    @Param('id') id: string,
    @CurrentCaller() caller: Caller,
    @Purpose() purpose: string,
    @Res() response: Response,
  ): Promise<void> {
    const { name, lines } = await this.exports.of({ caller }, id, purpose);
    response.setHeader('Content-Type', 'application/x-ndjson; charset=utf-8');
    response.setHeader('Content-Disposition', `attachment; filename="${name}"`);
    response.setHeader('Cache-Control', 'no-store');
    await pipeline(lines, response);
  }
}
