import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { requirePermission } from '@tidemark/access';
import {
  type AskAuthority,
  type AskedAbout,
  authorityAnswer,
  type BundleSections,
  type CaseState,
  decideAsking,
  decideAuthorityAnswer,
  decideAuthorityAnswerTaken,
  decideRequestArrival,
  type ReferralSection,
} from '@tidemark/domain';
import { type Refused, refuse } from '@tidemark/edge';
import { AuthorityBook, type KnownAuthority } from '../authorities/authority-book.js';
import { authorityOf, HOME_AUTHORITY } from '../case-log/acting.js';
import type { CaseRequest } from '../case-log/case-writes.js';
import { type CrossCase, CrossCaseWrites } from './cross-case-writes.js';
import { isAbout } from './documents.js';
import type { Envelope } from './envelope.js';
import { type ExchangeRow, ReferralIndex } from './referral-index.js';
import { conflictWith, newCaseId, openForRequest, ReferralPost } from './referral-post.js';
import { requestAnswerDocument, requestDocument, unknownRequest } from './signed-documents.js';

export interface RequestChanged {
  request: string;
  case: string;
  status: string;
}

export interface Question {
  to: string;
  about: AskedAbout;
  sections: readonly ReferralSection[];
  purpose: string;
  legalBasis: string;
  /** One's own case. */
  case?: string | undefined;
}

export interface Reply {
  outcome: 'ANSWERED' | 'REFUSED';
  reason: string;
  sections: readonly ReferralSection[];
  statement?: string | undefined;
}

type Arrival = Omit<AskAuthority, 'to' | 'sealed'> & { from: string; hash?: string | undefined };

/** Questions between authorities. Whoever asks learns nothing until a person answers: whether there is anything, and whether it was refused, look alike. */
@Injectable()
export class AuthorityRequestsHandler {
  constructor(
    private readonly writes: CrossCaseWrites,
    private readonly index: ReferralIndex,
    private readonly book: AuthorityBook,
    private readonly post: ReferralPost,
    @Inject(HOME_AUTHORITY) private readonly home: string,
  ) {}

  ask(request: CaseRequest, { case: named, ...question }: Question): Promise<RequestChanged | Refused> {
    const from = authorityOf(request.caller, this.home);
    return this.writes.run<RequestChanged>(request, async (cross) => {
      if (!isAbout(JSON.parse(JSON.stringify(question.about))))
        return refuse('AUTHORITY_REQUEST_ABOUT', 'Name exactly one of case, flag and subject.');
      const to = await this.book.find(cross.tx, question.to);
      if (to === undefined) return refuse('AUTHORITY_UNKNOWN', 'No such authority is registered.');
      if (named !== undefined && !(await this.index.isCaseOf(cross.tx, from, named)))
        return refuse('CASE_UNKNOWN', 'There is no such case.');
      const asked: AskAuthority = { ...question, request: randomUUID(), transport: to.kind };
      const target = to.kind === 'TENANT' ? await this.index.caseAbout(cross.tx, to.id, question.about) : undefined;
      await cross.hold([named, target].filter((id) => id !== undefined));
      const own = await this.record(cross, { from, to, named }, asked);
      if ('refused' in own) return own;
      if (to.kind === 'TENANT') {
        const there = await this.arrive(cross, { to, target, byCasework: true }, { ...asked, from });
        if ('refused' in there) return there;
      }
      return changedOf(asked.request, own);
    });
  }

  /** A question that another installation signed. The same one again changes nothing. */
  takeIn(request: CaseRequest, envelope: Envelope): Promise<RequestChanged | Refused> {
    const authority = authorityOf(request.caller, this.home);
    return this.writes.run<RequestChanged>(request, async (cross) => {
      const taken = await this.post.open(cross.tx, 'tidemark.authority-request.v1', envelope, authority);
      if ('refused' in taken) return taken;
      const { request: id, from, about, sections, purpose, legalBasis } = taken.document;
      await this.index.hold(cross.tx, id);
      const earlier = await this.index.earlier(cross.tx, authority, id);
      if (earlier !== undefined) return conflictWith(earlier, { kind: 'REQUEST', from, hash: taken.sealed.hash }) ?? takenBefore(earlier);
      const to = (await this.book.find(cross.tx, authority)) ?? {
        id: authority,
        name: authority,
        kind: 'TENANT',
        jurisdictions: [],
        version: 0,
      };
      const target = await this.index.caseAbout(cross.tx, authority, about);
      const arrival = {
        request: id,
        from,
        transport: 'INSTALLATION',
        about,
        sections,
        purpose,
        legalBasis,
        hash: taken.sealed.hash,
      } as const;
      const after = await this.arrive(cross, { to, target, byCasework: false }, arrival);
      return 'refused' in after ? after : changedOf(id, after);
    });
  }

