import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clock, Permit } from '@tidemark/access';
import { at, isoOf, linkNextPage, orProblem, type Page, pageOf, problemOf, RequestedBy, readCursor, type WriteCall } from '@tidemark/edge';
import { Transactions } from '@tidemark/persistence';
import type { Request, Response } from 'express';
import { RegistryWrites } from '../registry/registry-writes.js';
import { type JudgedRecords, JudgeRecordsHandler } from './judge-records.handler.js';
import { PARTY_REFUSALS } from './parties.refusals.js';
import { JudgeRecords, PartiesQuery, PartyQuery } from './party.dto.js';
import { type MoveView, PartyReader, type PartyView } from './party-reader.js';

const SCHEME = { oversight: true } as const;

/** Who is behind the records of all providers. Of the scheme alone: no role of a provider stands in the permissions of these routes. */
@ApiTags('parties')
@ApiBearerAuth()
@Controller('v1/parties')
export class PartiesController {
  constructor(
    private readonly writes: RegistryWrites,
    private readonly transactions: Transactions,
    private readonly handler: JudgeRecordsHandler,
    private readonly reader: PartyReader,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Permit('party', 'read')
  @ApiOperation({ summary: 'Parties and the records resolved to them, by id; without identity' })
  @ApiOkResponse({ description: '{items: [{id, records: [{customer, provider, cause, since}]}], next?}' })
  async list(
    @Query() { limit, cursor, customer }: PartiesQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Page<Pick<PartyView, 'id' | 'records'>>> {
    const [after] = readCursor<[string]>(cursor, ['text']) ?? [''];
    const found = await this.transactions.read(SCHEME, (tx) =>
      this.reader.list(tx, { after, limit: limit + 1, customer: customer?.toLowerCase() }),
    );
    const page = pageOf(found, limit, ({ id }) => [id]);
    linkNextPage(request, response, page);
    return page;
  }

  @Post('judgements')
  @HttpCode(200)
  @Permit('party', 'judge')
  @ApiOperation({ summary: 'Judge whether two records are one person; the latest judgement of a pair holds. Says what moved' })
  @ApiOkResponse({
    description: '{left, right, judgement, knownAt, moved: [{record, from, to, cause}], blocked: [{left, right, against}]}',
  })
  async judge(@Body() { left, right, judgement, reason }: JudgeRecords, @RequestedBy() call: WriteCall): Promise<JudgementAnswer> {
    const command = { one: left.toLowerCase(), other: right.toLowerCase(), judgement, reason };
    return viewJudged(
      orProblem(await this.writes.run(at(this.clock, call), (write) => this.handler.judge(write, command)), PARTY_REFUSALS),
    );
  }

  @Get(':id')
  @Permit('party', 'read')
  @ApiOperation({ summary: 'A party as known at a time: its records, what was judged about them, what stands against a join' })
  @ApiOkResponse({ description: '{id, knownAt?, records, mergedInto?, judgements: [...], blocked: [...]}' })
  async one(@Param('id', ParseUUIDPipe) id: string, @Query() { knownAt }: PartyQuery): Promise<PartyView> {
    return this.requireParty(await this.transactions.read(SCHEME, (tx) => this.reader.party(tx, id.toLowerCase(), knownAt)));
  }

  @Get(':id/history')
  @Permit('party', 'read')
  @ApiOperation({ summary: 'Every record that came to the party or left it, in the order in which it became known' })
  @ApiOkResponse({ description: '{items: [{record, provider, from?, to, cause, knownAt}], next?}' })
  async history(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { limit, cursor }: PartiesQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Page<MoveView>> {
    const [after] = readCursor<[number]>(cursor, ['number']) ?? [0];
    const found = await this.transactions.read(SCHEME, (tx) => this.reader.history(tx, id.toLowerCase(), { after, limit: limit + 1 }));
    if (after === 0) this.requireParty(found[0]);
    const page = pageOf(found, limit, ({ number }) => [number]);
    linkNextPage(request, response, page);
    return page;
  }

  private requireParty<Found>(found: Found | undefined): Found {
    if (found === undefined) throw problemOf({ code: 'PARTY_UNKNOWN', detail: 'There is no such party.' }, PARTY_REFUSALS);
    return found;
  }
}

export type JudgementAnswer = Omit<JudgedRecords, 'knownAtMs'> & { knownAt: string };

export const viewJudged = ({ knownAtMs, ...judged }: JudgedRecords): JudgementAnswer => ({ ...judged, knownAt: isoOf(knownAtMs) });
