import { encodeEnvelope } from '@tidemark/contracts';
import { type IncomingMessage, REPLAYED_HEADER } from '@tidemark/messaging';
import { ReportDecoder } from './report-messages.js';
import { moveMark } from './submission.js';

const envelope = (offset: bigint) => ({
  ...{ provider: 'alpha', source: 'm', epoch: 1, sequence: offset + 1n, receivedAtMs: 1, producedAtMs: 0, recordCount: 1, door: 'http' },
  ...{ contentHash: new Uint8Array(32), columns: new Uint8Array(), schemaVersion: 1, opaque: new Uint8Array(), opaqueContentType: '' },
  origin: { stream: 'door/1', offset },
  rejected: [{ index: 0, code: 'COUNT_OUT_OF_RANGE', field: 'count' }],
});
const message = (offset: bigint, headers: Record<string, string> = {}): IncomingMessage => ({
  ...{ offset, key: 'alpha/m', timestampMs: 1, headers },
  value: Buffer.from(encodeEnvelope(envelope(offset))),
});

describe('messages of usage.reports.v1', () => {
  const decoder = new ReportDecoder();
  const decodedOf = (one: IncomingMessage) => {
    const { reports, poison } = decoder.decode([one]);
    expect(poison).toEqual([]);
    return reports[0]!;
  };
  const taken = (marks: Map<string, bigint>, one: IncomingMessage) => moveMark(marks, decodedOf(one));

  it('what the transport delivers again is passed over', () => {
    const marks = new Map<string, bigint>();
    expect([taken(marks, message(0n)), taken(marks, message(1n)), taken(marks, message(0n))]).toEqual([true, true, false]);
  });

  it('what was put aside is taken when it comes back behind younger ones, once', () => {
    const marks = new Map([['door/1', 8n]]);
    const replayed = (id: string) => taken(marks, message(3n, { [REPLAYED_HEADER]: id }));
    expect([replayed('17'), replayed('17'), replayed('18')]).toEqual([true, false, true]);
    expect(marks.get('door/1')).toBe(8n);
  });
});
