import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Client } from './client.js';

export const HOUR_MS = 3_600_000;
/** 2025-03-01T12:00Z: in the past of whoever runs this, on an hour. */
export const NOON_MS = Date.UTC(2025, 2, 1, 12);

/** A right record: eight accelerators of cluster c1 for one hour. `over` changes it. */
export const record = (over: object = {}): Record<string, unknown> => ({
  account: 'acme',
  cluster: 'c1',
  count: 8,
  startMs: String(NOON_MS),
  endMs: String(NOON_MS + HOUR_MS),
  ...over,
});

export const report = (over: object = {}): Record<string, unknown> => ({
  source: 'meter-1',
  epoch: 1,
  sequence: '1',
  records: [record()],
  ...over,
});

/** A cluster of 64 H100, eight to a node, in service from 2024. */
export const cluster = (over: object = {}): Record<string, unknown> => ({
  site: 'north',
  accelerator: 'NVIDIA H100 SXM5 80GB',
  accelerators: 64,
  acceleratorsPerNode: 8,
  interconnectGbps: 400,
  inServiceFrom: '2024-01-01',
  ...over,
});

/** Waits for what comes by itself. Throws with the last answer when it does not come. */
export async function eventually<T>(what: string, ask: () => Promise<T>, isThere: (answer: T) => boolean, msMax = 15_000): Promise<T> {
  for (const end = Date.now() + msMax; ; await sleep(25)) {
    const answer = await ask();
    if (isThere(answer)) return answer;
    if (Date.now() > end) throw new Error(`${what} did not come within ${msMax / 1000} s; the last answer: ${JSON.stringify(answer)}`);
  }
}

/** Registers a cluster and waits until the ledger knows it: facts and reports come to it by different topics. */
export async function registerCluster(client: Client, id: string, over: object = {}): Promise<void> {
  const { status, text } = await client.put(`/v1/clusters/${id}`, cluster(over));
  if (status >= 300) throw new Error(`The cluster ${id} was refused: ${text}`);
  const path = `/v1/totals?scope=cluster&id=${id}`;
  await eventually(
    `The cluster ${id} in the ledger`,
    () => client.get(path),
    (answer) => answer.status === 200,
  );
}

/** The fate of a report, once the ledger has counted it. */
export async function fateOf(client: Client, source: string, epoch: number, sequence: number | string): Promise<Answer['body']> {
  const path = `/v1/reports/${encodeURIComponent(source)}/${epoch}/${sequence}`;
  return (
    await eventually(
      `The fate of ${source}/${epoch}/${sequence}`,
      () => client.get(path),
      ({ status }) => status === 200,
    )
  ).body;
}

/** Fates of the records of a report, in the order of their index. */
export const fatesIn = (answer: Answer['body']): string[] => answer.records.map(({ fate }: { fate: string }) => fate);

type Counts = Record<'received' | 'counted' | 'held' | 'duplicate' | 'conflict' | 'rejected' | 'replaced', string>;

/** received = counted + held + duplicate + conflict + rejected + replaced, of records and of time. */
export function expectConservation(body: Answer['body']): void {
  for (const unit of ['records', 'acceleratorMs'] as const) {
    const { received, counted, held, duplicate, conflict, rejected, replaced } = body[unit] as Counts;
    const sum = [counted, held, duplicate, conflict, rejected, replaced].reduce((total, one) => total + BigInt(one), 0n);
    expect({ unit, received: BigInt(received) }).toEqual({ unit, received: sum });
  }
}
