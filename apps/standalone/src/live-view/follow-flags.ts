import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, errorOf } from '../sample/api-error.js';
import type { TokenSource } from '../sample/client-token.js';
import { readEvents } from './event-stream.js';
import type { FlagNewsItem } from './flag-line.js';

export interface FollowOptions {
  /** Of the public HTTP door. */
  readonly origin: string;
  readonly token: TokenSource;
  readonly signal: AbortSignal;
}

const CONNECT_AGAIN_MS = 1_000;

/**
 * What becomes of flags from now on, from the public stream, as any client would follow it: a connection that ends is made again, and goes on
 * after the last event. Ends when the signal says so.
 */
export async function* followFlags(options: FollowOptions): AsyncGenerator<FlagNewsItem> {
  const { signal } = options;
  let last: string | undefined;
  while (!signal.aborted) {
    try {
      for await (const { event, id, data } of connect(options, last)) {
        if (id !== '') last = id;
        if (event === 'flag') yield JSON.parse(data) as FlagNewsItem;
      }
    } catch (error) {
      if (!signal.aborted && error instanceof ApiError && error.status < 500 && error.status !== 429) throw error;
    }
    await sleep(CONNECT_AGAIN_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function* connect({ origin, token, signal }: FollowOptions, after: string | undefined) {
  const headers = { authorization: `Bearer ${await token()}`, ...(after === undefined ? {} : { 'last-event-id': after }) };
  const path = '/v1/flags/stream';
  const response = await fetch(`${origin}${path}`, { headers, signal });
  if (!response.ok || !response.body) throw errorOf('GET', path, response.status, await response.text());
  yield* readEvents(response.body);
}
