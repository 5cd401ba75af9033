import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type DoorRefusal, refusal } from '../door-problems.js';

export interface BodyLimits {
  bodyBytes: number;
  bodyTimeoutMs: number;
}

export type BodyRead = { body: Buffer } | { refused: DoorRefusal };

/** How long the rest of a refused body is read and thrown away, so that the client gets to read the answer (lingering close). */
const LINGER_MS = 5_000;
/** The same for a body that was too slow already. */
const LINGER_SLOW_MS = 200;

/** Bytes of memory that the body may take: what it announces, or the limit when it announces nothing that can be relied on. */
export function announcedBytes(request: IncomingMessage, limit: number): number {
  const length = Number(request.headers['content-length'] ?? Number.NaN);
  return encodingOf(request) === 'identity' && length <= limit ? length : limit;
}

/** Reads a body whole, inflating gzip; the limit holds for what comes out. Never rejects. */
export async function readBody(request: IncomingMessage, { bodyBytes, bodyTimeoutMs }: BodyLimits): Promise<BodyRead> {
  if (request.readableEnded) throw new Error('another parser has read the body: it must not be installed for the doors');
  const encoding = encodingOf(request);
  if (encoding !== 'identity' && encoding !== 'gzip')
    return {
      refused: refusal('UNSUPPORTED_CONTENT_ENCODING', `content-encoding "${encoding.slice(0, 40)}" is not taken.`, 'content-encoding'),
    };
  if (Number(request.headers['content-length'] ?? 0) > bodyBytes) return tooLarge(bodyBytes);
  return collect(request, encoding === 'gzip' ? request.pipe(createGunzip()) : request, bodyBytes, bodyTimeoutMs);
}

/** After a refusal whose body was not read to its end: throws the rest away, and the connection too when that takes too long. */
export function discardBody(request: IncomingMessage, because?: DoorRefusal): void {
  if (request.complete) return;
  request.unpipe();
  request.resume();
  const timer = setTimeout(() => request.destroy(), because?.code === 'BODY_TIMEOUT' ? LINGER_SLOW_MS : LINGER_MS).unref();
  request.once('close', () => clearTimeout(timer));
}

const encodingOf = (request: IncomingMessage): string => (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();

const tooLarge = (limit: number): BodyRead => ({ refused: refusal('BODY_TOO_LARGE', `The body is larger than ${limit} bytes.`) });

function collect(request: IncomingMessage, body: Readable, limit: number, timeoutMs: number): Promise<BodyRead> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const done = (result: BodyRead) => {
      clearTimeout(timer);
      body.off('data', onData);
      // Ends the inflating of what nobody reads any more.
      if (body !== request) body.destroy();
      // An error after the answer (the client hangs up) concerns nobody any more, and must not bring the process down.
      body.on('error', () => {});
      resolve(result);
    };
    const onData = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > limit) done(tooLarge(limit));
      else chunks.push(chunk);
    };
    const incomplete = (reason: string) => done({ refused: refusal('BODY_INCOMPLETE', reason) });
    const timer = setTimeout(
      () => done({ refused: refusal('BODY_TIMEOUT', `The body was not complete after ${timeoutMs} ms.`) }),
      timeoutMs,
    );
    body.on('data', onData);
    body.once('end', () => done({ body: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, bytes) }));
    body.once('error', (error: Error) => incomplete(`The body cannot be read: ${error.message}.`));
    request.once('close', () => {
      if (!request.complete) incomplete('The connection ended before the body was complete.');
    });
  });
}
