/**
 * One document that stands behind a customer's verification, and what people decided about it.
 *
 *   submitted ──accept──▶ accepted ──accept, by another person──▶ accepted by two
 *       │                    └──────reject / resubmit, by another person──────┐
 *       └──reject──▶ rejected   └──resubmit (send it again)──▶ resubmit  ◀────┘
 *
 * A document is decided by a person at most once, so whoever accepted it cannot be the second one too. Nothing that was not scanned, or in which
 * something was found, is ever accepted. What replaces a document is a document of its own.
 */
import { type CustomerDecision, reasonFault, refuseCustomer } from './customer-refusal.js';
import { ownMember } from './own-member.js';

export const DOCUMENT_KINDS = [
  'REGISTRY_EXTRACT',
  'FORMATION',
  'IDENTITY_DOCUMENT',
  'PROOF_OF_ADDRESS',
  'OWNERSHIP_STATEMENT',
  'SOURCE_OF_FUNDS',
  'PURPOSE_STATEMENT',
  'ATTESTATION',
  'OTHER',
] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];
export type DocumentOutcome = 'ACCEPTED' | 'REJECTED' | 'RESUBMIT';
export type ScanResult = 'PENDING' | 'CLEAN' | 'INFECTED';

export interface CustomerDocument {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly sha256: string;
  readonly sentAtMs: number;
  readonly sentBy: string;
  /** When the document itself ends, as a passport does. */
  readonly expiresMs?: number;
  readonly replaces?: string;
  readonly scan: ScanResult;
  readonly status: 'SUBMITTED' | DocumentOutcome;
  readonly decisions: readonly DocumentJudgement[];
}

export interface DocumentJudgement {
  readonly outcome: DocumentOutcome;
  readonly by: string;
  readonly atMs: number;
  readonly reason: string;
}

export type DocumentCommand =
  | {
      type: 'send-document';
      id: string;
      kind: DocumentKind;
      sha256: string;
      scan: ScanResult;
      expiresMs?: number;
      replaces?: string;
      by: string;
      nowMs: number;
    }
  | { type: 'scan-document'; id: string; scan: 'CLEAN' | 'INFECTED'; scanner: string; by: string; nowMs: number }
  | { type: 'decide-document'; id: string; outcome: DocumentOutcome; reason: string; by: string; nowMs: number };

export type DocumentEvent =
  | { type: 'document-sent'; document: CustomerDocument; by: string; atMs: number }
  | { type: 'document-scanned'; id: string; scan: 'CLEAN' | 'INFECTED'; scanner: string; by: string; atMs: number }
  | { type: 'document-decided'; id: string; outcome: DocumentOutcome; reason: string; by: string; atMs: number };

export type Documents = Readonly<Record<string, CustomerDocument>>;

export function decideDocument(documents: Documents, command: DocumentCommand): CustomerDecision<DocumentEvent> {
  if (command.type === 'send-document') return sendDocument(documents, command);
  const document = ownMember(documents, command.id);
  if (document === undefined) return refuseCustomer('DOCUMENT_UNKNOWN', 'The customer has no such document.', 'document');
  if (command.type === 'decide-document') return judge(document, command);
  if (document.scan !== 'PENDING') return { events: [] };
  const { id, scan, scanner, by, nowMs } = command;
  return { events: [{ type: 'document-scanned', id, scan, scanner, by, atMs: nowMs }] };
}

