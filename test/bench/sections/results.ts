/** What the benchmark found. Rates in records a second, times in milliseconds. */
import type { CpuByPart } from '../tidemark/drain.js';
import type { QueueResult } from './casework.section.js';
import type { ControlResult } from './control.section.js';
import type { MonitorResults } from './monitor-results.js';

export interface DrainResult {
  recordsPerSecond: number;
  seconds: number;
  records: number;
  /** CPU seconds by part. */
  cpu: CpuByPart;
}

export interface LatencyResult {
  p50: number;
  p99: number;
  /** Of the measured cores, all parts together, 0 to 1. */
  cpuShare: number;
  cpu: CpuByPart;
  /** Resident bytes of the ledger process: after warming up, at most, at the end. */
  memory: { first: number; most: number; last: number };
  seconds: number;
}

export interface DoorResult {
  recordsPerSecond: number;
  p50: number;
  p99: number;
}

export interface YearResult {
  rows: number;
  /** Whole provider, every account, and one account by day. */
  providerMs: number;
  byAccountMs: number;
  oneAccountMs: number;
}

export interface Results {
  drain: {
    kafka: Partial<Record<'tidemark' | 'kafkaStreams100ms' | 'kafkaStreams1s' | 'stock', DrainResult>>;
    postgresLog: Partial<Record<'tidemark', DrainResult>>;
  };
  latency: Partial<Record<'kafka' | 'postgresLog', LatencyResult>>;
  door: Partial<Record<'json' | 'protobuf' | 'grpc', DoorResult>>;
  year?: YearResult;
  /** Customer groups, by rule. */
  control?: ControlResult[];
  /** A queue of cases, by filter. */
  casework?: QueueResult;
  monitor?: MonitorResults;
}

/** The figures as other programs read them: see README. */
export function summary({ drain, latency, door, year, control, casework, monitor }: Results): Record<string, unknown> {
  const rates = (results: Record<string, DrainResult | undefined>): Record<string, number> =>
    Object.fromEntries(Object.entries(results).flatMap(([name, result]) => (result ? [[name, Math.round(result.recordsPerSecond)]] : [])));
  const { kafka, postgresLog } = latency;
  return {
    drain: { kafka: rates(drain.kafka), postgresLog: rates(drain.postgresLog) },
    ...(kafka ? { latencyMs: { p50: kafka.p50, p99: kafka.p99 }, cpuShareAt40k: kafka.cpuShare, memoryBytes: kafka.memory } : {}),
    ...(postgresLog
      ? { postgresLogLatencyMs: { p50: postgresLog.p50, p99: postgresLog.p99 }, postgresLogCpuShareAt40k: postgresLog.cpuShare }
      : {}),
    door,
    ...(year ? { year } : {}),
    ...(control ? { control } : {}),
    ...(casework ? { casework } : {}),
    ...(monitor ? { monitor } : {}),
  };
}
