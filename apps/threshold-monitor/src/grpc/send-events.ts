import type { ServerWritableStream } from '@grpc/grpc-js';

/** A client that takes nothing for so long holds a place that another could use. */
const SLOW_MS = 30_000;

/** Sends events no faster than the client reads them, until they end, the client goes, or it does not read for half a minute. */
export async function sendEvents<Event, Message>(
  call: ServerWritableStream<unknown, Message>,
  events: AsyncIterable<Event>,
  messageOf: (event: Event) => object,
  gone: AbortSignal,
): Promise<void> {
  // The client knows at once that it is listened to.
  call.sendMetadata(call.metadata.clone());
  for await (const event of events) {
    if (gone.aborted) return;
    // The codec takes a plain object of the message's fields.
    if (!call.write(messageOf(event) as Message) && !(await drained(call, gone))) return;
  }
}

/** False: it was too slow, or has gone. */
function drained(call: ServerWritableStream<unknown, unknown>, gone: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (isDrained: boolean) => () => {
      call.off('drain', onDrain);
      gone.removeEventListener('abort', onGone);
      clearTimeout(timer);
      resolve(isDrained);
    };
    const onDrain = end(true);
    const onGone = end(false);
    const timer = setTimeout(onGone, SLOW_MS);
    call.once('drain', onDrain);
    gone.addEventListener('abort', onGone, { once: true });
    if (gone.aborted) onGone();
  });
}
