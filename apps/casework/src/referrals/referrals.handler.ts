import { Inject, Injectable } from '@nestjs/common';
import { requirePermission } from '@tidemark/access';
import {
  type CaseContext,
  type CaseDecision,
  type CaseEvent,
  type CaseState,
  decideAnswerTaken,
  decideReceipt,
  decideReceiptTaken,
  decideReferralAnswer,
  type ReferralOutcome,
} from '@tidemark/domain';
import { type Refused, refuse } from '@tidemark/edge';
import { AuthorityBook } from '../authorities/authority-book.js';
import { authorityOf, HOME_AUTHORITY } from '../case-log/acting.js';
import type { CaseRequest } from '../case-log/case-writes.js';
import { type CrossCase, CrossCaseWrites } from './cross-case-writes.js';
import type { Envelope } from './envelope.js';
import { type ExchangeRow, ReferralIndex } from './referral-index.js';
import { conflictWith, newCaseId, openForReferral, ReferralPost } from './referral-post.js';
import { answerDocument, receiptDocument, unknownReferral } from './signed-documents.js';

export interface ReferralChanged {
  referral: string;
  case: string;
  status: string;
}

/** What becomes of a referral between two authorities: each side's log says its own part, in one transaction where both are here. */
@Injectable()
export class ReferralsHandler {
  constructor(
    private readonly writes: CrossCaseWrites,
    private readonly index: ReferralIndex,
    private readonly book: AuthorityBook,
    private readonly post: ReferralPost,
    @Inject(HOME_AUTHORITY) private readonly home: string,
  ) {}

  /** A bundle of another installation. The same one again changes nothing and answers the same. */
  takeIn(request: CaseRequest, envelope: Envelope): Promise<ReferralChanged | Refused> {
    const authority = authorityOf(request.caller, this.home);
    return this.writes.run<ReferralChanged>(request, async (cross) => {
      const taken = await this.post.open(cross.tx, 'tidemark.referral.v1', envelope, authority);
      if ('refused' in taken) return taken;
      const { document: payload, sealed } = taken;
      await this.index.hold(cross.tx, payload.referral);
      const earlier = await this.index.earlier(cross.tx, authority, payload.referral);
      if (earlier !== undefined)
        return conflictWith(earlier, { kind: 'REFERRAL', from: payload.from, hash: sealed.hash }) ?? takenBefore(earlier);
      const to = (await this.book.find(cross.tx, authority)) ?? { id: authority, name: authority, kind: 'TENANT', jurisdictions: [] };
      const id = newCaseId();
      const after = await cross.begin(id, (_, context, open) =>
        openForReferral(open, { id, payload, sealed, to, transport: 'INSTALLATION' }, context),
      );
      return 'refused' in after ? after : changedOf(payload.referral, after);
    });
  }

  /** Of what was received: that it was. Of what was sent: the other installation's signed word. */
  receipt(request: CaseRequest, id: string, envelope: Envelope | undefined): Promise<ReferralChanged | Refused> {
    return this.inOwnCase(request, id, envelope, {
      say: async (cross, row) => {
        const said = receiptDocument({ referral: id, from: row.authority, to: row.other, at: cross.nowMs, bundle: row.hash! });
        const sealed = row.transport === 'INSTALLATION' ? await this.post.seal(cross.tx, said, row.transport) : undefined;
        if (sealed !== undefined && 'refused' in sealed) return sealed;
        return this.bothSides(cross, row, {
          own: (state, context) => decideReceipt(state, { referral: id, sealed }, context),
          theirs: (state, context) => decideReceiptTaken(state, { referral: id, receivedAt: cross.nowMs }, context),
        });
      },
      hear: async (cross, row, signed) => {
        const taken = await this.post.open(cross.tx, 'tidemark.referral-receipt.v1', signed, row.authority);
        if ('refused' in taken) return taken;
        const { referral, from, receivedAtMs, bundle } = taken.document;
        if (referral !== id || from !== row.other || bundle !== row.hash)
          return refuse('REFERRAL_CONFLICT', 'It is the receipt of something else.');
        return cross.decide(row.caseId, (state, context) => decideReceiptTaken(state, { referral: id, receivedAt: receivedAtMs }, context));
      },
    });
  }

