import { createHash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Clock, callerOf } from '@tidemark/access';
import type { Request, Response } from 'express';
import { problemOf, REGISTRY_REFUSALS } from './refusal.js';
import type { WriteRequest } from './write.js';

/** What {@link RequestedBy} gives to a controller, before the clock is read. */
export type WriteCall = Omit<WriteRequest, 'nowMs'>;

/**
 * Parameter of a handler that changes something: who asks, and the `Idempotency-Key` with a fingerprint of method, path and body. A body
 * that the handler reads itself is not in `request.body`: fold its hash into the fingerprint there.
 */
export const RequestedBy = createParamDecorator((_: unknown, context: ExecutionContext): WriteCall => {
  const http = context.switchToHttp();
  const request = http.getRequest<Request>();
  const caller = callerOf(request);
  const key = request.headers['idempotency-key'];
  if (key === undefined) return { caller };
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key))
    throw problemOf({ code: 'IDEMPOTENCY_KEY_INVALID', detail: 'The header Idempotency-Key does not hold such a key.' }, REGISTRY_REFUSALS);
  const onReplay = () => http.getResponse<Response>().setHeader('Idempotency-Replayed', 'true');
  return { caller, idempotency: { key, fingerprint: fingerprintOf(request), onReplay } };
});

/** `writes.run(at(clock, call), ...)` */
export function at(clock: Clock, call: WriteCall): WriteRequest {
  return { ...call, nowMs: clock.now() };
}

function fingerprintOf({ method, originalUrl, body, headers }: Request): string {
  return createHash('sha256')
    .update(
      JSON.stringify([method, originalUrl, headers['if-match'] ?? null, Buffer.isBuffer(body) ? body.toString('base64') : (body ?? null)]),
    )
    .digest('hex');
}
