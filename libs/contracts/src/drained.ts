import type { ServerWritableStream } from '@grpc/grpc-js';

/** Resolves when the client has read what was written, or when `stop` says that it need not any more. */
export function drained(call: Pick<ServerWritableStream<unknown, unknown>, 'once' | 'off'>, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      call.off('drain', end);
      stop.removeEventListener('abort', end);
      resolve();
    };
    call.once('drain', end);
    stop.addEventListener('abort', end, { once: true });
    if (stop.aborted) end();
  });
}
