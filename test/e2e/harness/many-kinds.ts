import { HOUR_MS, NOON_MS, record } from './usage.js';

/** One report with a record of nearly every kind: sent by every door, it must have one answer. Without nodes, so that no door takes from another. */
export const manyKinds = (name: string): Record<string, unknown> => ({
  source: `m-${name}`,
  epoch: 1,
  sequence: '1',
  producedAtMs: String(NOON_MS + HOUR_MS),
  records: [
    record({ utilisation: { kind: 'OFU', value: '0.4300005' }, evidence: 'TELEMETRY', format: 'BF16', job: 'job-ä' }),
    record({ count: 0 }),
    record({ account: ' acme' }),
    record({ cluster: 'nobody-knows-it' }),
    record({ accelerator: 'nobody knows it' }),
    record({ startMs: '1' }),
    record({ utilisation: { kind: 'SM_ACTIVE', value: '1.5' } }),
    record({ workload: 'INFERENCE', workloadEvidence: 'TELEMETRY', endMs: String(NOON_MS + 2 * HOUR_MS + 1) }),
    record({ account: 'corrected', correction: { epoch: 1, sequence: '1', index: 7 } }),
    record({ correction: { epoch: 1, sequence: '1', index: 9 } }),
  ],
});

/** index, code, field. */
export const EXPECTED_VERDICTS = [
  [1, 'COUNT_OUT_OF_RANGE', 'count'],
  [2, 'ID_HAS_OUTER_SPACE', 'account'],
  [5, 'START_BEFORE_2010', 'startMs'],
  [6, 'UTILISATION_OUT_OF_RANGE', 'utilisation.value'],
  [9, 'CORRECTION_OF_ITSELF', 'correction'],
];

export const EXPECTED_FATES = [
  'COUNTED',
  'REJECTED',
  'REJECTED',
  'HELD',
  'HELD',
  'REJECTED',
  'REJECTED',
  'REPLACED',
  'COUNTED',
  'REJECTED',
];

export const REPORT_MS = {
  counted: String(2 * 8 * HOUR_MS),
  held: String(2 * 8 * HOUR_MS),
  replaced: String(8 * (2 * HOUR_MS + 1)),
  rejected: '0',
};
