import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import type { FlagEvidence } from '@tidemark/domain';
import type { Request, Response } from 'express';
import { FlagsQueries } from '../flags/flags.query.js';
import { EvidenceQuery } from './evidence.query.js';
import { whyText, whyView } from './why.view.js';

@ApiTags('flags')
@ApiBearerAuth()
@Controller('v1/flags/:id')
export class EvidenceController {
  constructor(
    private readonly flags: FlagsQueries,
    private readonly evidence: EvidenceQuery,
  ) {}

  @Get('why')
  @Permit('flag', 'read')
  @ApiOperation({ summary: 'Why a flag was raised: the explanation as data and as text; with Accept: text/plain the text alone' })
  @ApiProduces('application/json', 'text/plain')
  @ApiOkResponse({ description: '{flag, text, sentence, assumptions, number, totals, members, covers, explanation, versions, ...}' })
  async why(@Param('id') id: string, @CurrentCaller() caller: Caller, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { flag, facts } = await this.flags.one(caller, id);
    if (request.accepts(['json', 'text']) === 'text') response.type('text/plain; charset=utf-8').send(whyText(flag, facts));
    else response.json(whyView(flag, facts));
  }

  @Get('evidence')
  @Permit('flag', 'read')
  @ApiOperation({
    summary: 'All that it takes to work the flag out again offline: `tidemark verify-flag`',
    description: 'Use, links, parties, control and the rule exactly as they were known to the transaction that raised the flag.',
  })
  @ApiOkResponse({ description: 'A bundle of the format tidemark-flag-evidence-1' })
  async bundle(
    @Param('id') id: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<FlagEvidence> {
    const bundle = await this.evidence.of(caller, id);
    response.setHeader('Content-Disposition', `attachment; filename="flag-${bundle.flag}.json"`);
    return bundle;
  }
}
