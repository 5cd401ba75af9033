import type { ApiClient } from './api-client.js';

/** True once the ledger has counted the report. */
export async function isCounted(client: ApiClient, source: string, epoch: number, sequence: number): Promise<boolean> {
  return (await client.find(`/v1/reports/${encodeURIComponent(source)}/${epoch}/${sequence}`)) !== undefined;
}

/** The first number of (source, epoch) that the ledger does not know, where numbers were given without gaps. Asks O(log n) times. */
export async function nextSequence(client: ApiClient, source: string, epoch: number): Promise<number> {
  let known = 0;
  let unknown = 1;
  while (await isCounted(client, source, epoch, unknown)) {
    known = unknown;
    unknown *= 2;
  }
  while (unknown - known > 1) {
    const middle = Math.floor((known + unknown) / 2);
    if (await isCounted(client, source, epoch, middle)) known = middle;
    else unknown = middle;
  }
  return unknown;
}
