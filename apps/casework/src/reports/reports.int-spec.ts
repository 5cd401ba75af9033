import { createHash } from 'node:crypto';
import { canonicalJson } from '@tidemark/domain';
import { type CaseworkUnderTest, startCasework } from '../../test/casework.fixture.js';
import {
  AUDITOR,
  ELSEWHERE,
  flag,
  LEA,
  type MonitorStub,
  PROVIDER,
  RAJ,
  ROSA,
  startMonitorStub,
  tell,
  toldCase,
} from '../papers/paper-case.fixture.js';
import { pdfText } from '../papers/pdf-text.fixture.js';

describe('the report of a regime', () => {
  let casework: CaseworkUnderTest;
  let monitor: MonitorStub;

  beforeAll(async () => {
    monitor = await startMonitorStub();
    casework = await startCasework({ TIDEMARK_MONITOR_URL: monitor.url });
  }, 60_000);
  afterAll(async () => {
    await casework?.stop();
    await monitor?.stop();
  });

  let next = 1;
  /** A flag is in one case. */
  const newCase = () => toldCase(casework, [`flag-${next++}`]);
  const draft = (as: string, id: string, rule = 'eu-ai-act-51') => casework.call(as, 'POST', `/v1/cases/${id}/reports`, { body: { rule } });
  const drafted = async (as: string, id: string) => {
    const answer = await draft(as, id);
    expect([answer.status, answer.body.code]).toEqual([201, undefined]);
    return answer.body.made as string;
  };
  const step = (as: string, id: string, report: string, what: string, body?: object) =>
    casework.call(as, 'POST', `/v1/cases/${id}/reports/${report}/${what}`, { body });
  const list = async (id: string) => (await casework.call(AUDITOR, 'GET', `/v1/cases/${id}/reports`)).body.items;

  it('is drafted by one, checked by another, and says what was counted and what law asks', async () => {
    const id = await newCase();
    const report = await drafted(ROSA, id);
    expect(await step(ROSA, id, report, 'check')).toMatchObject({ status: 403 });
    expect(await step(RAJ, id, report, 'check')).toMatchObject({ status: 200 });
    const { body } = await casework.call(AUDITOR, 'GET', `/v1/cases/${id}/reports/${report}/json`);
    expect(body).toMatchObject({
      status: 'final',
      draftedBy: 'rosa',
      settledBy: 'raj',
      content: {
        compute: { expected: '1.0e25', interval: ['9.9e24', '2.1e25'] },
        assumptions: ['Utilisation 0.35 where none was measured'],
        method: { meteringPolicies: [1] },
        law: { words: expect.stringContaining('No law in force obliges a cloud provider') },
      },
    });
    expect(createHash('sha256').update(canonicalJson(body.content)).digest('hex')).toBe(body.sha256);
  });

  it('is the same bytes whenever it is printed, and says on every page that it is a draft while it is one', async () => {
    const id = await newCase();
    const report = await drafted(ROSA, id);
    const print = async () => (await casework.call(ROSA, 'GET', `/v1/cases/${id}/reports/${report}/pdf`)).body as Buffer;
    expect(pdfText(await print()).match(/DRAFT report/g)!.length).toBeGreaterThanOrEqual(2);
    await step(RAJ, id, report, 'check');
    const final = await print();
    casework.clock.nowMs += 86_400_000;
    await tell(casework, id, flag('flag-900', '90000000000000000000000000'));
    expect((await print()).equals(final)).toBe(true);
    const text = pdfText(final).replaceAll('\n', ' ');
    expect(text).not.toContain('DRAFT');
    for (const words of ['1.0e25 FLOP, between 9.9e24 and 2.1e25', 'Standing in law', 'obliges no cloud provider', 'Utilisation 0.35'])
      expect(text.replaceAll(/\s+/g, ' ')).toContain(words);
  });

  it('is returned with a reason, superseded by a later draft, and never changed once it is final', async () => {
    const id = await newCase();
    const returned = await drafted(ROSA, id);
    expect(await step(RAJ, id, returned, 'return', {})).toMatchObject({ status: 400 });
    expect(await step(RAJ, id, returned, 'return', { reason: 'Sites are missing' })).toMatchObject({ status: 200 });
    const superseded = await drafted(ROSA, id);
    const final = await drafted(RAJ, id);
    await step(LEA, id, final, 'check');
    for (const [report, what] of [
      [final, 'check'],
      [final, 'return'],
      [superseded, 'check'],
      [returned, 'check'],
    ] as const)
      expect(await step(LEA, id, report, what, { reason: 'Once more' })).toMatchObject({ status: 409, body: { code: 'REPORT_SETTLED' } });
    expect((await list(id)).map(({ number, status }: { number: number; status: string }) => `${number} ${status}`)).toEqual([
      '1 returned',
      '2 superseded',
      '3 final',
    ]);
  });

  it('is drafted once for one key', async () => {
    const id = await newCase();
    const headers = { 'idempotency-key': 'draft-1' };
    const [one, other] = [
      await casework.call(ROSA, 'POST', `/v1/cases/${id}/reports`, { body: { rule: 'eu-ai-act-51' }, headers }),
      await casework.call(ROSA, 'POST', `/v1/cases/${id}/reports`, { body: { rule: 'eu-ai-act-51' }, headers }),
    ];
    expect(other.body).toEqual(one.body);
    expect(await list(id)).toHaveLength(1);
  });

  it('is refused for a rule that flagged nothing or is none, and to those who may not', async () => {
    const id = await newCase();
    expect(await draft(ROSA, id, 'us-ca-sb53')).toMatchObject({ status: 422, body: { code: 'REPORT_RULE_NOT_IN_CASE' } });
    expect(await draft(ROSA, id, 'no-such-rule')).toMatchObject({ status: 422, body: { code: 'REPORT_RULE_UNKNOWN' } });
    expect((await draft(ROSA, id, 'Not A Rule')).status).toBe(400);
    expect([(await draft(AUDITOR, id)).status, (await draft(PROVIDER, id)).status, (await draft(ELSEWHERE, id)).status]).toEqual([
      403, 403, 404,
    ]);
    const report = await drafted(ROSA, id);
    expect([(await step(AUDITOR, id, report, 'check')).status, (await step(ELSEWHERE, id, report, 'check')).status]).toEqual([403, 404]);
    expect(await casework.call(ROSA, 'GET', `/v1/cases/${id}/reports/none/pdf`)).toMatchObject({
      status: 404,
      body: { code: 'REPORT_UNKNOWN' },
    });
    monitor.failing = 500;
    const other = await newCase();
    expect((await draft(ROSA, other)).body).toMatchObject({ code: 'FLAG_EVIDENCE_UNREACHABLE' });
    monitor.failing = undefined;
  });
});
