import { randomBytes, randomUUID } from 'node:crypto';
import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post, Res, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import {
  type CaseContext,
  type CaseDecision,
  type CaseEvent,
  type CaseState,
  decideReferral,
  decideReferralApproval,
  decideReferralRefusal,
  decideReferralWithdrawal,
  referralPayload,
  refusal,
} from '@tidemark/domain';
import { IfMatch, OptionalPurpose, RequestedBy, type WriteCall } from '@tidemark/edge';
import type { Response } from 'express';
import { AuthorityBook } from '../authorities/authority-book.js';
import { CaseReader } from '../case-log/case-reader.js';
import { type CaseChanged, CaseSteps } from '../case-log/case-steps.js';
import { CaseWrites, type OpenCase } from '../case-log/case-writes.js';
import { VersionTag } from '../case-log/version-tag.js';
import { BecauseBody } from '../cases/cases.dto.js';
import { orCaseProblem } from '../refusals.js';
import { manifestOf, type ReferralDocument } from './documents.js';
import { ENVELOPE_TYPE, type Envelope } from './envelope.js';
import { referralView } from './referral.view.js';
import { newCaseId, openForReferral, ReferralPost } from './referral-post.js';
import { ProposeReferralBody } from './referrals.dto.js';
import { SignedDocuments } from './signed-documents.js';

const SALT_BYTES = 16;

/** Referring a case to another authority: proposed by one, let go by another, and then only what the rule for that authority lets go. */
@ApiTags('referrals')
@ApiBearerAuth()
@UseInterceptors(VersionTag)
@Controller('v1/cases/:id/referrals')
export class CaseReferralsController {
  constructor(
    private readonly steps: CaseSteps,
    private readonly writes: CaseWrites,
    private readonly reader: CaseReader,
    private readonly book: AuthorityBook,
    private readonly post: ReferralPost,
    @Inject(SignedDocuments) private readonly documents: SignedDocuments,
  ) {}

  @Post()
  @Permit('referral', 'propose')
  @ApiOperation({ summary: 'Propose to refer the case to another authority, with the sections that are to go' })
  @ApiCreatedResponse({ description: '{case, version, stage, made: id of the referral}' })
  propose(
    @Param('id') id: string,
    @Body() { to, ...body }: ProposeReferralBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const referral = randomUUID();
    return this.steps.take(call, { kind: 'referral', action: 'propose', id, ifMatch, made: referral }, async (state, context, { tx }) => {
      const authority = await this.book.find(tx, to);
      if (authority === undefined) return refusal('AUTHORITY_UNKNOWN', 'No such authority is registered.');
      return decideReferral(state, { referral, to: authority, ...body }, context);
    });
  }

  @Get()
  @Permit('referral', 'read')
  @ApiOperation({ summary: 'Referrals of the case, and those that it came from' })
  @ApiOkResponse({
    description:
      '{items: [{id, side, other, transport, rule, sections, status, since, content?, hash?, receivedAt?, answer?: {outcome, words, at}}]}',
  })
  async list(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<{ items: object[] }> {
    const { referrals } = orCaseProblem(await this.reader.read(caller, id));
    return { items: [...referrals.referrals.values()].map(referralView) };
  }

  @Post(':r/approval')
  @Permit('referral', 'approve')
  @HttpCode(200)
  @ApiOperation({ summary: 'Refer it, by another person: what goes is laid down and, to another installation, signed' })
  @ApiOkResponse({ description: '{case, version, stage}' })
  approve(
    @Param('id') id: string,
    @Param('r') referral: string,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    return this.steps.take(
      call,
      { kind: 'referral', action: 'approve', id, ifMatch, earlier: proposerOf(referral) },
      (state, context, open) => this.letGo(state, context, open, referral),
    );
  }

  @Post(':r/refusal')
  @Permit('referral', 'refuse')
  @HttpCode(200)
  @ApiOperation({ summary: 'Refuse to refer it, by another person' })
  @ApiOkResponse({ description: '{case, version, stage}' })
  refuse(
    @Param('id') id: string,
    @Param('r') referral: string,
    @Body() { reason }: BecauseBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    return this.steps.take(call, { kind: 'referral', action: 'refuse', id, ifMatch, earlier: proposerOf(referral) }, (state, context) =>
      decideReferralRefusal(state, { referral, reason }, context),
    );
  }

  @Post(':r/withdrawal')
  @Permit('referral', 'propose')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take a proposal back; or, once it went, wait for its answer no longer' })
  @ApiOkResponse({ description: '{case, version, stage}' })
  withdraw(
    @Param('id') id: string,
    @Param('r') referral: string,
    @Body() { reason }: BecauseBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    return this.steps.take(call, { kind: 'referral', action: 'propose', id, ifMatch }, (state, context) =>
      decideReferralWithdrawal(state, { referral, reason }, context),
    );
  }

  @Get(':r/bundle')
  @Permit('referral', 'receive')
  @Header('Cache-Control', 'no-store')
  @ApiProduces(ENVELOPE_TYPE)
  @ApiOperation({
    summary: 'The signed bundle for the other installation, the same bytes each time; with identities in it each download is logged',
  })
  @ApiOkResponse({ description: '{type, payload, signature, key}: payload is base64 of the canonical JSON that is signed' })
  async bundle(
    @Param('id') id: string,
    @Param('r') referral: string,
    @OptionalPurpose() purpose: string | undefined,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Envelope> {
    const bundle = await this.documents.bundle(caller, { caseId: id, referral, purpose });
    response.type(ENVELOPE_TYPE);
    return bundle;
  }

  private async letGo(state: CaseState, context: CaseContext, open: OpenCase, id: string): Promise<CaseDecision<CaseEvent>> {
    const referral = state.referrals.referrals.get(id);
    if (referral?.proposed === undefined || referral.status !== 'proposed')
      return decideReferralApproval(state, { referral: id, payload: { sections: {} }, sealed: { hash: '' } }, context);
    const payload = referralPayload(state, referral, { salt: randomBytes(SALT_BYTES).toString('base64'), now: context.now });
    if ('refused' in payload) return payload;
    const document: ReferralDocument = { ...payload, manifest: manifestOf(payload.sections) };
    const sealed = await this.post.seal(open.tx, document, referral.transport);
    if ('refused' in sealed) return sealed;
    const decision = decideReferralApproval(state, { referral: id, payload: document, sealed }, context);
    if ('refused' in decision || referral.transport === 'INSTALLATION') return decision;
    const to = await this.book.find(open.tx, referral.other);
    if (to?.kind !== 'TENANT') return refusal('AUTHORITY_UNKNOWN', 'That authority no longer works in this installation.');
    const arrived = { id: newCaseId(), payload: document, sealed, to, transport: 'TENANT' as const };
    // The same transaction: it goes and arrives, or neither.
    await this.writes.openAsCasework(
      context.now,
      arrived.id,
      async (there) => {
        const refused = there.apply(openForReferral(there, arrived, there.context));
        if (refused) throw new Error(`a referral did not arrive: ${refused.refused.code}`);
      },
      open.tx,
    );
    return decision;
  }
}

const proposerOf =
  (id: string) =>
  ({ referrals }: CaseState): readonly string[] => {
    const proposed = referrals.referrals.get(id)?.proposed;
    return proposed === undefined ? [] : [proposed.person];
  };
