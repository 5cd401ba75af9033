import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiConsumes, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, Permit } from '@tidemark/access';
import { at, linkNextPage, pageOf, RequestedBy, readCursor, type WriteCall } from '@tidemark/edge';
import type { Request, Response } from 'express';
import { BecauseBody } from '../cases/cases.dto.js';
import { orCaseProblem } from '../refusals.js';
import { AuthorityRequestsHandler, type Question, type RequestChanged } from './authority-requests.handler.js';
import { ENVELOPE_TYPE, type Envelope } from './envelope.js';
import { authorityRequestView, exchangeLine } from './referral.view.js';
import { ReferralIndex } from './referral-index.js';
import { AuthorityAnswerBody, AuthorityRequestBody, ExchangesQuery, envelopeIn } from './referrals.dto.js';
import { SignedDocuments } from './signed-documents.js';

/** What authorities ask each other: recorded on both sides, and answered or refused by a person. */
@ApiTags('referrals')
@ApiBearerAuth()
@Controller('v1/authority-requests')
export class AuthorityRequestsController {
  constructor(
    private readonly handler: AuthorityRequestsHandler,
    private readonly index: ReferralIndex,
    private readonly documents: SignedDocuments,
    private readonly clock: Clock,
  ) {}

  @Post()
  @Permit('referral', 'request')
  @ApiConsumes('application/json', ENVELOPE_TYPE)
  @ApiOperation({ summary: 'Ask another authority about a case, flag or subject; or take in what another installation asks' })
  @ApiCreatedResponse({ description: '{request, case, status}' })
  async ask(@Body() body: AuthorityRequestBody, @RequestedBy() call: WriteCall): Promise<RequestChanged> {
    const envelope = envelopeIn(body);
    const request = at(this.clock, call);
    const { to, about, sections, purpose, legalBasis, case: own } = body;
    const answer =
      envelope === undefined
        ? await this.handler.ask(request, { to, about, sections, purpose, legalBasis, case: own } as Question)
        : await this.handler.takeIn(request, envelope);
    return orCaseProblem<RequestChanged>(answer);
  }

  @Get()
  @Permit('referral', 'read')
  @ApiOperation({ summary: 'Requests of one’s authority, those it made and those it received, latest first' })
  @ApiOkResponse({ description: '{items: [{id, side, other, transport, case, status, at}], next?}' })
  async list(
    @Query() { limit, cursor, side }: ExchangesQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    const after = readCursor<[number, string]>(cursor, ['number', 'uuid']);
    const page = pageOf(await this.index.list(caller, { kind: 'REQUEST', side }, after, limit + 1), limit, ({ atMs, id }) => [atMs, id]);
    linkNextPage(request, response, page);
    return { ...page, items: page.items.map(exchangeLine) };
  }

  @Get(':q')
  @Permit('referral', 'read')
  @ApiOperation({ summary: 'A request from one’s own side, with its answer' })
  @ApiOkResponse({
    description:
      '{id, side, other, transport, about, sections, status, askedAt, askedBy, purpose, legalBasis, case, answer?: {at, reason, rule?, content}}',
  })
  async one(@Param('q') id: string, @CurrentCaller() caller: Caller) {
    const { state, caseId } = await this.documents.caseOf(caller, 'REQUEST', id);
    return { ...authorityRequestView(state.referrals.requests.get(id)!), case: caseId };
  }

  @Get(':q/document')
  @Permit('referral', 'read')
  @ApiProduces(ENVELOPE_TYPE)
  @ApiOperation({ summary: 'One’s own signed request, for the other installation' })
  @ApiOkResponse({ description: '{type, payload, signature, key}: payload is base64 of the canonical JSON that is signed' })
  async document(
    @Param('q') id: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Envelope> {
    const signed = await this.documents.request(caller, id);
    response.type(ENVELOPE_TYPE);
    return signed;
  }

  @Get(':q/answer')
  @Permit('referral', 'read')
  @ApiProduces(ENVELOPE_TYPE)
  @ApiOperation({ summary: 'One’s own signed answer, for the installation that asked' })
  @ApiOkResponse({ description: '{type, payload, signature, key}: payload is base64 of the canonical JSON that is signed' })
  async signedAnswer(
    @Param('q') id: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Envelope> {
    const signed = await this.documents.requestAnswer(caller, id);
    response.type(ENVELOPE_TYPE);
    return signed;
  }

  @Post(':q/answer')
  @Permit('referral', 'receive')
  @HttpCode(200)
  @ApiConsumes('application/json', ENVELOPE_TYPE)
  @ApiOperation({ summary: 'Answer with what the rule allows, by a lead; or take in the other installation’s signed answer' })
  @ApiOkResponse({ description: '{request, case, status}' })
  async answer(@Param('q') id: string, @Body() body: AuthorityAnswerBody, @RequestedBy() call: WriteCall): Promise<RequestChanged> {
    const envelope = envelopeIn(body);
    const request = at(this.clock, call);
    const { sections = [], reason = '', statement } = body;
    const answer =
      envelope === undefined
        ? await this.handler.answer(request, id, { outcome: 'ANSWERED', reason, sections, statement })
        : await this.handler.hear(request, id, envelope);
    return orCaseProblem<RequestChanged>(answer);
  }

  @Post(':q/refusal')
  @Permit('referral', 'answer')
  @HttpCode(200)
  @ApiOperation({ summary: 'Refuse it with a reason, by a lead' })
  @ApiOkResponse({ description: '{request, case, status}' })
  async refuse(@Param('q') id: string, @Body() { reason }: BecauseBody, @RequestedBy() call: WriteCall): Promise<RequestChanged> {
    const reply = { outcome: 'REFUSED', reason, sections: [] } as const;
    return orCaseProblem<RequestChanged>(await this.handler.answer(at(this.clock, call), id, reply));
  }
}
