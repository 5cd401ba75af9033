/** What the ledger must point at, as keys: kind and what it is about. */
import { HOUR_MS, type Share } from './coverage.js';
import type { Deciding, TruthEntry } from './deciding.js';
import { peaksFor } from './metering-formula.js';
import { type ClusterFact, sourceKey } from './truth.model.js';

export function findingsOf(deciding: Deciding, shares: Map<TruthEntry, Share>): Set<string> {
  return new Set([
    ...sequenceFindings(deciding),
    ...conflictFindings(deciding),
    ...recordFindings(shares),
    ...capacityFindings(deciding, shares),
  ]);
}

/** SEQUENCE_GAP by source while a sequence is missing below the highest one; EPOCH_WENT_BACK by source once a lower epoch came later. */
function sequenceFindings(deciding: Deciding): string[] {
  const found: string[] = [];
  const sources = new Map<string, Map<number, Set<bigint>>>();
  for (const { report } of deciding.standing.values()) {
    const key = sourceKey(report.provider, report.source);
    const epochs = sources.get(key) ?? new Map<number, Set<bigint>>();
    sources.set(key, epochs);
    const highest = Math.max(0, ...epochs.keys());
    if (report.epoch < highest) found.push(`EPOCH_WENT_BACK ${key}`);
    epochs.set(report.epoch, (epochs.get(report.epoch) ?? new Set()).add(report.sequence));
  }
  for (const [key, epochs] of sources)
    for (const sequences of epochs.values()) {
      const gap = [...sequences].some((sequence) => sequence > 1n && !sequences.has(sequence - 1n));
      if (gap) found.push(`SEQUENCE_GAP ${key}`);
    }
  return found;
}

function conflictFindings(deciding: Deciding): string[] {
  return deciding.copies
    .filter(({ fate }) => fate === 'conflict')
    .map(({ report }) => `REPORT_CONFLICT ${sourceKey(report.provider, report.source)}`);
}

function recordFindings(shares: Map<TruthEntry, Share>): string[] {
  const found: string[] = [];
  for (const [{ report, record, decided }, share] of shares) {
    const { model, peaks, cluster } = decided!.registration!;
    const where = `${report.provider}/${record.cluster}`;
    if (model !== cluster.accelerator) found.push(`MODEL_MISMATCH ${where}`);
    if (share.countDiffers) found.push(`COUNT_DIFFERS ${where}`);
    if (share.parts.counted > 0n && peaksFor(peaks, record).unsupported) found.push(`FORMAT_UNSUPPORTED ${where}`);
  }
  return found;
}

/** OVER_CAPACITY by cluster when an hour holds more counted accelerator time than the cluster has in service, by its latest registration. */
function capacityFindings({ registry }: Deciding, shares: Map<TruthEntry, Share>): string[] {
  const used = new Map<string, { cluster: ClusterFact; hour: number; ms: bigint }>();
  for (const [{ report, record }, share] of shares)
    for (const [hour, ms] of share.counted) {
      const cluster = registry.cluster(report.provider, record.cluster)!;
      const key = `${report.provider}/${record.cluster}|${hour}`;
      used.set(key, { cluster, hour, ms: ms + (used.get(key)?.ms ?? 0n) });
    }
  return [...used.values()]
    .filter(({ cluster, hour, ms }) => ms > capacityMs(cluster, hour))
    .map(({ cluster }) => `OVER_CAPACITY ${cluster.provider}/${cluster.id}`);
}

function capacityMs({ accelerators, inServiceFromMs, inServiceToMs }: ClusterFact, hour: number): bigint {
  const end = Math.min((hour + 1) * HOUR_MS, inServiceToMs ?? Number.POSITIVE_INFINITY);
  return BigInt(accelerators) * BigInt(Math.max(0, end - Math.max(hour * HOUR_MS, inServiceFromMs)));
}