  answer(
    request: CaseRequest,
    id: string,
    own: { outcome: ReferralOutcome; words: string } | undefined,
    envelope: Envelope | undefined,
  ): Promise<ReferralChanged | Refused> {
    return this.inOwnCase(request, id, envelope, {
      say: async (cross, row) => {
        requirePermission(request.caller, 'referral', 'answer', { provider: undefined });
        if (own === undefined) return refuse('REFERRAL_WORD_EXPECTED', 'Say what becomes of it.');
        const said = answerDocument({ referral: id, from: row.authority, to: row.other, at: cross.nowMs, ...own });
        const sealed = row.transport === 'INSTALLATION' ? await this.post.seal(cross.tx, said, row.transport) : undefined;
        if (sealed !== undefined && 'refused' in sealed) return sealed;
        return this.bothSides(cross, row, {
          own: (state, context) => decideReferralAnswer(state, { referral: id, ...own, sealed }, context),
          theirs: (state, context) => decideAnswerTaken(state, { referral: id, ...own, answeredAt: cross.nowMs }, context),
        });
      },
      hear: async (cross, row, signed) => {
        const taken = await this.post.open(cross.tx, 'tidemark.referral-answer.v1', signed, row.authority);
        if ('refused' in taken) return taken;
        const { referral, from, answeredAtMs: answeredAt, outcome, words } = taken.document;
        if (referral !== id || from !== row.other) return refuse('REFERRAL_CONFLICT', 'It is the answer to something else.');
        return cross.decide(row.caseId, (state, context) =>
          decideAnswerTaken(state, { referral: id, outcome, words, answeredAt }, context),
        );
      },
    });
  }

  private inOwnCase(
    request: CaseRequest,
    id: string,
    envelope: Envelope | undefined,
    { say, hear }: { say(cross: CrossCase, row: ExchangeRow): Step; hear(cross: CrossCase, row: ExchangeRow, signed: Envelope): Step },
  ): Promise<ReferralChanged | Refused> {
    return this.writes.run<ReferralChanged>(request, async (cross) => {
      const row = await this.index.find(cross.tx, authorityOf(request.caller, this.home), 'REFERRAL', id);
      if (row === undefined) return unknownReferral();
      if (row.side === 'RECEIVED' && envelope !== undefined) return refuse('REFERRAL_WORD_EXPECTED', 'You received it: say it yourself.');
      if (row.side === 'SENT' && envelope === undefined)
        return refuse('REFERRAL_DOCUMENT_EXPECTED', 'You sent it: send what the other signed.');
      const after = await (envelope === undefined ? say(cross, row) : hear(cross, row, envelope));
      return 'refused' in after ? after : changedOf(id, after);
    });
  }

  /** The receiver's part, and where both are here the sender's in the same transaction. */
  private async bothSides(
    cross: CrossCase,
    row: ExchangeRow,
    { own, theirs }: Record<'own' | 'theirs', Decide>,
  ): Promise<CaseState | Refused> {
    const sender = row.transport === 'TENANT' ? await this.index.find(cross.tx, row.other, 'REFERRAL', row.id) : undefined;
    await cross.hold([row.caseId, ...(sender === undefined ? [] : [sender.caseId])]);
    const after = await cross.decide(row.caseId, own);
    if ('refused' in after || sender === undefined) return after;
    const there = await cross.decideAsCasework(sender.caseId, theirs);
    return 'refused' in there ? there : after;
  }
}

type Step = Promise<CaseState | Refused>;
type Decide = (state: CaseState, context: CaseContext) => CaseDecision<CaseEvent>;

const takenBefore = ({ id: referral, caseId, status }: ExchangeRow): ReferralChanged => ({ referral, case: caseId, status });

const changedOf = (id: string, state: CaseState): ReferralChanged => ({
  referral: id,
  case: state.id,
  status: state.referrals.referrals.get(id)!.status,
});
