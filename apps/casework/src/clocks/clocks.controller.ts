import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, Permit } from '@tidemark/access';
import { decideFulfilment } from '@tidemark/domain';
import { IfMatch, isoOf, linkNextPage, type Page, pageOf, RequestedBy, readCursor, type WriteCall } from '@tidemark/edge';
import type { Request, Response } from 'express';
import { authorityOf, HOME_AUTHORITY } from '../case-log/acting.js';
import { CaseReader } from '../case-log/case-reader.js';
import { type CaseChanged, CaseSteps } from '../case-log/case-steps.js';
import { VersionTag } from '../case-log/version-tag.js';
import { clockView } from '../cases/case.view.js';
import { orCaseProblem } from '../refusals.js';
import { CaseClocks, type ClockKey, type ListedClock } from './case-clocks.port.js';
import { ClocksQuery, FulfilDutyBody } from './clocks.dto.js';

@ApiTags('clocks')
@ApiBearerAuth()
@Controller('v1')
export class ClocksController {
  constructor(
    private readonly clocks: CaseClocks,
    private readonly reader: CaseReader,
    private readonly steps: CaseSteps,
    private readonly clock: Clock,
    @Inject(HOME_AUTHORITY) private readonly home: string,
  ) {}

  @Get('clocks')
  @Permit('case', 'read')
  @ApiOperation({ summary: 'The clocks of all cases of the caller’s authority, by when they are due' })
  @ApiOkResponse({
    description:
      '{items: [{case, id, kind, duty, subject, regime?, jurisdiction, status, startedAt, dueAt, remainingMs?, breachedAt?}], next?}',
  })
  async list(
    @Query() { limit, cursor, ...filters }: ClocksQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Page<ListedClockView>> {
    const after = readCursor<ClockKey>(cursor, ['number', 'uuid', 'text']);
    const found = await this.clocks.list({ ...filters, authority: authorityOf(caller, this.home), after, limit: limit + 1 });
    const { items, ...next } = pageOf(found, limit, ({ dueAtMs, caseId, clock }) => [dueAtMs, caseId, clock]);
    const page = { items: items.map((one) => listedClockView(one, this.clock.now())), ...next };
    linkNextPage(request, response, page);
    return page;
  }

  @Get('cases/:id/clocks')
  @Permit('case', 'read')
  @ApiOperation({ summary: 'The clocks of a case with their terms, warnings and what remains, by when they are due' })
  @ApiOkResponse({
    description:
      '{items: [{id, kind, duty, words?, subject, regime?, jurisdiction, startsOn, startedAt, term, calendar, dueAt, warnAt, warned, status, remainingMs?, endedAt?, breachedAt?, verified}]}',
  })
  async ofCase(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<Page<ReturnType<typeof clockView>>> {
    const { clocks } = orCaseProblem(await this.reader.read(caller, id));
    const items = [...clocks.values()].sort((one, other) => one.dueAt - other.dueAt);
    return { items: items.map((clock) => clockView(clock, this.clock.now())) };
  }

  @Post('cases/:id/clocks/:clock/fulfilment')
  @Permit('case', 'fulfil-duty')
  @HttpCode(200)
  @UseInterceptors(VersionTag)
  @ApiOperation({
    summary: 'Record that a duty of a rule was done, where nothing in the case shows it, and when: in time and known late is no breach',
  })
  @ApiOkResponse({ description: '{case, version, stage}' })
  fulfil(
    @Param('id') id: string,
    @Param('clock') clock: string,
    @Body() body: FulfilDutyBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    return this.steps.take(call, { kind: 'case', action: 'fulfil-duty', id, ifMatch }, (state, context) =>
      decideFulfilment(state, { clock, ...body }, context),
    );
  }
}

/** With what remains: negative once it is over. */
function listedClockView({ caseId, clock, startedAtMs, dueAtMs, breachedAtMs, ...listed }: ListedClock, nowMs: number) {
  const isOpen = listed.status === 'running' || listed.status === 'breached';
  return {
    case: caseId,
    id: clock,
    ...listed,
    startedAt: isoOf(startedAtMs),
    dueAt: isoOf(dueAtMs),
    ...(isOpen ? { remainingMs: dueAtMs - nowMs } : {}),
    ...(breachedAtMs === undefined ? {} : { breachedAt: isoOf(breachedAtMs) }),
  };
}
type ListedClockView = ReturnType<typeof listedClockView>;
