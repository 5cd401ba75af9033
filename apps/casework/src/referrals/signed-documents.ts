import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@tidemark/access';
import { type AuthorityRequest, type CaseState, decideReferralIdentityRead, payloadOf, type Referral, type Sealed } from '@tidemark/domain';
import { type Refused, refuse } from '@tidemark/edge';
import { authorityOf, HOME_AUTHORITY } from '../case-log/acting.js';
import { CaseReader } from '../case-log/case-reader.js';
import { CaseSteps } from '../case-log/case-steps.js';
import { orCaseProblem } from '../refusals.js';
import { type AnswerDocument, manifestOf, type ReceiptDocument, type RequestAnswerDocument, type RequestDocument } from './documents.js';
import { type Envelope, envelopeOf } from './envelope.js';
import { type ExchangeKind, ReferralIndex } from './referral-index.js';

/** What was signed here, the same bytes whenever it is asked for: made again from the log, with the signature that stands there. */
@Injectable()
export class SignedDocuments {
  constructor(
    private readonly reader: CaseReader,
    private readonly steps: CaseSteps,
    private readonly index: ReferralIndex,
    @Inject(HOME_AUTHORITY) private readonly home: string,
  ) {}

  async bundle(caller: Caller, wanted: { caseId: string; referral: string; purpose: string | undefined }): Promise<Envelope> {
    const state = orCaseProblem(await this.reader.read(caller, wanted.caseId));
    const referral = orCaseProblem<Referral>(state.referrals.referrals.get(wanted.referral) ?? unknownReferral());
    const sealed = signedOr(referral.side === 'SENT' ? referral.sealed : undefined);
    const payload = orCaseProblem<object>(payloadOf(referral) ?? refuse('REFERRAL_ERASED', 'The identities that went were erased here.'));
    if (referral.identity !== undefined) await this.noteRead(caller, wanted);
    return envelopeOf(payload, sealed);
  }

  /** The identities that came with a referral, for a stated purpose that is logged before. */
  async identities(caller: Caller, wanted: { referral: string; purpose: string | undefined }): Promise<object> {
    const { state, caseId } = await this.caseOf(caller, 'REFERRAL', wanted.referral);
    const { identity } = referralIn(state, wanted.referral);
    if (identity === undefined) orCaseProblem(refuse('REFERRAL_ERASED', 'No identity is kept here.'));
    await this.noteRead(caller, { ...wanted, caseId });
    return identity as object;
  }

  async receipt(caller: Caller, id: string): Promise<Envelope> {
    const { state } = await this.caseOf(caller, 'REFERRAL', id);
    const { side, other, sealed, receipt } = referralIn(state, id);
    const signed = signedOr(side === 'RECEIVED' ? receipt?.sealed : undefined);
    return envelopeOf(receiptDocument({ referral: id, from: state.authority, to: other, at: receipt!.at, bundle: sealed!.hash }), signed);
  }

  async answer(caller: Caller, id: string): Promise<Envelope> {
    const { state } = await this.caseOf(caller, 'REFERRAL', id);
    const { side, other, answer } = referralIn(state, id);
    const signed = signedOr(side === 'RECEIVED' ? answer?.sealed : undefined);
    if (answer?.words === undefined) orCaseProblem(refuse('REFERRAL_ERASED', 'Its words were destroyed.'));
    const { outcome, words, at } = answer!;
    return envelopeOf(answerDocument({ referral: id, from: state.authority, to: other, at, outcome, words: words! }), signed);
  }

  async request(caller: Caller, id: string): Promise<Envelope> {
    const { state } = await this.caseOf(caller, 'REQUEST', id);
    const request = requestIn(state, id);
    const signed = signedOr(request.side === 'ASKED' ? request.sealed : undefined);
    if (request.purpose === undefined) orCaseProblem(refuse('REFERRAL_ERASED', 'Its words were destroyed.'));
    return envelopeOf(requestDocument(state.authority, request), signed);
  }

