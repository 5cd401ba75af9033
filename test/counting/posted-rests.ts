/** What the batches in the outbox say that the totals rest on, in the words of the truth: decoded as their readers decode them. */
import { decodePostedBatch } from '@tidemark/contracts';
import type { AppDatabase } from '@tidemark/persistence';
import { type Rest, type Truth, totalsKey } from '../truth/truth.model.js';

type Line = [key: string, said: string];

export async function postedRests(dataSource: AppDatabase['dataSource']): Promise<Line[]> {
  const messages: { value: Buffer }[] = await dataSource.query(`select value from outbox where topic = 'usage.posted.v1'`);
  const rests = new Map<string, Rest>();
  for (const { value } of messages) addBatch(value, rests);
  return lines(rests);
}

export const trueRests = ({ rests }: Truth): Line[] => lines(rests);

function addBatch(value: Buffer, rests: Map<string, Rest>): void {
  const { names, length, hour, basis, acceleratorMs, expected, workloadShares, basisShares, ...places } = decodePostedBatch(value);
  const name = (column: Uint32Array, row: number): string => names[column[row]!]!;
  const add = (row: number, what: string, ms: bigint, tflop: bigint): void => {
    const { provider, account, cluster, accelerator } = places;
    const key = `${totalsKey(name(provider, row), name(account, row), name(cluster, row), name(accelerator, row), hour[row]!)}|${what}`;
    const sum = rests.get(key) ?? { acceleratorMs: 0n, expected: 0n };
    rests.set(key, { acceleratorMs: sum.acceleratorMs + ms, expected: sum.expected + tflop });
  };
  for (let row = 0; row < length; row++) if (basis[row] !== 0) add(row, String(basis[row]), acceleratorMs[row]!, expected[row]!);
  for (const share of basisShares) add(share.row, String(share.basis), share.acceleratorMs, share.expected);
  for (const share of workloadShares) add(share.row, `label:${share.workloadEvidence}`, share.acceleratorMs, share.expected);
}

const lines = (rests: ReadonlyMap<string, Rest>): Line[] =>
  [...rests]
    .filter(([, { acceleratorMs, expected }]) => acceleratorMs !== 0n || expected !== 0n)
    .map(([key, { acceleratorMs, expected }]): Line => [key, `${acceleratorMs} ms ${expected}`])
    .sort(([a], [b]) => (a < b ? -1 : 1));
