/** received = counted + held + duplicate + conflict + rejected + replaced, per source, over every durable submission. */
import type { Deciding, TruthEntry } from './deciding.js';
import {
  type Conservation,
  type Counts,
  FATES,
  type Fate,
  type RecordTruth,
  type Submission,
  sourceKey,
  type TruthRecord,
} from './truth.model.js';

const noCounts = (): Counts => ({ received: 0n, counted: 0n, held: 0n, duplicate: 0n, conflict: 0n, rejected: 0n, replaced: 0n });

/** Accelerator-milliseconds as sent; a void claims none. */
const sentMs = (record: TruthRecord): bigint =>
  record.correction?.void ? 0n : BigInt(record.count) * BigInt(record.endMs - record.startMs);

class Account {
  readonly sources = new Map<string, Conservation>();

  of({ provider, source }: Submission): Conservation {
    const key = sourceKey(provider, source);
    const found = this.sources.get(key) ?? { records: noCounts(), acceleratorMs: noCounts(), opaqueReports: 0n };
    this.sources.set(key, found);
    return found;
  }

  /** Everything that was sent, whatever became of it. */
  receive(report: Submission): void {
    const { records, acceleratorMs } = this.of(report);
    records.received += BigInt(report.recordCount);
    records.rejected += BigInt(report.rejected.length);
    for (const record of report.records) acceleratorMs.received += sentMs(record);
  }

  settle(report: Submission, fate: Fate, records: bigint, ms: bigint): void {
    this.of(report).records[fate] += records;
    this.of(report).acceleratorMs[fate] += ms;
  }
}

export function conservationOf(deciding: Deciding, truthOf: (entry: TruthEntry) => RecordTruth): Map<string, Conservation> {
  const account = new Account();
  for (const { report } of [...deciding.standing.values(), ...deciding.copies]) if (!report.opaque) account.receive(report);
  for (const { report, fate } of deciding.copies)
    if (!report.opaque) for (const record of report.records) account.settle(report, fate, 1n, sentMs(record));
  for (const entry of deciding.inOrder) {
    const { fate, parts } = truthOf(entry);
    account.settle(entry.report, fate, 1n, fate === 'held' || fate === 'replaced' ? sentMs(entry.record) : 0n);
    for (const part of ['counted', 'duplicate', 'conflict'] as const) account.settle(entry.report, part, 0n, parts[part]);
  }
  for (const { report } of deciding.standing.values()) if (report.opaque) account.of(report).opaqueReports += 1n;
  for (const [source, { records, acceleratorMs }] of account.sources)
    for (const counts of [records, acceleratorMs]) balance(source, counts);
  return account.sources;
}

/** Received is added up from the submissions as sent, the rest from fates and coverage: a slip in the model shows here. */
function balance(source: string, counts: Counts): void {
  const sum = FATES.reduce((total, fate) => total + counts[fate], 0n);
  if (sum !== counts.received)
    throw new Error(`the truth of ${source} does not balance: received ${counts.received}, accounted for ${sum}`);
}
