import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import type { Request, Response } from 'express';
import { linkNextPage } from '../ask/paging.js';
import { flagView, oneFlagView } from './flag.view.js';
import { FlagsQuery, FlagsView, OneFlagView } from './flags.dto.js';
import { FlagsQueries } from './flags.query.js';

@ApiTags('flags')
@ApiBearerAuth()
@Controller('v1/flags')
export class FlagsController {
  constructor(private readonly flags: FlagsQueries) {}

  @Get()
  @Permit('flag', 'read')
  @ApiOperation({ summary: 'What deserves scrutiny: flags by scope, rule, tier, kind, status and time, last raised first' })
  @ApiOkResponse({ type: FlagsView })
  async list(
    @Query() query: FlagsQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<FlagsView> {
    const { items, next } = await this.flags.list(caller, { ...query });
    linkNextPage(request, response, next);
    return { items: items.map(flagView), ...(next === undefined ? {} : { next }) };
  }

  @Get(':id')
  @Permit('flag', 'read')
  @ApiOperation({ summary: 'One flag as it was raised, and every later fact about it' })
  @ApiOkResponse({ type: OneFlagView })
  async one(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<OneFlagView> {
    const { flag, facts } = await this.flags.one(caller, id);
    return oneFlagView(flag, facts);
  }
}
