import { decodeColumns } from '@tidemark/contracts';
import { envelopesIn, NOW_MS, post, type RunningGateway, record, report, startGateway } from '../../test/gateway.js';
import { ScriptedLog } from '../../test/scripted-log.js';

describe('POST /v1/reports', () => {
  let log: ScriptedLog;
  let gateway: RunningGateway;
  let token: string;

  beforeEach(async () => {
    log = new ScriptedLog();
    gateway = await startGateway(log);
    token = gateway.tokens.provider('alpha');
  });
  afterEach(() => gateway.stop());

  const send = (body: RequestInit['body'], type = 'application/json') => post(`${gateway.origin}/v1/reports`, token, type, body);
  const sendJson = (value: unknown) => send(JSON.stringify(value));

  it('answers a report with its receipt, and the envelope is in the log', async () => {
    const answer = await sendJson(report());
    expect(answer.status).toBe(202);
    expect(answer.body).toEqual({
      provider: 'alpha',
      source: 'meter-1',
      epoch: 1,
      sequence: '1',
      contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      position: { log: 'usage.reports.v1', partition: expect.any(Number), offset: '0' },
      receivedAtMs: String(NOW_MS),
      verdicts: [],
    });
    const [envelope] = await envelopesIn(log);
    expect(envelope).toMatchObject({ provider: 'alpha', source: 'meter-1', sequence: 1n, recordCount: 1, door: 'http', schemaVersion: 1 });
    expect(envelope!.origin.stream).toMatch(/^door\/[0-9a-f-]{36}$/);
    expect(decodeColumns(envelope!.columns).length).toBe(1);
  });
});
