import { problemOf, readForm, readRequestBytes } from '@tidemark/edge';
import type { Request } from 'express';
import { DOCUMENT_REFUSALS } from './documents.refusals.js';

/** More than a hundred scanned pages; what is larger is a mistake or an attack. */
export const DOCUMENT_BYTES_MAX = 10 * 1024 * 1024;
/** For the lines between the parts of a multipart body. */
const PARTS_BYTES_MAX = 16 * 1024;

/** The file of a request: its body, or the part `file` of multipart/form-data. Little more than DOCUMENT_BYTES_MAX is ever held. */
export async function readDocumentBody(request: Request): Promise<Buffer> {
  const multipart = request.is('multipart/form-data') !== false;
  const body = await readRequestBytes(request, DOCUMENT_BYTES_MAX + (multipart ? PARTS_BYTES_MAX : 0));
  if (body === undefined) throw tooLarge();
  const content = multipart ? await filePart(body, request.headers['content-type']!) : body;
  if (content.length > DOCUMENT_BYTES_MAX) throw tooLarge();
  if (content.length === 0) throw problemOf({ code: 'DOCUMENT_EMPTY', detail: 'No byte of a file came.' }, DOCUMENT_REFUSALS);
  return content;
}

const tooLarge = () =>
  problemOf({ code: 'DOCUMENT_TOO_LARGE', detail: `At most ${DOCUMENT_BYTES_MAX} bytes are taken.` }, DOCUMENT_REFUSALS);

async function filePart(body: Buffer, contentType: string): Promise<Buffer> {
  const form = await readForm(body, contentType);
  const file = form?.get('file');
  if (file instanceof Blob) return Buffer.from(await file.arrayBuffer());
  throw problemOf({ code: 'MULTIPART_MALFORMED', detail: 'There is no part "file".' }, DOCUMENT_REFUSALS);
}
