import { create, toBinary } from '@bufbuild/protobuf';
import { candidateFromJson, checkReport } from '@tidemark/domain';
import { UsageReportSchema } from '../messages/usage.js';
import { decodeColumns } from './columns-decoder.js';
import { encodeColumns } from './columns-encoder.js';
import { decodeUsageReport } from './usage-report-decoder.js';

const NOW = Date.UTC(2026, 0, 1);
const json = {
  source: 'm-1',
  epoch: 1,
  sequence: '7',
  records: [
    {
      account: 'a',
      cluster: 'c',
      accelerator: 'H100',
      startMs: NOW - 3_600_000,
      endMs: String(NOW),
      node: 'n1',
      devices: [3, 1],
      utilisation: { kind: 'OFU', value: '0.43' },
      evidence: 'TELEMETRY',
    },
    { account: 'b', cluster: 'c', count: 8, startMs: NOW - 1_000, endMs: NOW },
    { account: 'b', cluster: 'c', count: 0, startMs: NOW - 1_000, endMs: NOW },
    { correction: { epoch: 1, sequence: 3, index: 2, void: true } },
  ],
};

function checked(candidate: ReturnType<typeof candidateFromJson>) {
  if ('refused' in candidate) throw new Error(candidate.refused.message);
  const result = checkReport(candidate.candidate, { nowMs: NOW });
  if (!('report' in result)) throw new Error(JSON.stringify(result));
  return result.report;
}

describe('a report through both doors', () => {
  it('gives the same columns from JSON and from protobuf, and they come back as they went in', () => {
    const fromJson = checked(candidateFromJson(json));
    const message = create(UsageReportSchema, {
      source: 'm-1',
      epoch: 1,
      sequence: 7n,
      records: [
        {
          account: 'a',
          cluster: 'c',
          accelerator: 'H100',
          startMs: BigInt(NOW - 3_600_000),
          endMs: BigInt(NOW),
          node: 'n1',
          devices: [3, 1],
          utilisation: { kind: 4, value: '0.43' },
          evidence: 2,
        },
        { account: 'b', cluster: 'c', count: 8, startMs: BigInt(NOW - 1_000), endMs: BigInt(NOW) },
        { account: 'b', cluster: 'c', count: 0, startMs: BigInt(NOW - 1_000), endMs: BigInt(NOW) },
        { correction: { epoch: 1, sequence: 3n, index: 2, void: true } },
      ],
    });
    const fromProtobuf = checked(decodeUsageReport(toBinary(UsageReportSchema, message)));
    expect(fromProtobuf).toEqual(fromJson);
    expect(fromJson.rejected).toEqual([{ index: 2, code: 'COUNT_OUT_OF_RANGE', field: 'count', message: 'count is 0, not 1 to 1000000.' }]);
    const bytes = encodeColumns(fromJson.columns);
    const decoded = decodeColumns(bytes);
    expect(decoded).toMatchObject({ ...fromJson.columns, names: ['', 'a', 'c', 'H100', 'n1', 'b'] });
    expect(encodeColumns(decoded)).toEqual(bytes);
  });
});
