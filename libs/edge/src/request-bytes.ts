import { PLATFORM_PROBLEMS, ProblemException } from '@tidemark/access';
import type { Request } from 'express';

/** The body as it is, of a path in `rawBodyPaths`. Undefined when it is longer than the limit: the rest is not read. */
export async function readRequestBytes(request: Request, maxBytes: number): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > maxBytes) return undefined;
      chunks.push(chunk);
    }
  } catch (error) {
    throw isHungUp(error) ? incomplete() : error;
  }
  return Buffer.concat(chunks);
}

/** A caller that goes away in the middle is no fault of ours: nobody reads the answer, and the log and the figures say whose it was. */
const isHungUp = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ECONNRESET';
const incomplete = () =>
  new ProblemException(PLATFORM_PROBLEMS.MALFORMED_REQUEST, {
    code: 'MALFORMED_REQUEST',
    detail: 'The connection ended before the body did.',
  });

/** multipart/form-data, as its header says; undefined when the body is none. */
export const readForm = (body: Buffer, contentType: string): Promise<FormData | undefined> =>
  new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData().catch(() => undefined);
