import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  type Authority,
  type CaseContext,
  type CaseDecision,
  type CaseEvent,
  type CaseScope,
  type CaseState,
  canonicalJson,
  decideArrival,
  decideOpening,
  type Matter,
  type Sealed,
  unnamedSubject,
} from '@tidemark/domain';
import { type Refused, refuse } from '@tidemark/edge';
import type { Transaction } from '@tidemark/persistence';
import { AuthorityBook } from '../authorities/authority-book.js';
import { sha256Hex } from '../authorities/ed25519.js';
import { InstallationKey } from '../authorities/installation-key.js';
import type { OpenCase } from '../case-log/case-writes.js';
import { type Document, type ReferralDocument, readDocument } from './documents.js';
import { type Envelope, type Opened, openEnvelope, PAYLOAD_BYTES_MAX, signatureRefusal } from './envelope.js';
import type { ExchangeRow } from './referral-index.js';

/** A document of another installation whose signature holds. */
export interface Taken<Content> {
  document: Content;
  from: Authority;
  opened: Opened;
  sealed: Sealed;
}

/** Seals what goes and opens what comes. */
@Injectable()
export class ReferralPost {
  constructor(
    private readonly book: AuthorityBook,
    private readonly key: InstallationKey,
  ) {}

  /** Its hash, and to another installation its signature. */
  async seal(tx: Transaction, document: Document, transport: Authority['kind']): Promise<Sealed | Refused> {
    const text = canonicalJson(document);
    if (Buffer.byteLength(text) > PAYLOAD_BYTES_MAX) return refuse('REFERRAL_TOO_LARGE', `It has more than ${PAYLOAD_BYTES_MAX} bytes.`);
    return transport === 'INSTALLATION' ? this.key.sign(tx, text) : { hash: sha256Hex(text) };
  }

  /** Whatever is wrong with it is said before anything of it is kept: its sender, its recipient, its signature, its form. */
  async open<Format extends Document['format']>(
    tx: Transaction,
    format: Format,
    envelope: Envelope,
    to: string,
  ): Promise<Taken<Extract<Document, { format: Format }>> | Refused> {
    const opened = openEnvelope(envelope);
    if ('refused' in opened) return opened;
    const document = readDocument(format, opened.payload);
    if ('refused' in document) return document;
    const from = await this.book.find(tx, document.from);
    if (from?.kind !== 'INSTALLATION' || from.publicKey === undefined)
      return refuse('REFERRAL_SENDER_UNKNOWN', 'No other installation of that name is registered here.');
    const refused = signatureRefusal(envelope, opened.text, from.publicKey);
    if (refused) return refused;
    if (document.to !== to) return refuse('REFERRAL_NOT_FOR_US', `It is for ${document.to}.`);
    return { document, from, opened, sealed: { hash: opened.hash, signature: envelope.signature, key: envelope.key } };
  }
}

/** The case that a referral is worked in where it arrives: of the receiving authority, with a log of its own. Nothing ties it to the sender's but the referral's id. */
export function openForReferral(
  open: OpenCase,
  {
    id,
    payload,
    sealed,
    to,
    transport,
  }: { id: string; payload: ReferralDocument; sealed: Sealed; to: Authority; transport: Authority['kind'] },
  context: CaseContext,
): CaseDecision<CaseEvent> {
  const { referral, from, rule, matter } = payload;
  const subject = (payload.sections.SUBJECT_PSEUDONYM as CaseScope | undefined) ?? unnamedSubject(referral);
  const refused = open.apply(opening({ id, matter, subject, to, reason: `Referral ${referral} of ${from}` }, context));
  return refused ?? decideArrival(open.state, { referral, from, transport, rule, payload, sealed }, context);
}

interface NewCase {
  id: string;
  matter: Matter;
  subject: CaseScope;
  to: Pick<Authority, 'id' | 'jurisdictions'>;
  reason: string;
}

export const opening = ({ id, to, ...about }: NewCase, context: CaseContext): CaseDecision<CaseEvent> =>
  decideOpening(
    { case: id, ...about, severity: 'MEDIUM', jurisdiction: to.jurisdictions[0] ?? '-', source: 'REFERRAL' },
    { ...context, authority: to.id },
  );

/** A case for what lies in none: requests that came and concern nothing here, requests that were asked without a case. */
export function openForRequest(
  open: OpenCase,
  { request, to, subject }: { request: string; to: Pick<Authority, 'id' | 'jurisdictions'>; subject?: CaseScope | undefined },
  context: CaseContext,
  decide: (state: CaseState) => CaseDecision<CaseEvent>,
): CaseDecision<CaseEvent> {
  const about = {
    id: open.state.id,
    matter: 'REFERRAL',
    subject: subject ?? unnamedSubject(request),
    to,
    reason: `Request ${request}`,
  } as const;
  return open.apply(opening(about, context)) ?? decide(open.state);
}

/** Of what came before under the id of a document: undefined when it is the same document again. */
export function conflictWith(
  row: ExchangeRow,
  { kind, from, hash }: { kind: ExchangeRow['kind']; from: string; hash: string },
): Refused | undefined {
  const isSame = row.kind === kind && row.side === 'RECEIVED' && row.other === from && row.hash === hash;
  return isSame ? undefined : refuse('REFERRAL_CONFLICT', 'Another document of this id came before.');
}

export const newCaseId = (): string => randomUUID();
