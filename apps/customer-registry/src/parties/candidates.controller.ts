import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, Permit } from '@tidemark/access';
import {
  at,
  isoOf,
  linkNextPage,
  orProblem,
  type Page,
  Purpose,
  pageOf,
  problemOf,
  RequestedBy,
  readCursor,
  type WriteCall,
} from '@tidemark/edge';
import { Transactions } from '@tidemark/persistence';
import type { PersonScore } from '@tidemark/screening';
import type { Request, Response } from 'express';
import { IdentityReads } from '../registry/identity-reads.js';
import { RegistryWrites } from '../registry/registry-writes.js';
import { JudgeRecordsHandler } from './judge-records.handler.js';
import { PairWords } from './pair-words.js';
import { type JudgementAnswer, viewJudged } from './parties.controller.js';
import { PARTY_REFUSALS } from './parties.refusals.js';
import { CandidateQuery, DecideCandidate, PurposeQuery } from './party.dto.js';
import { type PartyCandidate, PartyCandidates } from './party-candidates.port.js';

const SCHEME = { oversight: true } as const;

interface CandidateView {
  id: string;
  left: string;
  right: string;
  state: string;
  score: number;
  agree: readonly string[];
  contradictions: readonly string[];
  raisedAt: string;
  changedAt: string;
  decidedBy?: string;
}

/** For a stated purpose: what the score is made of, in words. Absent: one of the persons was erased. */
type ExplainedView = CandidateView & Partial<Pick<PersonScore, 'features' | 'matchedName'>>;

/** Work items of the scheme's analysts: pairs of records that may be one person. */
@ApiTags('parties')
@ApiBearerAuth()
@Controller('v1/parties/candidates')
export class CandidatesController {
  constructor(
    private readonly writes: RegistryWrites,
    private readonly transactions: Transactions,
    private readonly handler: JudgeRecordsHandler,
    private readonly candidates: PartyCandidates,
    private readonly words: PairWords,
    private readonly reads: IdentityReads,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Permit('party-candidate', 'read')
  @ApiOperation({ summary: 'Pairs of records that may be one person, in the order in which they were found; without identity' })
  @ApiOkResponse({
    description: '{items: [{id, left, right, state, score, agree, contradictions, raisedAt, changedAt, decidedBy?}], next?}',
  })
  async list(
    @Query() { limit, cursor, state, customer }: CandidateQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Page<CandidateView>> {
    const filter = {
      state,
      record: customer?.toLowerCase(),
      limit: limit + 1,
      after: readCursor<[number, string]>(cursor, ['number', 'uuid']),
    };
    const found = await this.transactions.read(SCHEME, (tx) => this.candidates.list(tx, filter));
    const page = pageOf(found, limit, ({ raisedAtMs, id }) => [raisedAtMs, id]);
    linkNextPage(request, response, page);
    return { ...page, items: page.items.map(viewCandidate) };
  }

  @Get(':id')
  @Permit('party-candidate', 'read')
  @ApiOperation({ summary: 'Why two records may be one person; for a stated purpose, and logged for both records' })
  @ApiOkResponse({ description: 'As in the list, with {features: [{feature, weight, reason}], matchedName}' })
  async one(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() _: PurposeQuery,
    @Purpose() purpose: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ExplainedView> {
    const candidate = await this.transactions.read(SCHEME, (tx) => this.candidates.find(tx, id.toLowerCase()));
    if (!candidate) throw problemOf({ code: 'CANDIDATE_UNKNOWN', detail: 'There is no such candidate.' }, PARTY_REFUSALS);
    const atMs = this.clock.now();
    await this.reads.record(
      [candidate.left, candidate.right].map((customer) => ({ caller, purpose, customer, what: `candidate/${id}`, atMs })),
    );
    response.setHeader('Cache-Control', 'no-store');
    const { why } = candidate;
    const words =
      why && (await this.transactions.read(SCHEME, (tx) => this.words.open<Partial<PersonScore>>(tx, candidate, 'party-candidate', why)));
    return { ...viewCandidate(candidate), ...words };
  }

  @Post(':id/decision')
  @HttpCode(200)
  @Permit('party-candidate', 'decide')
  @ApiOperation({ summary: 'Decide about an open candidate: a judgement about its two records. Says what moved' })
  @ApiOkResponse({ description: 'As POST /v1/parties/judgements' })
  async decide(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() decision: DecideCandidate,
    @RequestedBy() call: WriteCall,
  ): Promise<JudgementAnswer> {
    const judged = await this.writes.run(at(this.clock, call), (write) => this.handler.decide(write, id.toLowerCase(), decision));
    return viewJudged(orProblem(judged, PARTY_REFUSALS));
  }
}

function viewCandidate({
  id,
  left,
  right,
  state,
  score,
  agree,
  contradictions,
  raisedAtMs,
  changedAtMs,
  decidedBy,
}: PartyCandidate): CandidateView {
  const times = { raisedAt: isoOf(raisedAtMs), changedAt: isoOf(changedAtMs) };
  return { id, left, right, state, score, agree, contradictions, ...times, ...(decidedBy === undefined ? {} : { decidedBy }) };
}
