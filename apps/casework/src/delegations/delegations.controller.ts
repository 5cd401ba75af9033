import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorOf, type Caller, Clock, CurrentCaller, Permit } from '@tidemark/access';
import { at, isoOf, linkNextPage, type Page, pageOf, RequestedBy, readCursor, type WriteCall } from '@tidemark/edge';
import type { Request, Response } from 'express';
import { authorityOf, HOME_AUTHORITY } from '../case-log/acting.js';
import { orCaseProblem } from '../refusals.js';
import { DelegationsQuery, MakeDelegationBody } from './delegations.dto.js';
import { type DelegationMade, DelegationsHandler } from './delegations.handler.js';
import { Delegations } from './delegations.port.js';
import { type DelegationView, delegationView } from './delegations.view.js';

@ApiTags('delegations')
@ApiBearerAuth()
@Controller('v1/delegations')
export class DelegationsController {
  constructor(
    private readonly handler: DelegationsHandler,
    private readonly delegations: Delegations,
    private readonly clock: Clock,
    @Inject(HOME_AUTHORITY) private readonly home: string,
  ) {}

  @Post()
  @Permit('delegation', 'make')
  @ApiOperation({ summary: 'Let another person do one’s work for a time: the two no longer approve each other’s proposals' })
  @ApiCreatedResponse({ description: '{id, from, until}' })
  async make(@Body() body: MakeDelegationBody, @RequestedBy() call: WriteCall): Promise<{ id: string; from: string; until: string }> {
    const { id, from, until } = orCaseProblem<DelegationMade>(await this.handler.make(at(this.clock, call), body));
    return { id, from: isoOf(from), until: isoOf(until) };
  }

  @Get()
  @Permit('delegation', 'read')
  @ApiOperation({ summary: 'Who stands in for whom in the caller’s authority, newest first' })
  @ApiOkResponse({ description: '{items: [{id, person, deputy, from, until, active, madeAt, endedAt?, reason?}], next?}' })
  async list(
    @Query() { of, limit, cursor }: DelegationsQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Page<DelegationView>> {
    const me = actorOf(caller);
    const found = await this.delegations.list(authorityOf(caller, this.home), {
      ...(of === 'mine' ? { person: me } : of === 'deputy' ? { deputy: me } : {}),
      limit: limit + 1,
      after: readCursor<[number, string]>(cursor, ['number', 'uuid']),
    });
    const { items, ...next } = pageOf(found, limit, ({ madeAt, id }) => [madeAt, id]);
    const page = { items: items.map((one) => delegationView(one, this.clock.now())), ...next };
    linkNextPage(request, response, page);
    return page;
  }

  @Post(':id/end')
  @Permit('delegation', 'end')
  @HttpCode(200)
  @ApiOperation({ summary: 'End a delegation before its time, by either of the two' })
  @ApiOkResponse({ description: '{id, endedAt}' })
  async end(@Param('id') id: string, @RequestedBy() call: WriteCall): Promise<{ id: string; endedAt: string }> {
    const ended = orCaseProblem<{ id: string; endedAt: number }>(await this.handler.end(at(this.clock, call), id));
    return { id: ended.id, endedAt: isoOf(ended.endedAt) };
  }
}
