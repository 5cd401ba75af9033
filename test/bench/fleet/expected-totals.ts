/** What the totals must be after the fleet's first minutes: added up from the plan by the written formula, not from what was sent. */
import { peaksFor, tflopOf } from '../../truth/metering-formula.js';
import type { Peaks } from '../../truth/truth.model.js';
import {
  ACCELERATORS_PER_NODE,
  accountAt,
  accountOf,
  clusterOf,
  FIRST_MINUTE_MS,
  type FleetPlan,
  MINUTE_MS,
  PROVIDER,
  ppmAt,
} from './fleet.js';

const HOUR_MS = 3_600_000;

/** Models of the fleet, as the catalogue has them for the time of the benchmark. */
export const MODELS: { model: string; peaks: Peaks }[] = [
  { model: 'Bench Hopper', peaks: { fp64t: 66_900n, tf32: 494_700n, bf16: 989_400n, fp8: 1_978_900n, int8: 1_978_900n } },
  { model: 'Bench Ampere', peaks: { fp64t: 19_500n, tf32: 156_000n, bf16: 312_000n, int8: 624_000n } },
  { model: 'Bench Blackwell', peaks: { tf32: 1_250_000n, bf16: 2_500_000n, fp8: 5_000_000n, int8: 5_000_000n, fp4: 10_000_000n } },
];

export const modelOf = (meter: number): (typeof MODELS)[number] => MODELS[meter % MODELS.length]!;

const TELEMETRY_OF_TENSORS = { kind: 3, format: 0, evidence: 2, workload: 0, workloadEvidence: 0, ppm: 0 };

/** GFLOP/s for the fleet's one grade. */
export const fleetPeaks = (peaks: Peaks): { lower: bigint; expected: bigint; upper: bigint } => peaksFor(peaks, TELEMETRY_OF_TENSORS);

/** accelerator-ms, lower, expected, upper; all below 2^53. */
export type TotalsRow = [number, number, number, number];

/** By "provider|account|cluster|model|hour", for the first reports[meter] minutes of each meter. */
export function expectedTotals(plan: FleetPlan, reports: readonly number[]): Map<string, TotalsRow> {
  const totals = new Map<string, TotalsRow>();
  reports.forEach((minutes, meter) => {
    const { model, peaks } = modelOf(meter);
    const measured = measure(peaks);
    for (let node = 0; node < plan.nodes; node += 1) {
      const prefix = `${PROVIDER}|${accountOf(accountAt(plan, meter, node))}|${clusterOf(meter)}|${model}|`;
      for (let minute = 0; minute < minutes; minute += 1) {
        const ppm = ppmAt(meter, minute, node);
        for (const [hour, ms] of slots(FIRST_MINUTE_MS + minute * MINUTE_MS))
          add(totals, prefix + hour, measured(ms * ACCELERATORS_PER_NODE, ppm));
      }
    }
  });
  return totals;
}

function slots(startMs: number): [number, number][] {
  const endMs = startMs + MINUTE_MS;
  const hour = Math.floor(startMs / HOUR_MS);
  const turn = Math.min(endMs, (hour + 1) * HOUR_MS);
  return turn === endMs
    ? [[hour, MINUTE_MS]]
    : [
        [hour, turn - startMs],
        [hour + 1, endMs - turn],
      ];
}

/** The formula, remembered by its two arguments: the fleet uses only ten thousand values of utilisation. */
function measure(peaks: Peaks): (q: number, ppm: number) => TotalsRow {
  const known = new Map<number, TotalsRow>();
  return (q, ppm) => {
    const key = q * 2_000_000 + ppm;
    let row = known.get(key);
    if (!row) {
      const tflop = tflopOf(BigInt(q), peaks, { ...TELEMETRY_OF_TENSORS, ppm });
      row = [q, Number(tflop.lower), Number(tflop.expected), Number(tflop.upper)];
      known.set(key, row);
    }
    return row;
  };
}

function add(totals: Map<string, TotalsRow>, key: string, more: TotalsRow): void {
  const sum = totals.get(key);
  if (!sum) totals.set(key, [...more]);
  else for (let i = 0; i < 4; i += 1) sum[i]! += more[i]!;
}

/** Nothing when equal, else what differs first, in words. */
export function differenceOf(expected: ReadonlyMap<string, TotalsRow>, actual: ReadonlyMap<string, TotalsRow>): string | undefined {
  for (const [key, row] of expected) {
    const got = actual.get(key);
    if (got?.join() !== row.join()) return `${key}: expected ${row.join(' ')}, got ${got?.join(' ') ?? 'nothing'}`;
  }
  for (const key of actual.keys()) if (!expected.has(key)) return `${key}: not expected at all`;
  return undefined;
}
