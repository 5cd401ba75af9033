import { Evidence, grade, NumberFormat, UtilisationKind, Workload } from '@tidemark/domain';
import { amountOf, type CsvRow, ppmOf, textOf } from './csv-rows.js';

/** A job, or an instance that serves, as a real fleet ran it. */
export interface TraceJob {
  readonly provider: string;
  readonly cluster: string;
  /** Who ran it, as far as the trace says; undefined: it names nobody. */
  readonly account: string | undefined;
  readonly customer: string | undefined;
  /** Undefined: the trace names none. */
  readonly model: string | undefined;
  /** Parts of accelerators too, where they are shared. */
  readonly count: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly grade: number;
  readonly ppm: number;
}

export interface Trace {
  readonly jobs: readonly TraceJob[];
  /** Rows that say no use, by why. */
  readonly leftOut: ReadonlyMap<string, number>;
  /** Jobs that were running when the trace ended: counted until then. */
  readonly running: number;
}

export const TRACE_COLUMNS = ['cluster', 'start', 'accelerator_count'] as const;

export function readTrace(rows: readonly CsvRow[]): Trace {
  const traceEndMs = rows.reduce((latest, row) => Math.max(latest, timeOf(row, 'start') ?? 0, timeOf(row, 'end') ?? 0), 0);
  const jobs: TraceJob[] = [];
  const leftOut = new Map<string, number>();
  let running = 0;
  for (const row of rows) {
    const job = readJob(row, traceEndMs);
    if (typeof job === 'string') leftOut.set(job, (leftOut.get(job) ?? 0) + 1);
    else {
      jobs.push(job);
      if (textOf(row, 'end') === undefined) running += 1;
    }
  }
  // In the order of time vectors grow at their end.
  jobs.sort((one, other) => one.startMs - other.startMs);
  return { jobs, leftOut, running };
}

function readJob(row: CsvRow, traceEndMs: number): TraceJob | string {
  const [startMs, count] = [timeOf(row, 'start'), amountOf(row, 'accelerator_count')];
  if (startMs === undefined) return 'no start';
  if (count === undefined) return 'no accelerators';
  const endMs = textOf(row, 'end') === undefined ? traceEndMs : timeOf(row, 'end');
  if (endMs === undefined) return 'an end that is no time';
  if (endMs <= startMs) return 'no duration';
  const place = { provider: textOf(row, 'provider') ?? 'provider', cluster: textOf(row, 'cluster') ?? 'cluster' };
  return { ...place, ...tenantOf(row), model: textOf(row, 'accelerator_model'), count, startMs, endMs, ...utilisationOf(row) };
}

/** A user within a service or a virtual cluster is an account of that customer; either alone is both. */
function tenantOf(row: CsvRow): Pick<TraceJob, 'account' | 'customer'> {
  const [account, user] = [textOf(row, 'account'), textOf(row, 'user')];
  return { account: account && user ? `${account}/${user}` : (account ?? user), customer: account ?? user };
}

const WORKLOADS: Readonly<Record<string, number>> = { training: Workload.TRAINING, inference: Workload.INFERENCE };

/** What a fleet writes down as utilisation is the share of time in which a kernel ran. Nobody stands behind it any more: declared. */
function utilisationOf(row: CsvRow): Pick<TraceJob, 'grade' | 'ppm'> {
  const ppm = ppmOf(textOf(row, 'utilization'));
  const kind = ppm === undefined ? UtilisationKind.NONE : UtilisationKind.GPU_UTIL;
  const workload = WORKLOADS[textOf(row, 'workload_kind')?.toLowerCase() ?? ''] ?? Workload.UNSPECIFIED;
  return { grade: grade(kind, NumberFormat.UNSPECIFIED, Evidence.DECLARED, workload, Evidence.DECLARED), ppm: ppm ?? 0 };
}

function timeOf(row: CsvRow, column: string): number | undefined {
  const text = textOf(row, column);
  const ms = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) || ms < 0 ? undefined : ms;
}
