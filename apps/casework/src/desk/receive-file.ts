import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { problemOf, readForm, readRequestBytes, type WriteCall } from '@tidemark/edge';
import { DocumentScanner, documentTypeOf } from '@tidemark/files';
import type { Request } from 'express';
import { FILE_REFUSALS } from './files.refusals.js';

/** More than a hundred scanned pages; what is larger is a mistake or an attack. */
export const FILE_BYTES_MAX = 10 * 1024 * 1024;
/** For the lines between the parts of a multipart body. */
const PARTS_BYTES_MAX = 16 * 1024;
const NAME_MAX = 200;

export interface ReceivedFile {
  name: string;
  content: Buffer;
  /** By its content, whatever the sender calls it. */
  contentType: string;
  /** Hex. */
  sha256: string;
  scan: 'CLEAN' | 'UNREACHABLE';
  scanner: string;
}

/** Takes the file of a request in: its limits, its type by content, its scan. What it answers is to be kept with `CaseFiles.put`. */
@Injectable()
export class ReceiveFile {
  constructor(private readonly scanner: DocumentScanner) {}

  /** The body itself, or the part `file` of multipart/form-data, on a path of `rawBodyPaths`. Throws the problem of a file that is not taken. */
  async receive(request: Request): Promise<ReceivedFile> {
    const { name, content } = await bodyOf(request);
    const contentType = (await documentTypeOf(content)) ?? textTypeOf(content);
    if (contentType === undefined) throw refused('FILE_TYPE_REFUSED', 'The content is none of the types that are taken.');
    const scanned = await this.scanner.scan(content);
    if (scanned.verdict === 'INFECTED') throw refused('FILE_INFECTED', `The scanner found ${scanned.found}; the file was not kept.`);
    const sha256 = createHash('sha256').update(content).digest('hex');
    return { name: plainName(name), content, contentType, sha256, scan: scanned.verdict, scanner: scanned.scanner };
  }
}

/** The fingerprint of a request whose body was read here says the body too: a repeat with another file is another request. */
export function withContent(call: WriteCall, { sha256 }: Pick<ReceivedFile, 'sha256'>): WriteCall {
  const { idempotency } = call;
  return idempotency === undefined
    ? call
    : { ...call, idempotency: { ...idempotency, fingerprint: `${idempotency.fingerprint}:${sha256}` } };
}

async function bodyOf(request: Request): Promise<{ name: string; content: Buffer }> {
  const multipart = request.is('multipart/form-data') !== false;
  const body = await readRequestBytes(request, FILE_BYTES_MAX + (multipart ? PARTS_BYTES_MAX : 0));
  if (body === undefined) throw tooLarge();
  const file = multipart ? await filePart(body, request.headers['content-type']!) : { name: namedBy(request), content: body };
  if (file.content.length > FILE_BYTES_MAX) throw tooLarge();
  if (file.content.length === 0) throw refused('FILE_EMPTY', 'No byte of a file came.');
  return file;
}

async function filePart(body: Buffer, contentType: string): Promise<{ name: string; content: Buffer }> {
  const [file, ...more] = (await readForm(body, contentType))?.getAll('file') ?? [];
  if (!(file instanceof Blob)) throw refused('FILE_FORM_MALFORMED', 'There is no part "file".');
  if (more.length > 0) throw refused('FILE_FORM_MALFORMED', `There are ${more.length + 1} parts "file": send each by itself.`);
  return { name: 'name' in file ? String(file.name) : '', content: Buffer.from(await file.arrayBuffer()) };
}

/** `Content-Disposition: attachment; filename="sites.pdf"`, or `filename*=UTF-8''...` (RFC 6266). */
function namedBy({ headers }: Request): string {
  const said = headers['content-disposition'] ?? '';
  const extended = /filename\*=UTF-8''([^;]+)/i.exec(said)?.[1];
  const plain = /filename="([^"]*)"|filename=([^;]+)/i.exec(said);
  try {
    return extended === undefined ? (plain?.[1] ?? plain?.[2] ?? '') : decodeURIComponent(extended);
  } catch {
    return '';
  }
}

/** Without folders and without characters that only steer: a name is shown, and offered to whoever saves the file. */
function plainName(name: string): string {
  const plain = name
    .toWellFormed()
    .replace(/\p{Cc}|\p{Cf}/gu, '')
    .split(/[/\\]/)
    .at(-1)!
    .trim();
  return [...plain].slice(0, NAME_MAX).join('') || 'file';
}

/** Plain text says nothing about itself: it is what reads as UTF-8 without anything that no text holds. */
function textTypeOf(content: Buffer): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content);
    return /(?![\t\n\r\f])\p{Cc}/u.test(text) ? undefined : 'text/plain; charset=utf-8';
  } catch {
    return undefined;
  }
}

const refused = (code: keyof typeof FILE_REFUSALS, detail: string) => problemOf({ code, detail }, FILE_REFUSALS);
const tooLarge = () => refused('FILE_TOO_LARGE', `At most ${FILE_BYTES_MAX} bytes are taken.`);
