import { StreamableFile } from '@nestjs/common';
import { problemOf } from '@tidemark/edge';
import type { Response } from 'express';
import type { CaseFile } from './case-files.js';
import { FILE_REFUSALS } from './files.refusals.js';

/** The answer that hands a file out: to be saved, never to be shown in a page. Throws when it may not be opened, or is gone. */
export function sendFile(file: CaseFile | undefined, response: Response): StreamableFile {
  if (file === undefined) throw problemOf({ code: 'FILE_UNKNOWN', detail: 'There is no file of that id here.' }, FILE_REFUSALS);
  if (file.scan === 'UNREACHABLE') throw problemOf({ code: 'FILE_NOT_SCANNED', detail: 'No scanner has looked at it yet.' }, FILE_REFUSALS);
  if (file.content === undefined) throw problemOf({ code: 'FILE_GONE', detail: 'The content is gone.' }, FILE_REFUSALS);
  response.setHeader('Cache-Control', 'private, no-store');
  response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
  response.setHeader('Digest', `sha-256=${Buffer.from(file.sha256, 'hex').toString('base64')}`);
  return new StreamableFile(file.content, { type: file.contentType, disposition: asAttachment(file.name ?? 'file'), length: file.bytes });
}

/** RFC 6266: a name of ASCII for whoever reads no other. */
function asAttachment(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\]/g, '_');
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)}`;
}
