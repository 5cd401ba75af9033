import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, Permit } from '@tidemark/access';
import { linkNextPage, type Page, pageOf } from '@tidemark/edge';
import type { Request, Response } from 'express';
import { authorityOf, HOME_AUTHORITY } from '../case-log/acting.js';
import { orCaseProblem } from '../refusals.js';
import { CaseQueue, type QueueAsk } from './case-queue.port.js';
import { QueueQuery } from './queue.dto.js';
import { type QueuedView, queuedView } from './queue.view.js';
import { askOf, keyOf } from './queue-question.js';

@ApiTags('cases')
@ApiBearerAuth()
@Controller('v1/cases')
export class QueueController {
  constructor(
    private readonly queue: CaseQueue,
    private readonly clock: Clock,
    @Inject(HOME_AUTHORITY) private readonly home: string,
  ) {}

  @Get()
  @Permit('case', 'read')
  @ApiOperation({ summary: 'The queue: cases of the caller’s authority, by what ends first; every filter narrows it' })
  @ApiOkResponse({
    description:
      '{items: [{id, version, matter, subject, jurisdictions, regimes, tiers, stage, stageSince, severity, openedAt, changedAt, assignee, snoozedUntil?, due?: {at, kind, regime?, remainingMs}, breached, flags, flagCount}], next?}',
  })
  async list(
    @Query() query: QueueQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Page<QueuedView>> {
    const nowMs = this.clock.now();
    const ask = orCaseProblem<QueueAsk>(askOf(query, caller, { authority: authorityOf(caller, this.home), nowMs }));
    const { items, ...next } = pageOf(await this.queue.list(ask), query.limit, (one) => keyOf(one, ask.sort));
    const page = { items: items.map((one) => queuedView(one, nowMs)), ...next };
    linkNextPage(request, response, page);
    return page;
  }
}
