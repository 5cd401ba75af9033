/** From a planned report to what a client sends (the JSON mapping of UsageReport), and to what must stand in the log. */
import type { TruthRecord } from '../../truth/truth.model.js';
import type { Random } from './random.js';
import type { PlannedRecord, PlannedReport } from './report-maker.js';

const KINDS = ['NONE', 'GPU_UTIL', 'SM_ACTIVE', 'TENSOR_ACTIVE', 'OFU', 'MFU_REPORTED'];
const FORMATS = ['UNSPECIFIED', 'FP64T', 'TF32', 'BF16', 'FP16', 'FP8', 'INT8', 'FP4'];
const EVIDENCES = ['DECLARED', 'BILLED', 'TELEMETRY', 'ATTESTED'];
const WORKLOADS = ['UNSPECIFIED', 'TRAINING', 'INFERENCE', 'OTHER'];

/** The report in proto3 JSON. Defaults are sometimes written out and sometimes left away; the meaning is the same. */
export function renderReport(random: Random, report: PlannedReport, producedAtMs: number): Record<string, unknown> {
  return {
    source: report.source,
    epoch: report.epoch,
    sequence: random.chance(0.5) ? String(report.sequence) : report.sequence,
    producedAtMs: String(producedAtMs),
    records: report.records.map((planned) => renderRecord(random, planned)),
    ...(report.opaque ? { schemaVersion: 2 } : {}),
  };
}

function renderRecord(random: Random, { record, fault }: PlannedRecord): Record<string, unknown> {
  const json = record.correction?.void && !fault ? {} : renderUse(random, record);
  if (record.correction) json.correction = { ...record.correction, sequence: String(record.correction.sequence) };
  fault?.apply(json);
  return json;
}

function renderUse(random: Random, record: TruthRecord): Record<string, unknown> {
  const wide = random.chance(0.5);
  const enumOf = (names: string[], value: number): string | undefined => (value === 0 && !wide ? undefined : names[value]);
  const json: Record<string, unknown> = {
    account: record.account,
    cluster: record.cluster,
    accelerator: record.accelerator === '' && !wide ? undefined : record.accelerator,
    count: record.devices.length > 0 && !wide ? undefined : record.count,
    startMs: wide ? String(record.startMs) : record.startMs,
    endMs: wide ? record.endMs : String(record.endMs),
    node: record.node || undefined,
    // The order of devices carries no meaning.
    devices: record.devices.length > 0 ? (wide ? [...record.devices].reverse() : record.devices) : undefined,
    utilisation: record.kind === 0 && !wide ? undefined : renderUtilisation(record),
    format: enumOf(FORMATS, record.format),
    evidence: enumOf(EVIDENCES, record.evidence),
    workload: enumOf(WORKLOADS, record.workload),
    workloadEvidence: enumOf(EVIDENCES, record.workloadEvidence),
    job: record.job || undefined,
  };
  return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined));
}

/** With twelve more digits than are kept: just below the half, so that it rounds to the planned value. */
function renderUtilisation({ kind, ppm }: TruthRecord): Record<string, unknown> {
  if (kind === 0) return { kind: KINDS[0] };
  const digits = String(ppm).padStart(7, '0');
  const tail = ppm < 1_000_000 && ppm % 3 === 0 ? '499999999999' : '';
  return { kind: KINDS[kind], value: `${digits.slice(0, -6)}.${digits.slice(-6)}${tail}` };
}

/** The accepted records as the log must hold them: of a void only the correction is kept. */
export function acceptedRecords(report: PlannedReport): TruthRecord[] {
  return report.records
    .filter(({ fault }) => fault === undefined)
    .map(({ record }) => (record.correction?.void ? voidRecord(record) : record));
}

export const rejectedIndices = (report: PlannedReport): number[] =>
  report.records.flatMap(({ record, fault }) => (fault ? [record.index] : []));

const voidRecord = ({ index, correction }: TruthRecord): TruthRecord => ({
  ...{ index, account: '', cluster: '', accelerator: '', count: 0, startMs: 0, endMs: 0, node: '', devices: [], job: '' },
  ...{ kind: 0, ppm: 0, format: 0, evidence: 0, workload: 0, workloadEvidence: 0, correction },
});
