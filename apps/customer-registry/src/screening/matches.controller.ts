import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, Permit } from '@tidemark/access';
import {
  at,
  IfMatch,
  linkNextPage,
  OptionalPurpose,
  orProblem,
  type Page,
  pageOf,
  problemOf,
  RequestedBy,
  readCursor,
  tagVersion,
  tenantOfReader,
  type WriteCall,
} from '@tidemark/edge';
import { Transactions } from '@tidemark/persistence';
import { ownerOfCustomer, SealingKeys } from '@tidemark/sealing';
import type { Request, Response } from 'express';
import { RegistryWrites } from '../registry/registry-writes.js';
import { DecideMatchHandler } from './decide-match.handler.js';
import { IdentityAccess } from './identity-access.js';
import { MatchSummary, MatchView, viewMatch, viewMatchInFull } from './match.view.js';
import { ScreeningMatches } from './matches.port.js';
import { DecideMatch, MatchesQuery } from './screening.dto.js';
import { SCREENING_REFUSALS } from './screening.refusals.js';
import { openWith, ownersOf } from './sealed-match.js';

@ApiTags('screening')
@ApiBearerAuth()
@Controller('v1/screenings/matches')
export class MatchesController {
  constructor(
    private readonly writes: RegistryWrites,
    private readonly transactions: Transactions,
    private readonly matches: ScreeningMatches,
    private readonly handler: DecideMatchHandler,
    private readonly keys: SealingKeys,
    private readonly identity: IdentityAccess,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Permit('match', 'read')
  @ApiOperation({ summary: 'Customers who may be on a list, in the order in which it was found; without identity' })
  @ApiOkResponse({ description: '{items: [MatchSummary], next?}' })
  async list(
    @Query() { limit, cursor, ...filter }: MatchesQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Page<MatchSummary>> {
    const asked = { ...filter, limit: limit + 1, after: readCursor<[number, string]>(cursor, ['number', 'uuid']) };
    const { found, keys } = await this.transactions.read(tenantOfReader(caller), async (tx) => {
      const matches = await this.matches.list(tx, asked);
      return { found: matches, keys: await this.keys.findAll(tx, ownersOf(matches)) };
    });
    const page = pageOf(found, limit, ({ raisedAtMs, id }) => [raisedAtMs, id]);
    linkNextPage(request, response, page);
    return { ...page, items: page.items.map((match) => viewMatch(caller, match, openWith(keys, match))) };
  }

  @Get(':id')
  @Permit('match', 'read')
  @ApiOperation({ summary: 'A match and what became of it; with a purpose, why it scored and why it was decided so' })
  @ApiOkResponse({ type: MatchView })
  async one(
    @Param('id', ParseUUIDPipe) id: string,
    @OptionalPurpose() purpose: string | undefined,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MatchView> {
    const opened = await this.open(caller, id);
    const { match } = opened;
    tagVersion(response, match.version);
    const granted = await this.identity.grant({ caller, purpose, customer: match.customer, what: `match/${id}` });
    return viewMatchInFull(caller, opened, granted);
  }

  @Post(':id/decision')
  @HttpCode(200)
  @Permit('match', 'decide')
  @ApiOperation({ summary: 'Decide about an open match, for the facts as they are, or open a decided one again' })
  @ApiOkResponse({ type: MatchSummary })
  async decide(
    @Param('id', ParseUUIDPipe) match: string,
    @Body() { decision, reason }: DecideMatch,
    @IfMatch() ifMatch: number | undefined,
    @CurrentCaller() caller: Caller,
    @RequestedBy() call: WriteCall,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MatchSummary> {
    const answer = await this.writes.run(at(this.clock, call), async (write) => {
      const decided = await this.handler.decide(write, { match, decision, reason, ifMatch });
      // Kept for repeats in the clear: which entry it is says who the customer may be.
      return 'refused' in decided ? decided : viewMatch(caller, decided, undefined);
    });
    const view = orProblem(answer, SCREENING_REFUSALS);
    tagVersion(response, view.version);
    return view;
  }

  private open(caller: Caller, id: string) {
    return this.transactions.read(tenantOfReader(caller), async (tx) => {
      const match = await this.matches.find(tx, id);
      if (!match) throw problemOf({ code: 'MATCH_UNKNOWN', detail: 'There is no such match.' }, SCREENING_REFUSALS);
      const key = await this.keys.find(tx, ownerOfCustomer(match.customer));
      return { match, events: await this.matches.events(tx, id), key };
    });
  }
}
