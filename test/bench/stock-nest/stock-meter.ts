/** The fold of the stock rival: generated decoder, an object a record, the written formula in BigInt. */
import { fromBinary } from '@bufbuild/protobuf';
import { RecordColumnsSchema, type ReportEnvelope } from '@tidemark/contracts';
import { tflopOf } from '../../truth/metering-formula.js';
import { MODELS, modelOf } from '../fleet/expected-totals.js';
import type { StockTotal } from './stock.entities.js';

const HOUR_MS = 3_600_000;
const peaks = new Map(MODELS.map(({ model, peaks: values }) => [model, values]));

interface Sum {
  key: Omit<StockTotal, 'acceleratorMs' | 'lower' | 'expected' | 'upper'>;
  amounts: [bigint, bigint, bigint, bigint];
}

/** Rows to be added to the totals, one for each account, cluster, model and hour of the report. */
export function foldReport({ provider, columns: bytes }: ReportEnvelope): StockTotal[] {
  const columns = fromBinary(RecordColumnsSchema, bytes);
  const sums = new Map<string, Sum>();
  let startMs = 0;
  for (let i = 0; i < columns.length; i += 1) {
    startMs += Number(columns.startDeltaMs[i] ?? 0n);
    const endMs = startMs + columns.durationMs[i]!;
    const account = columns.names[columns.account[i]!]!;
    const cluster = columns.names[columns.cluster[i]!]!;
    const { model } = modelOf(Number(cluster.slice('cluster-'.length)));
    for (let at = startMs; at < endMs; ) {
      const hour = Math.floor(at / HOUR_MS);
      const until = Math.min(endMs, (hour + 1) * HOUR_MS);
      const key = { provider, account, cluster, model, hour };
      add(sums, key, BigInt(columns.count[i]! * (until - at)), columns.utilisationPpm[i] ?? 0);
      at = until;
    }
  }
  return [...sums.values()].map(({ key, amounts }) => {
    const [acceleratorMs, lower, expected, upper] = amounts.map(String) as [string, string, string, string];
    return { ...key, acceleratorMs, lower, expected, upper };
  });
}

function add(sums: Map<string, Sum>, key: Sum['key'], q: bigint, ppm: number): void {
  const name = Object.values(key).join('|');
  const sum = sums.get(name) ?? { key, amounts: [0n, 0n, 0n, 0n] };
  const tflop = tflopOf(q, peaks.get(key.model)!, { kind: 3, format: 0, evidence: 2, workload: 0, workloadEvidence: 0, ppm });
  const more = [q, tflop.lower, tflop.expected, tflop.upper] as const;
  sum.amounts = sum.amounts.map((amount, i) => amount + more[i]!) as Sum['amounts'];
  sums.set(name, sum);
}
