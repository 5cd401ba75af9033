import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '@tidemark/access';
import type { DocumentKind } from '@tidemark/domain';
import { at, type Refused, refuse, type WriteCall } from '@tidemark/edge';
import { DocumentScanner, documentTypeOf } from '@tidemark/files';
import { ChangeCustomer, type ChangeRefusal } from '../customers/change-customer.js';
import { RegistryWrites } from '../registry/registry-writes.js';
import { DocumentContents } from './document-contents.port.js';
import type { DocumentRefusalCode } from './documents.refusals.js';

export interface DocumentToSend {
  customer: string;
  kind: DocumentKind;
  expiresMs?: number | undefined;
  replaces?: string | undefined;
  content: Buffer;
}

export interface SentDocument {
  id: string;
  version: number;
  sha256: string;
  mediaType: string;
  bytes: number;
  scan: 'CLEAN' | 'PENDING';
}

/** Takes a document in: scanned and recognised before anything is written, kept sealed, its hash and name in the record's history. */
@Injectable()
export class SendDocument {
  constructor(
    private readonly writes: RegistryWrites,
    private readonly customers: ChangeCustomer,
    private readonly contents: DocumentContents,
    private readonly scanner: DocumentScanner,
    private readonly clock: Clock,
  ) {}

  async send(call: WriteCall, sending: DocumentToSend): Promise<SentDocument | Refused<DocumentRefusalCode> | ChangeRefusal> {
    const { customer, kind, expiresMs, replaces, content } = sending;
    const sha256 = createHash('sha256').update(content).digest('hex');
    const scanned = await this.scanner.scan(content);
    if (scanned.verdict === 'INFECTED') return refuse('DOCUMENT_INFECTED', `The scanner found ${scanned.found}; the file was not kept.`);
    const mediaType = await documentTypeOf(content);
    if (mediaType === undefined) return refuse('DOCUMENT_TYPE_REFUSED', 'The content is none of the types that are taken.');
    const scan = scanned.verdict === 'CLEAN' ? 'CLEAN' : 'PENDING';
    return this.writes.run(withContent(at(this.clock, call), sha256), async (write) => {
      const { by, nowMs, tx } = write;
      const id = randomUUID();
      const optional = { ...(expiresMs === undefined ? {} : { expiresMs }), ...(replaces === undefined ? {} : { replaces }) };
      const command = { type: 'send-document', id, kind, sha256, scan, ...optional, by, nowMs } as const;
      const after = await this.customers.change(write, { id: customer, command: () => command });
      if ('refused' in after) return after;
      const bytes = content.length;
      await this.contents.keep(tx, { document: id, customer, provider: after.provider, mediaType, bytes, content });
      if (scan === 'CLEAN') await this.contents.scanned(tx, id);
      return { id, version: after.version, sha256, mediaType, bytes, scan };
    });
  }
}

/** The fingerprint of a request whose body was read here says the body too: a repeat with another file is another request. */
function withContent<Request extends { idempotency?: WriteCall['idempotency'] }>(request: Request, sha256: string): Request {
  const { idempotency } = request;
  return idempotency === undefined
    ? request
    : { ...request, idempotency: { ...idempotency, fingerprint: `${idempotency.fingerprint}:${sha256}` } };
}