  async requestAnswer(caller: Caller, id: string): Promise<Envelope> {
    const { state } = await this.caseOf(caller, 'REQUEST', id);
    const request = requestIn(state, id);
    const signed = signedOr(request.side === 'RECEIVED' ? request.answer?.sealed : undefined);
    const { reason, sections, rule, at } = request.answer!;
    if (reason === undefined || sections === undefined) orCaseProblem(refuse('REFERRAL_ERASED', 'Its words were destroyed.'));
    const outcome = request.status === 'answered' ? 'ANSWERED' : 'REFUSED';
    const said = {
      request: id,
      from: state.authority,
      to: request.other,
      at,
      outcome,
      reason: reason!,
      rule,
      sections: sections!,
    } as const;
    return envelopeOf(requestAnswerDocument(said), signed);
  }

  /** The caller's side of it, with the case that it lies in. */
  async caseOf(caller: Caller, kind: ExchangeKind, id: string): Promise<{ state: CaseState; caseId: string }> {
    const row = await this.index.findFor(caller, kind, id);
    if (row === undefined || row.authority !== authorityOf(caller, this.home))
      return orCaseProblem(kind === 'REFERRAL' ? unknownReferral() : unknownRequest());
    return { state: orCaseProblem(await this.reader.read(caller, row.caseId)), caseId: row.caseId };
  }

  /** Each time, whatever key for repeats came with the request: whoever reads again has read again. */
  private async noteRead(caller: Caller, { caseId, referral, purpose }: { caseId: string; referral: string; purpose: string | undefined }) {
    if (purpose === undefined) orCaseProblem(refuse('PURPOSE_REQUIRED', 'No purpose was stated.'));
    await this.steps.take({ caller }, { kind: 'referral', action: 'receive', id: caseId }, (state, context) =>
      decideReferralIdentityRead(state, { referral, purpose: purpose! }, context),
    );
  }
}

export const unknownReferral = (): Refused => refuse('REFERRAL_UNKNOWN', 'There is no such referral.');
export const unknownRequest = (): Refused => refuse('AUTHORITY_REQUEST_UNKNOWN', 'There is no such request.');

const referralIn = (state: CaseState, id: string): Referral => state.referrals.referrals.get(id)!;
const requestIn = (state: CaseState, id: string): AuthorityRequest => state.referrals.requests.get(id)!;

const signedOr = (sealed: Sealed | undefined): Sealed =>
  orCaseProblem<Sealed>(sealed?.signature === undefined ? refuse('REFERRAL_NOT_SIGNED', 'There is no signed document of it.') : sealed);

interface Between {
  from: string;
  to: string;
  at: number;
}

export const receiptDocument = ({ at, ...said }: Between & Pick<ReceiptDocument, 'referral' | 'bundle'>): ReceiptDocument => ({
  format: 'tidemark.referral-receipt.v1',
  ...said,
  receivedAtMs: at,
});

export const answerDocument = ({ at, ...said }: Between & Pick<AnswerDocument, 'referral' | 'outcome' | 'words'>): AnswerDocument => ({
  format: 'tidemark.referral-answer.v1',
  ...said,
  answeredAtMs: at,
});

export const requestDocument = (
  from: string,
  {
    id,
    other,
    askedAt,
    about,
    sections,
    purpose,
    legalBasis,
  }: Pick<AuthorityRequest, 'id' | 'other' | 'askedAt' | 'about' | 'sections' | 'purpose' | 'legalBasis'>,
): RequestDocument => ({
  format: 'tidemark.authority-request.v1',
  request: id,
  from,
  to: other,
  askedAtMs: askedAt,
  about,
  sections,
  purpose: purpose!,
  legalBasis: legalBasis!,
});

export const requestAnswerDocument = ({
  at,
  rule,
  ...said
}: Between & Pick<RequestAnswerDocument, 'request' | 'outcome' | 'reason' | 'rule' | 'sections'>): RequestAnswerDocument => ({
  format: 'tidemark.authority-answer.v1',
  ...said,
  ...(rule === undefined ? {} : { rule }),
  answeredAtMs: at,
  manifest: manifestOf(said.sections),
});
