import { RUN_UTILISATION, type RunPart } from './frontier-run.data.js';
import { RUN_SLOTS } from './run-slots.js';

/** The report of this number (1, 2, 3, ...) of a run that began at `startMs`. */
export function runReport({ source, account, cluster, accelerators }: RunPart, sequence: number, startMs: number): object {
  const { fromMs, toMs } = RUN_SLOTS[sequence - 1]!;
  const record = {
    account,
    cluster,
    count: accelerators,
    startMs: String(startMs + fromMs),
    endMs: String(startMs + toMs),
    utilisation: { kind: 'OFU', value: RUN_UTILISATION },
    format: 'BF16',
    evidence: 'ATTESTED',
    workload: 'TRAINING',
    job: 'simulated-frontier-run',
  };
  return { source, epoch: 1, sequence: String(sequence), records: [record] };
}
