import type { Readable } from 'node:stream';
import type { Request } from 'express';
import { problemOf } from '../registry/refusal.js';
import { DOCUMENT_REFUSALS } from './documents.refusals.js';

/** More than a hundred scanned pages; what is larger is a mistake or an attack. */
export const DOCUMENT_BYTES_MAX = 10 * 1024 * 1024;
/** For the lines between the parts of a multipart body. */
const PARTS_BYTES_MAX = 16 * 1024;

/** The file of a request: its body, or the part `file` of multipart/form-data. Little more than DOCUMENT_BYTES_MAX is ever held. */
export async function readDocumentBody(request: Request): Promise<Buffer> {
  const multipart = request.is('multipart/form-data') !== false;
  const body = await bodyOf(request, DOCUMENT_BYTES_MAX + (multipart ? PARTS_BYTES_MAX : 0));
  const content = multipart ? await filePart(body, request.headers['content-type']!) : body;
  if (content.length > DOCUMENT_BYTES_MAX) throw tooLarge();
  if (content.length === 0) throw problemOf({ code: 'DOCUMENT_EMPTY', detail: 'No byte of a file came.' }, DOCUMENT_REFUSALS);
  return content;
}

const tooLarge = () =>
  problemOf({ code: 'DOCUMENT_TOO_LARGE', detail: `At most ${DOCUMENT_BYTES_MAX} bytes are taken.` }, DOCUMENT_REFUSALS);

async function bodyOf(request: Readable, bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function filePart(body: Buffer, contentType: string): Promise<Buffer> {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData().catch(() => undefined);
  const file = form?.get('file');
  if (file instanceof Blob) return Buffer.from(await file.arrayBuffer());
  throw problemOf({ code: 'MULTIPART_MALFORMED', detail: 'There is no part "file".' }, DOCUMENT_REFUSALS);
}
