/** The truth of a whole ledger, from the list of its facts and from nothing else. Slow on purpose: nothing is kept between two calls. */
import { conservationOf } from './conservation.js';
import { replacedRecords } from './corrections.js';
import { type Claimant, type Share, shareAlone, shareNode } from './coverage.js';
import { comparePlaces, Deciding, type TruthEntry } from './deciding.js';
import { findingsOf } from './findings.js';
import { basisOf, labelOf, tflopOf } from './metering-formula.js';
import { type Fact, type Fate, type RecordTruth, type Rest, recordKey, type Totals, type Truth, totalsKey } from './truth.model.js';

const NOTHING = { counted: 0n, duplicate: 0n, conflict: 0n };

export function deriveTruth(facts: Fact[]): Truth {
  const deciding = new Deciding();
  for (const fact of facts) deciding.take(fact);
  const replaced = replacedRecords(deciding);
  const shares = shareAll(deciding.inOrder.filter((entry) => entry.decided?.registration && !replaced.has(entry)));
  const records = new Map<string, RecordTruth>();
  for (const { report } of deciding.standing.values())
    for (const index of report.rejected)
      records.set(recordKey(report.provider, report.source, report.epoch, report.sequence, index), {
        fate: 'rejected',
        parts: NOTHING,
        reasons: [],
        replacedBy: '',
      });
  for (const entry of deciding.inOrder) records.set(keyOf(entry), truthOf(entry, replaced.get(entry), shares.get(entry)));
  return {
    totals: totalsOf(shares),
    rests: restsOf(shares),
    records,
    conservation: conservationOf(deciding, (entry) => records.get(keyOf(entry))!),
    findings: findingsOf(deciding, shares),
  };
}

function keyOf({ report, record }: TruthEntry): string {
  return recordKey(report.provider, report.source, report.epoch, report.sequence, record.index);
}

/** Coverage node by node, each in effective order. */
function shareAll(standing: TruthEntry[]): Map<TruthEntry, Share> {
  const shares = new Map<TruthEntry, Share>();
  const nodes = new Map<string, TruthEntry[]>();
  for (const entry of standing) {
    const { record, report } = entry;
    const node = JSON.stringify([report.provider, record.cluster, record.node]);
    if (record.node === '') shares.set(entry, shareAlone(record));
    else if (!nodes.get(node)?.push(entry)) nodes.set(node, [entry]);
  }
  for (const entries of nodes.values()) {
    entries.sort((a, b) => comparePlaces(a.decided!.place, b.decided!.place));
    const claimants = entries.map(
      ({ record, decided }): Claimant => ({ record, nodeLimit: decided!.registration!.cluster.acceleratorsPerNode }),
    );
    shareNode(claimants).forEach((share, i) => {
      shares.set(entries[i]!, share);
    });
  }
  return shares;
}

function truthOf(entry: TruthEntry, by: TruthEntry | undefined, share: Share | undefined): RecordTruth {
  if (by)
    return { fate: 'replaced', parts: NOTHING, reasons: [], replacedBy: `${by.report.epoch}/${by.report.sequence}/${by.record.index}` };
  if (!entry.decided) return { fate: 'held', parts: NOTHING, reasons: entry.waitsFor, replacedBy: '' };
  return { fate: share ? fateOf(share) : 'counted', parts: share?.parts ?? NOTHING, reasons: [], replacedBy: '' };
}

function fateOf({ parts }: Share): Fate {
  if (parts.counted > 0n) return 'counted';
  return parts.conflict > 0n ? 'conflict' : 'duplicate';
}

function totalsOf(shares: Map<TruthEntry, Share>): Map<string, Totals> {
  const totals = new Map<string, Totals>();
  for (const [{ report, record, decided }, share] of shares) {
    const { model, peaks } = decided!.registration!;
    for (const [hour, acceleratorMs] of share.counted) {
      const key = totalsKey(report.provider, record.account, record.cluster, model, hour);
      const sum = totals.get(key) ?? { acceleratorMs: 0n, lower: 0n, expected: 0n, upper: 0n };
      const more = tflopOf(acceleratorMs, peaks, record);
      sum.acceleratorMs += acceleratorMs;
      sum.lower += more.lower;
      sum.expected += more.expected;
      sum.upper += more.upper;
      totals.set(key, sum);
    }
  }
  return totals;
}

function restsOf(shares: Map<TruthEntry, Share>): Map<string, Rest> {
  const rests = new Map<string, Rest>();
  const add = (key: string, acceleratorMs: bigint, expected: bigint): void => {
    const sum = rests.get(key) ?? { acceleratorMs: 0n, expected: 0n };
    rests.set(key, { acceleratorMs: sum.acceleratorMs + acceleratorMs, expected: sum.expected + expected });
  };
  for (const [{ report, record, decided }, share] of shares) {
    const { model, peaks } = decided!.registration!;
    for (const [hour, acceleratorMs] of share.counted) {
      const key = totalsKey(report.provider, record.account, record.cluster, model, hour);
      const { expected } = tflopOf(acceleratorMs, peaks, record);
      add(`${key}|${basisOf(peaks, record)}`, acceleratorMs, expected);
      const label = labelOf(record);
      if (label !== undefined) add(`${key}|label:${label}`, acceleratorMs, expected);
    }
  }
  return rests;
}
