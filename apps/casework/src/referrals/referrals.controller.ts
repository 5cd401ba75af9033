import { Body, Controller, Get, Header, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiConsumes, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, Permit } from '@tidemark/access';
import { at, linkNextPage, OptionalPurpose, pageOf, RequestedBy, readCursor, type WriteCall } from '@tidemark/edge';
import type { Request, Response } from 'express';
import { orCaseProblem } from '../refusals.js';
import { ENVELOPE_TYPE, type Envelope } from './envelope.js';
import { exchangeLine, referralView } from './referral.view.js';
import { ReferralIndex } from './referral-index.js';
import { EnvelopeBody, ExchangesQuery, envelopeIn, ReceiptBody, ReferralAnswerBody } from './referrals.dto.js';
import { type ReferralChanged, ReferralsHandler } from './referrals.handler.js';
import { SignedDocuments } from './signed-documents.js';

/** Referrals as they stand between two authorities. Each sees its own side. */
@ApiTags('referrals')
@ApiBearerAuth()
@Controller('v1/referrals')
export class ReferralsController {
  constructor(
    private readonly handler: ReferralsHandler,
    private readonly index: ReferralIndex,
    private readonly documents: SignedDocuments,
    private readonly clock: Clock,
  ) {}

  @Post()
  @Permit('referral', 'receive')
  @ApiConsumes(ENVELOPE_TYPE, 'application/json')
  @ApiOperation({
    summary: 'Take in the bundle of another installation: its signature is checked, a case is opened; the same again changes nothing',
  })
  @ApiCreatedResponse({ description: '{referral, case, status}' })
  async takeIn(@Body() body: EnvelopeBody, @RequestedBy() call: WriteCall): Promise<ReferralChanged> {
    return orCaseProblem<ReferralChanged>(await this.handler.takeIn(at(this.clock, call), body));
  }

  @Get()
  @Permit('referral', 'read')
  @ApiOperation({ summary: 'Referrals of one’s authority, latest first' })
  @ApiOkResponse({ description: '{items: [{id, side, other, transport, case, status, at}], next?}' })
  async list(
    @Query() { limit, cursor, side }: ExchangesQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    const after = readCursor<[number, string]>(cursor, ['number', 'uuid']);
    const page = pageOf(await this.index.list(caller, { kind: 'REFERRAL', side }, after, limit + 1), limit, ({ atMs, id }) => [atMs, id]);
    linkNextPage(request, response, page);
    return { ...page, items: page.items.map(exchangeLine) };
  }

  @Get(':r')
  @Permit('referral', 'read')
  @ApiOperation({ summary: 'A referral from one’s own side, without the identities in it' })
  @ApiOkResponse({
    description: '{id, side, other, transport, rule, sections, status, since, content?, hash?, receivedAt?, answer?: {outcome, words, at}}',
  })
  async one(@Param('r') id: string, @CurrentCaller() caller: Caller) {
    const { state, caseId } = await this.documents.caseOf(caller, 'REFERRAL', id);
    return { ...referralView(state.referrals.referrals.get(id)!), case: caseId };
  }

  @Get(':r/identities')
  @Permit('referral', 'answer')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'The identities that came with it, for a stated purpose; each read is logged' })
  @ApiOkResponse({ description: '{salt, identities: [{NAMES?, IDENTIFIERS?, ...}]}' })
  identities(
    @Param('r') referral: string,
    @OptionalPurpose() purpose: string | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<object> {
    return this.documents.identities(caller, { referral, purpose });
  }

  @Get(':r/receipt')
  @Permit('referral', 'read')
  @ApiProduces(ENVELOPE_TYPE)
  @ApiOperation({ summary: 'One’s own signed receipt, for the installation that sent it' })
  @ApiOkResponse({ description: '{type, payload, signature, key}: payload is base64 of the canonical JSON that is signed' })
  async receipt(
    @Param('r') id: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Envelope> {
    const signed = await this.documents.receipt(caller, id);
    response.type(ENVELOPE_TYPE);
    return signed;
  }

  @Get(':r/answer')
  @Permit('referral', 'read')
  @ApiProduces(ENVELOPE_TYPE)
  @ApiOperation({ summary: 'One’s own signed answer, for the installation that sent it' })
  @ApiOkResponse({ description: '{type, payload, signature, key}: payload is base64 of the canonical JSON that is signed' })
  async answer(@Param('r') id: string, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) response: Response): Promise<Envelope> {
    const signed = await this.documents.answer(caller, id);
    response.type(ENVELOPE_TYPE);
    return signed;
  }

  @Post(':r/receipt')
  @Permit('referral', 'receive')
  @HttpCode(200)
  @ApiConsumes('application/json', ENVELOPE_TYPE)
  @ApiOperation({ summary: 'Say that a referral was received; or take in the other installation’s signed receipt of one’s own' })
  @ApiOkResponse({ description: '{referral, case, status}' })
  async acknowledge(@Param('r') id: string, @Body() body: ReceiptBody, @RequestedBy() call: WriteCall): Promise<ReferralChanged> {
    return orCaseProblem<ReferralChanged>(await this.handler.receipt(at(this.clock, call), id, envelopeIn(body)));
  }

  @Post(':r/answer')
  @Permit('referral', 'receive')
  @HttpCode(200)
  @ApiConsumes('application/json', ENVELOPE_TYPE)
  @ApiOperation({ summary: 'Answer a referral, by a lead; or take in the other installation’s signed answer to one’s own' })
  @ApiOkResponse({ description: '{referral, case, status}' })
  async reply(@Param('r') id: string, @Body() body: ReferralAnswerBody, @RequestedBy() call: WriteCall): Promise<ReferralChanged> {
    const { outcome, words } = body;
    const own = outcome === undefined || words === undefined ? undefined : { outcome, words };
    return orCaseProblem<ReferralChanged>(await this.handler.answer(at(this.clock, call), id, own, envelopeIn(body)));
  }
}