function sendDocument(documents: Documents, command: DocumentCommand & { type: 'send-document' }): CustomerDecision<DocumentEvent> {
  const { id, kind, sha256, scan, expiresMs, replaces, by, nowMs } = command;
  if (ownMember(documents, id) !== undefined) return refuseCustomer('DOCUMENT_EXISTS', 'A document of this id was sent.', 'document');
  const twin = Object.values(documents).find((one) => one.sha256 === sha256 && one.kind === kind && one.status !== 'RESUBMIT');
  if (twin !== undefined)
    return refuseCustomer('DOCUMENT_EXISTS', 'The same file was sent as this kind before.', undefined, { document: twin.id });
  if (scan === 'INFECTED') return refuseCustomer('DOCUMENT_INFECTED', 'The scanner found something harmful in the file; it was not kept.');
  if (replaces !== undefined && ownMember(documents, replaces) === undefined)
    return refuseCustomer('DOCUMENT_UNKNOWN', 'The customer has no document that this one could replace.', 'replaces');
  if (expiresMs !== undefined && expiresMs <= nowMs)
    return refuseCustomer('DOCUMENT_EXPIRED', 'The document has run out already.', 'expires');
  const document: CustomerDocument = {
    id,
    kind,
    sha256,
    sentAtMs: nowMs,
    sentBy: by,
    ...(expiresMs === undefined ? {} : { expiresMs }),
    ...(replaces === undefined ? {} : { replaces }),
    scan,
    status: 'SUBMITTED',
    decisions: [],
  };
  return { events: [{ type: 'document-sent', document, by, atMs: nowMs }] };
}

/** Which outcomes may follow which state; from ACCEPTED it takes another person, which is asked first. */
const MOVES: Readonly<Record<CustomerDocument['status'], readonly DocumentOutcome[]>> = {
  SUBMITTED: ['ACCEPTED', 'REJECTED', 'RESUBMIT'],
  ACCEPTED: ['ACCEPTED', 'REJECTED', 'RESUBMIT'],
  REJECTED: [],
  RESUBMIT: [],
};

function judge(document: CustomerDocument, command: DocumentCommand & { type: 'decide-document' }): CustomerDecision<DocumentEvent> {
  const { id, outcome, reason, by, nowMs } = command;
  if (document.decisions.some((decision) => decision.by === by))
    return refuseCustomer('SAME_PERSON', 'You decided about this document; the second decision is for another person.');
  if (!MOVES[document.status].includes(outcome) || document.decisions.length >= 2)
    return refuseCustomer('DOCUMENT_DECIDED', `The document is decided: ${document.status}. Send another one.`);
  const missing = reasonFault(reason);
  if (missing !== undefined) return missing;
  if (outcome === 'ACCEPTED') {
    if (document.scan === 'PENDING')
      return refuseCustomer('DOCUMENT_UNSCANNED', 'The file is not scanned yet: only what was scanned is accepted.');
    if (document.scan === 'INFECTED') return refuseCustomer('DOCUMENT_INFECTED', 'The scanner found something harmful in the file.');
    if (hasRunOut(document, nowMs)) return refuseCustomer('DOCUMENT_EXPIRED', 'The document has run out: ask for a newer one.');
  }
  return { events: [{ type: 'document-decided', id, outcome, reason, by, atMs: nowMs }] };
}

export function evolveDocuments(documents: Documents, event: DocumentEvent): Documents {
  switch (event.type) {
    case 'document-sent':
      return { ...documents, [event.document.id]: event.document };
    case 'document-scanned':
      return { ...documents, [event.id]: { ...documents[event.id]!, scan: event.scan } };
    case 'document-decided': {
      const { id, outcome, by, atMs, reason } = event;
      const before = documents[id]!;
      return { ...documents, [id]: { ...before, status: outcome, decisions: [...before.decisions, { outcome, by, atMs, reason }] } };
    }
    default:
      return event satisfies never;
  }
}

export const hasRunOut = ({ expiresMs }: CustomerDocument, nowMs: number): boolean => expiresMs !== undefined && expiresMs <= nowMs;

/** How many different people accept it now: 0 for one that is not accepted, has run out or is not clean. */
export function acceptedBy(document: CustomerDocument, nowMs: number): number {
  if (document.status !== 'ACCEPTED' || document.scan !== 'CLEAN' || hasRunOut(document, nowMs)) return 0;
  return document.decisions.filter(({ outcome }) => outcome === 'ACCEPTED').length;
}