  answer(request: CaseRequest, id: string, reply: Reply): Promise<RequestChanged | Refused> {
    requirePermission(request.caller, 'referral', 'answer', { provider: undefined });
    return this.writes.run<RequestChanged>(request, async (cross) => {
      const row = await this.index.find(cross.tx, authorityOf(request.caller, this.home), 'REQUEST', id);
      if (row?.side !== 'RECEIVED') return unknownRequest();
      const asker = row.transport === 'TENANT' ? await this.index.find(cross.tx, row.other, 'REQUEST', id) : undefined;
      await cross.hold([row.caseId, ...(asker === undefined ? [] : [asker.caseId])]);
      const after = await this.reply(cross, row, reply);
      if ('refused' in after || asker === undefined) return 'refused' in after ? after : changedOf(id, after);
      const { reason, sections } = after.referrals.requests.get(id)!.answer!;
      const taken = { request: id, outcome: reply.outcome, reason: reason!, sections: sections!, answeredAt: cross.nowMs };
      const there = await cross.decideAsCasework(asker.caseId, (state, context) => decideAuthorityAnswerTaken(state, taken, context));
      return 'refused' in there ? there : changedOf(id, after);
    });
  }

  /** The answer of another installation to one's own question. */
  hear(request: CaseRequest, id: string, envelope: Envelope): Promise<RequestChanged | Refused> {
    return this.writes.run<RequestChanged>(request, async (cross) => {
      const row = await this.index.find(cross.tx, authorityOf(request.caller, this.home), 'REQUEST', id);
      if (row === undefined) return unknownRequest();
      if (row.side !== 'SENT') return refuse('REFERRAL_WORD_EXPECTED', 'You received it: say it yourself.');
      const taken = await this.post.open(cross.tx, 'tidemark.authority-answer.v1', envelope, row.authority);
      if ('refused' in taken) return taken;
      const { request: about, from, outcome, reason, sections, answeredAtMs: answeredAt } = taken.document;
      if (about !== id || from !== row.other) return refuse('REFERRAL_CONFLICT', 'It is the answer to something else.');
      const after = await cross.decide(row.caseId, (state, context) =>
        decideAuthorityAnswerTaken(state, { request: id, outcome, reason, sections, answeredAt }, context),
      );
      return 'refused' in after ? after : changedOf(id, after);
    });
  }

  /** In a case of whoever asks: the one that she names, or one that is opened for it. */
  private async record(
    cross: CrossCase,
    { from, to, named }: { from: string; to: KnownAuthority; named: string | undefined },
    asked: AskAuthority,
  ): Promise<CaseState | Refused> {
    const document = requestDocument(from, { ...asked, id: asked.request, other: to.id, askedAt: cross.nowMs });
    const sealed = to.kind === 'INSTALLATION' ? await this.post.seal(cross.tx, document, to.kind) : undefined;
    if (sealed !== undefined && 'refused' in sealed) return sealed;
    if (named !== undefined) return cross.decide(named, (state, context) => decideAsking(state, { ...asked, sealed }, context));
    const own = (await this.book.find(cross.tx, from)) ?? { id: from, jurisdictions: [] };
    return cross.begin(newCaseId(), (_, context, open) =>
      openForRequest(open, { request: asked.request, to: own, subject: asked.about.subject }, context, (state) =>
        decideAsking(state, { ...asked, sealed }, context),
      ),
    );
  }

  private arrive(
    cross: CrossCase,
    { to, target, byCasework }: { to: Pick<KnownAuthority, 'id' | 'jurisdictions'>; target: string | undefined; byCasework: boolean },
    { request, from, transport, about, sections, purpose, legalBasis, hash }: Arrival,
  ): Promise<CaseState | Refused> {
    const arrived = { request, from, transport, about, sections, purpose, legalBasis, ...(hash === undefined ? {} : { hash }) };
    const into = byCasework ? cross.decideAsCasework : cross.decide;
    if (target !== undefined)
      return into(target, (state, context) => decideRequestArrival(state, { ...arrived, unmatched: false }, context));
    const begin = byCasework ? cross.beginAsCasework : cross.begin;
    return begin(newCaseId(), (_, context, open) =>
      openForRequest(open, { request, to }, context, (state) => decideRequestArrival(state, { ...arrived, unmatched: true }, context)),
    );
  }

  private reply(
    cross: CrossCase,
    { id, authority, other, transport, caseId }: ExchangeRow,
    { outcome, reason, sections: chosen, statement }: Reply,
  ) {
    return cross.decide(caseId, async (state, context) => {
      const asker = await this.book.find(cross.tx, other);
      if (asker === undefined) return refuse('AUTHORITY_UNKNOWN', 'Whoever asked is no longer registered.');
      const content: { rule?: string; sections: BundleSections } | Refused =
        outcome === 'REFUSED' ? { sections: {} } : authorityAnswer(state, { request: id, asker, sections: chosen, statement }, context.now);
      if ('refused' in content) return content;
      const said = { request: id, outcome, reason, ...content };
      const document = requestAnswerDocument({ ...said, from: authority, to: other, at: cross.nowMs });
      const sealed = transport === 'INSTALLATION' ? await this.post.seal(cross.tx, document, transport) : undefined;
      if (sealed !== undefined && 'refused' in sealed) return sealed;
      return decideAuthorityAnswer(state, { ...said, sealed }, context);
    });
  }
}

const takenBefore = ({ id: request, caseId, status }: ExchangeRow): RequestChanged => ({ request, case: caseId, status });

const changedOf = (id: string, state: CaseState): RequestChanged => ({
  request: id,
  case: state.id,
  status: state.referrals.requests.get(id)!.status,
});
