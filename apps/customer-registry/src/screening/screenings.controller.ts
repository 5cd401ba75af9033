import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, Permit } from '@tidemark/access';
import {
  at,
  linkNextPage,
  OptionalPurpose,
  orProblem,
  type Page,
  pageOf,
  RequestedBy,
  readCursor,
  tenantOfReader,
  type WriteCall,
} from '@tidemark/edge';
import { Transactions } from '@tidemark/persistence';
import type { ScreenedPerson } from '@tidemark/screening';
import type { Request, Response } from 'express';
import { IdentityAccess } from './identity-access.js';
import { RunScreeningHandler } from './run-screening.handler.js';
import { ScreenBody, ScreeningsQuery } from './screening.dto.js';
import { readResult, ScreeningQuery } from './screening.query.js';
import { SCREENING_REFUSALS } from './screening.refusals.js';
import { type ScreeningSummary, ScreeningView, viewScreening, viewSummary } from './screening.view.js';
import { Screenings } from './screenings.port.js';

@ApiTags('screening')
@ApiBearerAuth()
@Controller('v1/screenings')
export class ScreeningsController {
  constructor(
    private readonly running: RunScreeningHandler,
    private readonly query: ScreeningQuery,
    private readonly screenings: Screenings,
    private readonly transactions: Transactions,
    private readonly identity: IdentityAccess,
    private readonly clock: Clock,
  ) {}

  @Post()
  @Permit('screening', 'run')
  @ApiOperation({ summary: 'Compare somebody with the lists; asked again with the same lists, the answer is the same to the byte' })
  @ApiCreatedResponse({ type: ScreeningView, description: '200 when exactly this was asked before.' })
  async run(
    @Body() { names, kind = 'UNKNOWN', lists, threshold, ...more }: ScreenBody,
    @RequestedBy() call: WriteCall,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ScreeningView> {
    const person: ScreenedPerson = { kind, names: names.map((text) => ({ text: text.normalize('NFC').trim() })), ...more };
    const { id, isNew } = orProblem(
      await this.running.handle(at(this.clock, call), { person, lists, threshold: threshold ?? undefined }),
      SCREENING_REFUSALS,
    );
    response.status(isNew ? 201 : 200);
    response.setHeader('Location', `/v1/screenings/${id}`);
    return viewScreening(caller, orProblem(await this.query.open(caller, id), SCREENING_REFUSALS), true);
  }

  @Get()
  @Permit('screening', 'read')
  @ApiOperation({ summary: 'Screenings, newest first, without who and what' })
  @ApiOkResponse({ description: '{items: [{id, customer?, configuration, threshold, lists, firstAt, firstBy}], next?}' })
  async list(
    @Query() { customer, limit, cursor }: ScreeningsQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Page<ScreeningSummary>> {
    const filter = { customer, limit: limit + 1, before: readCursor<[number, string]>(cursor, ['number', 'uuid']) };
    const found = await this.transactions.read(tenantOfReader(caller), (tx) => this.screenings.list(tx, filter));
    const page = pageOf(found, limit, ({ firstAtMs, id }) => [firstAtMs, id]);
    linkNextPage(request, response, page);
    return { ...page, items: page.items.map((one) => viewSummary(caller, one)) };
  }

  @Get(':id')
  @Permit('screening', 'read')
  @ApiOperation({ summary: 'A screening; of a customer with a purpose, who was compared and why it scored' })
  @ApiOkResponse({ type: ScreeningView })
  async one(
    @Param('id', ParseUUIDPipe) id: string,
    @OptionalPurpose() purpose: string | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<ScreeningView> {
    const opened = orProblem(await this.query.open(caller, id), SCREENING_REFUSALS);
    const { customer } = opened.screening;
    return viewScreening(caller, opened, await this.identity.grant({ caller, purpose, customer, what: `screening/${id}` }));
  }

  @Post(':id/repeat')
  @HttpCode(200)
  @Permit('screening', 'repeat')
  @ApiOperation({ summary: 'Do it again by the recorded facts, list versions and configuration, and compare with the recorded answer' })
  @ApiOkResponse({
    description:
      '{id, equal, recordedSha256?, repeatedSha256?, result?: {matches, complete}}; the optional ones of a customer for a stated purpose alone',
  })
  async repeat(@Param('id', ParseUUIDPipe) id: string, @OptionalPurpose() purpose: string | undefined, @CurrentCaller() caller: Caller) {
    const { screening, result, repeated, equal } = orProblem(await this.query.repeat(caller, id), SCREENING_REFUSALS);
    const { customer } = screening;
    if (!(await this.identity.grant({ caller, purpose, customer, what: `screening/${id}` }))) return { id, equal };
    const { sha256: repeatedSha256, ...again } = readResult(repeated);
    return { id, equal, recordedSha256: readResult(result).sha256, repeatedSha256, result: again };
  }
}
