/** The ledger against the truth, to the digit. */
import type { EventLog } from '@tidemark/messaging';
import type pg from 'pg';
import { type Fact, type RecordTruth, recordKey, type Truth } from '../../truth/truth.model.js';
import { limited, same, show } from './equality.js';
import { type LedgerAnswers, type ReportJson, readPosted, readTotals } from './ledger-state.js';
import { inLanes } from './patience.js';

/** Findings that follow from what stands must be equal; those made while counting stay, also when the record was replaced later. */
const DERIVED = ['SEQUENCE_GAP', 'OVER_CAPACITY', 'REPORT_CONFLICT'];

/** What differs, in words; nothing when all is equal. With a log, its postings topic is added up too. */
export async function checkLedger(
  client: pg.Client,
  ledger: LedgerAnswers,
  truth: Truth,
  facts: readonly Fact[],
  log?: EventLog,
): Promise<string[]> {
  return [
    ...differences('totals', truth.totals, await readTotals(client)),
    ...(log ? differences('posted', truth.totals, await readPosted(log)) : []),
    ...differences('conservation', truth.conservation, await ledger.conservation()),
    ...findingFaults(truth.findings, await ledger.findings()),
    ...limited('fates', await fateFaults(ledger, truth, facts)),
  ];
}

export function differences<T>(what: string, expected: ReadonlyMap<string, T>, actual: ReadonlyMap<string, T>): string[] {
  const keys = [...new Set([...expected.keys(), ...actual.keys()])].filter((key) => !same(expected.get(key), actual.get(key)));
  return limited(
    what,
    keys.map((key) => `${what} ${key}: truth ${show(expected.get(key))}, ledger ${show(actual.get(key))}`),
  );
}

function findingFaults(truth: ReadonlySet<string>, ledger: ReadonlySet<string>): string[] {
  const missing = [...truth].filter((key) => !ledger.has(key));
  const extra = [...ledger].filter((key) => !truth.has(key) && DERIVED.includes(key.split(' ')[0]!));
  return [...missing.map((key) => `finding missing: ${key}`), ...extra.map((key) => `finding without ground: ${key}`)];
}

async function fateFaults(ledger: LedgerAnswers, truth: Truth, facts: readonly Fact[]): Promise<string[]> {
  const reports = new Map(
    facts.flatMap((fact) => (fact.type === 'report' && !fact.report.opaque ? [[keyOf(fact.report, 0), fact.report] as const] : [])),
  );
  const faults: string[] = [];
  await inLanes(8, [...reports.values()], async (report) => {
    const answer = await ledger.report(report.provider, report.source, report.epoch, report.sequence);
    const indices = new Set(answer.records.map(({ index }) => index));
    for (const record of answer.records) {
      const key = keyOf(report, record.index);
      const fault = fateFault(truth.records.get(key), record);
      if (fault) faults.push(`fate of ${key}: ${fault}`);
    }
    for (let index = 0; truth.records.has(keyOf(report, index)); index += 1)
      if (!indices.has(index)) faults.push(`fate of ${keyOf(report, index)}: not shown`);
  });
  return faults;
}

const keyOf = (
  { provider, source, epoch, sequence }: { provider: string; source: string; epoch: number; sequence: bigint },
  index: number,
): string => recordKey(provider, source, epoch, sequence, index);

function fateFault(truth: RecordTruth | undefined, record: ReportJson['records'][number]): string | undefined {
  if (!truth) return `the truth has no such record, the ledger says ${show(record)}`;
  const { countedMs, duplicateMs, conflictMs } = record.parts;
  const expected = [truth.fate, ...[truth.parts.counted, truth.parts.duplicate, truth.parts.conflict].map(String), truth.replacedBy];
  const actual = [record.fate.toLowerCase(), countedMs, duplicateMs, conflictMs, record.replacedBy ?? ''];
  if (!same(expected, actual)) return `truth ${show(truth)}, ledger ${show(record)}`;
  // A record may wait for several things; the ledger names one of them.
  if (truth.fate === 'held' && !truth.reasons.includes(record.reason as never))
    return `held for ${truth.reasons.join(', ')}, the ledger says ${record.reason}`;
  return undefined;
}
