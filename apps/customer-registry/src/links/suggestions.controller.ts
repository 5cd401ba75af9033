import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, orProblem as orTenancyProblem, Permit, resolveScopedId } from '@tidemark/access';
import { SUGGESTION_WEIGHTS_V1, scoreSuggestion } from '@tidemark/domain';
import {
  at,
  CursorQuery,
  isoOf,
  linkNextPage,
  OptionalInstant,
  orProblem,
  type Page,
  pageOf,
  RequestedBy,
  readCursor,
  tenantOfReader,
  type WriteCall,
} from '@tidemark/edge';
import { Transactions } from '@tidemark/persistence';
import { IsIn, IsOptional, IsString, IsUUID, Length, MaxLength } from 'class-validator';
import type { Request, Response } from 'express';
import { RegistryWrites } from '../registry/registry-writes.js';
import { DecideSuggestionHandler } from './decide-suggestion.handler.js';
import { shownAccount } from './link.view.js';
import { type LinkSuggestion, LinkSuggestions, SUGGESTION_STATES, type SuggestionState } from './link-suggestions.port.js';
import { LINK_REFUSALS } from './links.refusals.js';

class SuggestionQuery extends CursorQuery {
  @ApiPropertyOptional({ enum: SUGGESTION_STATES })
  @IsOptional()
  @IsIn(SUGGESTION_STATES)
  state?: SuggestionState;

  @ApiPropertyOptional({ description: '`provider/id` where the caller may see several providers.' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  account?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  customer?: string;
}

class DecideSuggestion {
  @ApiProperty({ enum: ['CONFIRMED', 'DISMISSED'] })
  @IsIn(['CONFIRMED', 'DISMISSED'])
  decision!: 'CONFIRMED' | 'DISMISSED';

  @ApiProperty({ description: 'In words. Kept sealed.' })
  @IsString()
  @Length(1, 2000)
  reason!: string;

  @OptionalInstant('Of the link that a confirmation makes; needed then.')
  from?: number;

  @OptionalInstant('Exclusive. Absent: without a known end.')
  to?: number;
}

@ApiTags('links')
@ApiBearerAuth()
@Controller('v1/links/suggestions')
export class SuggestionsController {
  constructor(
    private readonly writes: RegistryWrites,
    private readonly transactions: Transactions,
    private readonly handler: DecideSuggestionHandler,
    private readonly suggestions: LinkSuggestions,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Permit('link-suggestion', 'read')
  @ApiOperation({ summary: 'Accounts that may be a customer’s, each with its score and every reason for and against' })
  @ApiOkResponse({
    description:
      '{items: [{id, account, customer, state, probability, strength, weights, reasons: [{feature, level, m, u, bits, reason}], raisedAt, decidedBy?, link?}], next?}',
  })
  async list(
    @Query() { state, account, customer, limit, cursor }: SuggestionQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Page<object>> {
    const scoped = account === undefined ? undefined : orTenancyProblem(resolveScopedId(caller, account));
    const after = readCursor<[number, string]>(cursor, ['number', 'uuid']);
    const filter = { state, customer, provider: scoped?.provider, account: scoped?.id, limit: limit + 1, after };
    const found = await this.transactions.read(tenantOfReader(caller), (tx) => this.suggestions.list(tx, filter));
    const page = pageOf(found, limit, ({ raisedAtMs, id }) => [raisedAtMs, id]);
    linkNextPage(request, response, page);
    return { ...page, items: page.items.map((one) => viewSuggestion(caller, one)) };
  }

  @Post(':id/decision')
  @HttpCode(200)
  @Permit('link-suggestion', 'decide')
  @ApiOperation({ summary: 'Confirm a suggestion, which makes the link, or dismiss it for good' })
  @ApiOkResponse({ description: 'As in the list.' })
  async decide(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { decision, reason, from, to }: DecideSuggestion,
    @CurrentCaller() caller: Caller,
    @RequestedBy() call: WriteCall,
  ) {
    const wanted = { id, decision, reason, fromMs: from, toMs: to };
    const answer = await this.writes.run(at(this.clock, call), (write) => this.handler.decide(write, wanted));
    return viewSuggestion(caller, orProblem(answer, LINK_REFUSALS).suggestion);
  }
}

/** The score again from what was compared: the reasons add up to it. */
function viewSuggestion(caller: Caller, { provider, account, raisedAtMs, levels, ...suggestion }: LinkSuggestion) {
  return {
    ...suggestion,
    account: shownAccount(caller, provider, account),
    reasons: scoreSuggestion(levels, SUGGESTION_WEIGHTS_V1).reasons,
    raisedAt: isoOf(raisedAtMs),
  };
}
