import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, Permit } from '@tidemark/access';
import type { Request, Response } from 'express';
import { linkNextPage } from '../ask/paging.js';
import { BandPageView, BandQuery, BandsView } from './bands.dto.js';
import { BandsHandler } from './bands.handler.js';
import { bandPageView, bandsView } from './bands.view.js';

@ApiTags('totals')
@ApiBearerAuth()
@Controller('v1/totals/bands')
export class BandsController {
  constructor(
    private readonly bands: BandsHandler,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Permit('usage-total', 'read')
  @ApiOperation({
    summary: 'How many accounts, customers, parties and groups are in each band of the rulebook, by their expected total over all time',
  })
  @ApiOkResponse({ type: BandsView })
  async counts(@CurrentCaller() caller: Caller): Promise<BandsView> {
    return bandsView(await this.bands.counts(caller), this.clock.now());
  }

  @Get(':band')
  @Permit('usage-total', 'read')
  @ApiOperation({
    summary: 'The scopes in one band, or with "below" those in none, largest first: pseudonymous, with totals of two significant figures',
  })
  @ApiOkResponse({ type: BandPageView })
  async page(
    @Param('band') band: string,
    @Query() query: BandQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<BandPageView> {
    const view = bandPageView(caller, await this.bands.page(caller, { band, ...query }));
    linkNextPage(request, response, view.next);
    return view;
  }
}
