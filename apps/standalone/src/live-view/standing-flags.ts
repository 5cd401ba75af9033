import type { ApiClient } from '../sample/api-client.js';

const COUNTED_MAX = 1_000;

/** How things stand before anything is said of what happens, in one line. */
export async function standingFlags(operator: ApiClient): Promise<string> {
  const { items } = await operator.send<{ items: unknown[] }>('GET', `/v1/flags?status=OPEN&limit=${COUNTED_MAX}`);
  const count = items.length < COUNTED_MAX ? `${items.length}` : `${COUNTED_MAX} or more`;
  return `${count} flags stand (GET /v1/flags); people take them to a decision in cases: docs/guide/casework.md. What becomes of flags from now on, in UTC:`;
}
