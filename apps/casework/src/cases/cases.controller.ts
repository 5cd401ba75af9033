import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, Permit } from '@tidemark/access';
import { decideMove, decideOpening } from '@tidemark/domain';
import { at, CursorQuery, IfMatch, linkNextPage, type Page, pageOf, RequestedBy, readCursor, type WriteCall } from '@tidemark/edge';
import type { Request, Response } from 'express';
import { CaseReader } from '../case-log/case-reader.js';
import { type CaseChanged, CaseSteps } from '../case-log/case-steps.js';
import { CaseWrites } from '../case-log/case-writes.js';
import { VersionTag } from '../case-log/version-tag.js';
import { FlagPlaces } from '../intake/flag-places.js';
import { orCaseProblem } from '../refusals.js';
import { type CaseView, caseView } from './case.view.js';
import { subjectOf } from './case-subject.js';
import { OpenCaseBody, ReasonBody } from './cases.dto.js';
import { type LogLineView, logLineView } from './log-line.view.js';

const CHANGED = { description: '{case, version, stage}; the version is the ETag too' };

@ApiTags('cases')
@ApiBearerAuth()
@UseInterceptors(VersionTag)
@Controller('v1/cases')
export class CasesController {
  constructor(
    private readonly writes: CaseWrites,
    private readonly steps: CaseSteps,
    private readonly reader: CaseReader,
    private readonly places: FlagPlaces,
    private readonly clock: Clock,
  ) {}

  @Post()
  @Permit('case', 'open')
  @ApiOperation({ summary: 'Open a case without a flag; flags that stood aside for want of one join it' })
  @ApiCreatedResponse(CHANGED)
  async open(@Body() body: OpenCaseBody, @RequestedBy() call: WriteCall): Promise<CaseChanged> {
    const id = randomUUID();
    const answer = await this.writes.open(at(this.clock, call), id, async (open) => {
      const subject = subjectOf(body.subject);
      if ('refused' in subject) return subject;
      const refused = open.apply(decideOpening({ ...body, subject, case: id, source: 'PERSON' }, open.context));
      if (refused === undefined) await this.places.joinAside(open);
      return refused ?? { case: id, version: open.state.version, stage: open.state.stage };
    });
    return orCaseProblem<CaseChanged>(answer);
  }

  @Get(':id')
  @Permit('case', 'read')
  @ApiOperation({ summary: 'A case as it stands: pseudonymous' })
  @ApiOkResponse({
    description:
      '{id, version, authority, matter, subject, stage, stageSince, moves, severity, jurisdiction, openedAt, desk: {assignee, watchers, snoozed?}, flags, related, clocks, counts}',
  })
  async read(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<CaseView> {
    return caseView(orCaseProblem(await this.reader.read(caller, id)), this.clock.now());
  }

  @Get(':id/log')
  @Permit('case', 'read')
  @ApiOperation({
    summary: 'The log of a case, oldest first: facts, the reasons that were recorded, and a hash over each line and all before it',
  })
  @ApiOkResponse({ description: '{items: [{sequence, at, type, by, role, facts, words?, withheld?, hash}], next?}' })
  async log(
    @Param('id') id: string,
    @Query() { limit, cursor }: CursorQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Page<LogLineView>> {
    const [after = 0] = readCursor<[number]>(cursor, ['int']) ?? [];
    const found = orCaseProblem(await this.reader.log(caller, id, after, limit + 1));
    const page = pageOf(found.map(logLineView), limit, ({ sequence }) => [sequence]);
    linkNextPage(request, response, page);
    return page;
  }

  @Post(':id/triage')
  @Permit('case', 'triage')
  @HttpCode(200)
  @ApiOperation({ summary: 'Triage: somebody has looked, and the case is to be worked' })
  @ApiOkResponse(CHANGED)
  triage(
    @Param('id') id: string,
    @Body() body: ReasonBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    return this.move('triage', { id, ifMatch }, body, call);
  }

  @Post(':id/investigate')
  @Permit('case', 'investigate')
  @HttpCode(200)
  @ApiOperation({ summary: 'Investigate a triaged case, or go on with one that waited' })
  @ApiOkResponse(CHANGED)
  investigate(
    @Param('id') id: string,
    @Body() body: ReasonBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    return this.move('investigate', { id, ifMatch }, body, call);
  }

  @Post(':id/await-information')
  @Permit('case', 'await-information')
  @HttpCode(200)
  @ApiOperation({ summary: 'Wait for information: nothing can be decided before it comes. Every clock runs on' })
  @ApiOkResponse(CHANGED)
  awaitInformation(
    @Param('id') id: string,
    @Body() body: ReasonBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    return this.move('await-information', { id, ifMatch }, body, call);
  }

  private move(
    move: 'triage' | 'investigate' | 'await-information',
    at: { id: string; ifMatch: number | undefined },
    body: ReasonBody,
    call: WriteCall,
  ): Promise<CaseChanged> {
    return this.steps.take(call, { kind: 'case', action: move, ...at }, (state, context) => decideMove(state, { move, ...body }, context));
  }
}
