import type { Request } from 'express';

/** The body as it is, of a path in `rawBodyPaths`. Undefined when it is longer than the limit: the rest is not read. */
export async function readRequestBytes(request: Request, maxBytes: number): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** multipart/form-data, as its header says; undefined when the body is none. */
export const readForm = (body: Buffer, contentType: string): Promise<FormData | undefined> =>
  new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData().catch(() => undefined);
