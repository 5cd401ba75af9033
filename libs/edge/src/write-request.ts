import { createHash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type Caller, Clock, callerOf } from '@tidemark/access';
import type { Request, Response } from 'express';
import { documentedHeader } from './documented-header.js';
import { EDGE_REFUSALS, problemOf } from './refusal.js';

/** Who asks for a change, and how a repeat of the same request is known. */
export interface WriteRequest {
  caller: Writer;
  nowMs: number;
  /** From the header `Idempotency-Key`; the fingerprint says whether a repeat asks for the same. */
  idempotency?: { key: string; fingerprint: string; onReplay?: () => void };
}

/** A person, a client, or the app itself at work on its tasks. */
export type Writer = Pick<Caller, 'subject' | 'provider' | 'person'>;

/** What {@link RequestedBy} gives to a controller, before the clock is read. */
export type WriteCall = Omit<WriteRequest, 'nowMs' | 'caller'> & { caller: Caller };

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  required: false,
  description: 'Chosen by the caller, 1 to 255 visible characters: the same request again with it is done once and answered as before.',
};

/**
 * Parameter of a handler that changes something: who asks, and the `Idempotency-Key` with a fingerprint of method, path and body. A body
 * that the handler reads itself is not in `request.body`: fold its hash into the fingerprint there.
 */
export const RequestedBy = createParamDecorator(
  (_: unknown, context: ExecutionContext): WriteCall => {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const caller = callerOf(request);
    const key = request.headers['idempotency-key'];
    if (key === undefined) return { caller };
    if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key))
      throw problemOf({ code: 'IDEMPOTENCY_KEY_INVALID', detail: 'The header Idempotency-Key does not hold such a key.' }, EDGE_REFUSALS);
    const onReplay = () => http.getResponse<Response>().setHeader('Idempotency-Replayed', 'true');
    return { caller, idempotency: { key, fingerprint: fingerprintOf(request), onReplay } };
  },
  [documentedHeader(IDEMPOTENCY_KEY)],
);

/** `writes.run(at(clock, call), ...)` */
export function at(clock: Clock, call: WriteCall): WriteRequest & { caller: Caller } {
  return { ...call, nowMs: clock.now() };
}

function fingerprintOf({ method, originalUrl, body, headers }: Request): string {
  return createHash('sha256')
    .update(
      JSON.stringify([method, originalUrl, headers['if-match'] ?? null, Buffer.isBuffer(body) ? body.toString('base64') : (body ?? null)]),
    )
    .digest('hex');
}
