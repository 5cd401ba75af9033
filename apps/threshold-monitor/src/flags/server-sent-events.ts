import type { Response } from 'express';

/** A client that takes nothing for so long holds a place that another could use. */
const SLOW_MS = 30_000;

export interface ServerSentEvent {
  event: string;
  /** What the client sends back as `Last-Event-ID`; absent: what it had stays. */
  id?: string;
  data: object;
}

/** The text of one event (WHATWG HTML, "Server-sent events"). JSON on one line holds no line break of its own. */
export const eventText = ({ event, id, data }: ServerSentEvent): string =>
  `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;

/** Opens the stream: the client knows at once that it is listened to. */
export function openEventStream(response: Response): void {
  response.status(200);
  response.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  // A proxy that gathers answers before it passes them on would hold flags back.
  response.setHeader('X-Accel-Buffering', 'no');
  response.flushHeaders();
}

/**
 * Sends events no faster than the client reads them. Answers why it ended: the events did, the client went, or it did not read for half a
 * minute and was cut off, which it notices and resumes from.
 */
export async function sendEvents(response: Response, events: AsyncIterable<ServerSentEvent>): Promise<'ended' | 'gone' | 'slow'> {
  for await (const event of events) {
    if (response.destroyed) return 'gone';
    if (response.write(eventText(event))) continue;
    if (await isSlow(response)) {
      response.destroy();
      return 'slow';
    }
  }
  if (response.destroyed) return 'gone';
  response.end();
  return 'ended';
}

/** Resolves when the client has read on or has gone; true when it did neither for too long. */
function isSlow(response: Response): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (slow: boolean) => () => {
      clearTimeout(timer);
      response.off('drain', onMove).off('close', onMove);
      resolve(slow);
    };
    const onMove = end(false);
    const timer = setTimeout(end(true), SLOW_MS);
    response.on('drain', onMove).on('close', onMove);
    if (response.destroyed) onMove();
  });
}
