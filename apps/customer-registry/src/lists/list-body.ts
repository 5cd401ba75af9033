import { type Refused, readForm, readRequestBytes, refuse } from '@tidemark/edge';
import { LIST_PARTS, type ListPart, type ListPartName } from '@tidemark/importers';
import type { Request } from 'express';
import type { ListsRefusalCode } from './lists.refusals.js';

/** As sent. OFAC's three files are 4 MB; the European XML is 25 MB; packed they are a tenth of it. */
export const LIST_BODY_MAX_BYTES = 64 * 1024 * 1024;

type Parts = { parts: ListPart[] } | Refused<ListsRefusalCode>;

/** The files of a request: the body as it is, or the parts `main`, `alt` and `add` of multipart/form-data. */
export async function readListBody(request: Request): Promise<Parts> {
  const bytes = await readRequestBytes(request, LIST_BODY_MAX_BYTES);
  if (bytes === undefined) return refuse('LIST_TOO_LARGE', `At most ${LIST_BODY_MAX_BYTES} bytes are taken.`);
  const type = request.headers['content-type'] ?? '';
  if (/^multipart\/form-data/i.test(type)) return readMultipart(bytes, type);
  if (bytes.length === 0) return refuse('LIST_PART_MISSING', 'The request has no body.');
  return { parts: [{ part: 'main', name: 'body', bytes }] };
}

async function readMultipart(bytes: Buffer, type: string): Promise<Parts> {
  const form = await readForm(bytes, type);
  if (form === undefined) return refuse('LIST_PART_ODD', 'The body is not multipart/form-data as its header says.');
  const parts: ListPart[] = [];
  for (const [given, value] of form.entries()) {
    // What a form calls its one file.
    const name = given === 'file' ? 'main' : given;
    if (!LIST_PARTS.includes(name as ListPartName) || typeof value === 'string') {
      return refuse('LIST_PART_ODD', 'A part is not one of the files main, alt and add.', { field: name.slice(0, 40) });
    }
    parts.push({ part: name as ListPartName, name: value.name.slice(0, 200), bytes: Buffer.from(await value.arrayBuffer()) });
  }
  return { parts };
}
