import { PUBLISHED_RULEBOOK, printRule } from '@tidemark/domain';
import { TOPICS } from '@tidemark/messaging';
import { until } from '@tidemark/testing';
import { aFlag, caseIn, joinFlag, person, RHEA, ROLF, ROSA, RUTH, STATEMENT } from '../../test/case-stages.fixture.js';
import { type CaseworkUnderTest, startCasework } from '../../test/casework.fixture.js';

const body = { outcome: 'DUTY_APPLIES', statement: { ...STATEMENT, rules: [{ rule: 'eu-ai-act-51', version: 1 }], evidence: ['flag-1'] } };
const reason = { reason: 'It follows from the facts' };

describe('an outcome over HTTP', () => {
  let casework: CaseworkUnderTest;
  beforeAll(async () => {
    casework = await startCasework();
  }, 60_000);
  afterAll(() => casework?.stop());

  const post = (as: string, path: string, sent: object = reason, headers: Record<string, string> = {}) =>
    casework.call(as, 'POST', `/v1/cases/${path}`, { body: sent, headers });
  const versionOf = async (id: string) => (await casework.call(ROSA, 'GET', `/v1/cases/${id}`)).headers.get('etag')!;
  const approve = async (as: string, id: string, proposal: string, version?: string) =>
    post(as, `${id}/proposals/${proposal}/approval`, reason, { 'if-match': version ?? (await versionOf(id)) });
  const proposed = async (as = ROSA) => {
    const id = await caseIn(casework, 'investigating');
    const answer = await post(as, `${id}/proposals`, body);
    expect(answer).toMatchObject({ status: 201, body: { stage: 'proposed' } });
    return { id, proposal: answer.body.made as string };
  };

  it('is proposed by one and approved by another, who read the case as it is', async () => {
    const { id, proposal } = await proposed();
    expect((await casework.call(ROSA, 'GET', `/v1/cases/${id}`)).body.moves).toEqual(['refuse', 'withdraw', 'approve']);
    expect(await approve(RUTH, id, proposal)).toMatchObject({ status: 200, body: { stage: 'decided' } });
    const read = await casework.call(ROLF, 'GET', `/v1/cases/${id}/proposals`);
    expect(read.body).toMatchObject({
      standing: { outcome: 'DUTY_APPLIES', proposal },
      items: [{ status: 'approved', statement: STATEMENT, proposed: { by: 'rosa' }, settled: { by: 'ruth' } }],
    });
  });

  it('is approved by nobody who has not said which version she read', async () => {
    const { id, proposal } = await proposed();
    expect(await post(RUTH, `${id}/proposals/${proposal}/approval`)).toMatchObject({
      status: 428,
      body: { code: 'PRECONDITION_REQUIRED' },
    });
  });

  it('is not approved by whoever has not seen a flag that joined since', async () => {
    const { id, proposal } = await proposed();
    const before = await versionOf(id);
    await joinFlag(casework, id, aFlag(`late-${id}`));
    expect(await approve(RUTH, id, proposal, before)).toMatchObject({ status: 412 });
    casework.clock.nowMs += 1;
    await joinFlag(casework, id, aFlag(`later-${id}`));
    const seen = await casework.call(RUTH, 'GET', `/v1/cases/${id}/proposals`);
    expect(seen.body.items[0].joinedSince.flags).toEqual([`later-${id}`]);
    expect(await approve(RUTH, id, proposal, seen.headers.get('etag')!)).toMatchObject({ status: 200 });
  });

  it('is approved by nobody alone, whichever account and role she takes', async () => {
    const lead = person('rosa', 'regulator-lead');
    const { id, proposal } = await proposed(person('rosa', 'regulator-lead'));
    expect(await approve(lead, id, proposal)).toMatchObject({ status: 403, body: { code: 'SAME_PERSON' } });
    expect(await approve('another-account:regulator-lead::rosa', id, proposal)).toMatchObject({
      status: 403,
      body: { code: 'SAME_PERSON' },
    });
  });

  it('is approved by no reviewer, no auditor, no machine and nobody of another authority', async () => {
    const { id, proposal } = await proposed();
    expect(await approve(ROLF, id, proposal)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN_ROLE' } });
    expect(await approve(person('otto', 'auditor'), id, proposal)).toMatchObject({ status: 403 });
    expect(await approve('robot:regulator-lead', id, proposal)).toMatchObject({ status: 403, body: { code: 'PERSON_REQUIRED' } });
    expect(await approve(person('olga', 'regulator-lead', '', 'elsewhere'), id, proposal)).toMatchObject({ status: 404 });
  });

  it('is void once its proposer is seen in another role, and says so in the log', async () => {
    const { id, proposal } = await proposed(person('vera', 'regulator-reviewer'));
    casework.clock.nowMs += 1000;
    await post(person('vera', 'regulator-lead'), `${id}/proposals/${proposal}/refusal`);
    expect(await approve(RUTH, id, proposal)).toMatchObject({ status: 409, body: { code: 'PROPOSAL_VOID' } });
  });

  it('is refused with a reason by another, and withdrawn by its proposer alone', async () => {
    const { id, proposal } = await proposed();
    expect(await post(ROSA, `${id}/proposals/${proposal}/refusal`)).toMatchObject({ status: 403 });
    expect(await post(RUTH, `${id}/proposals/${proposal}/refusal`, { reason: '' })).toMatchObject({ status: 400 });
    expect(await post(RUTH, `${id}/proposals/${proposal}/refusal`)).toMatchObject({ status: 200, body: { stage: 'investigating' } });
    const again = (await post(ROLF, `${id}/proposals`, body)).body.made;
    expect(await post(ROSA, `${id}/proposals/${again}/withdrawal`)).toMatchObject({ status: 403, body: { code: 'NOT_THE_PROPOSER' } });
    expect(await post(ROLF, `${id}/proposals/${again}/withdrawal`)).toMatchObject({ status: 200, body: { stage: 'investigating' } });
    expect(await post(RUTH, `${id}/proposals/${again}/refusal`)).toMatchObject({ status: 409 });
  });

  it('is refused by the field when it says nothing, names no outcome or a rule of no version', async () => {
    const id = await caseIn(casework, 'investigating');
    expect(await post(ROSA, `${id}/proposals`, { ...body, outcome: 'JAIL' })).toMatchObject({
      status: 400,
      body: { code: 'INVALID_INPUT' },
    });
    expect(await post(ROSA, `${id}/proposals`, { outcome: 'DUTY_APPLIES', statement: STATEMENT })).toMatchObject({
      status: 422,
      body: { code: 'RULE_MISSING' },
    });
    await joinFlag(casework, id, aFlag(`f-${id}`, { ruleVersion: 2 }));
    expect(await post(ROSA, `${id}/proposals`, body)).toMatchObject({ status: 422, body: { code: 'RULE_VERSION_OTHER' } });
  });

  it('cites rules that there are: of the rulebook, of a flag of the case, or brought in by an operator', async () => {
    const id = await caseIn(casework, 'investigating');
    const citing = async (rule: string, version: number) => {
      const statement = { ...body.statement, rules: [{ rule, version }] };
      const { status, body: answer } = await post(ROSA, `${id}/proposals`, { ...body, statement });
      if (status === 201) await post(ROSA, `${id}/proposals/${answer.made}/withdrawal`);
      return [status, answer.code];
    };
    expect(await citing('eu-ai-act-51', 99)).toEqual([422, 'CITED_RULE_UNKNOWN']);
    expect(await citing('us-eo-14110', 1)).toEqual([201, undefined]);
    expect(await citing('our-number', 1)).toEqual([422, 'CITED_RULE_UNKNOWN']);
    const published = PUBLISHED_RULEBOOK.rules.find((rule) => rule.id === 'eu-ai-act-51')!;
    const rule = printRule({ ...published, id: 'our-number', version: 1 });
    const value = Buffer.from(JSON.stringify({ rule, status: 'ACTIVE', atMs: casework.clock.nowMs }));
    await casework.eventLog.append(TOPICS.rule, [{ key: 'our-number@1', value, partition: 0 }]);
    await until(async () => (await casework.everything('select rule from intake_rule')).length > 0);
    expect(await citing('our-number', 1)).toEqual([201, undefined]);
    expect(await citing('of-a-flag', 3)).toEqual([422, 'CITED_RULE_UNKNOWN']);
    await joinFlag(casework, id, aFlag(`own-${id}`, { rule: 'of-a-flag', ruleVersion: 3 }));
    expect(await citing('of-a-flag', 3)).toEqual([201, undefined]);
  });

  it('is made once, however often the request is repeated', async () => {
    const id = await caseIn(casework, 'investigating');
    const key = { 'idempotency-key': 'propose-once' };
    const first = await post(ROSA, `${id}/proposals`, body, key);
    const again = await post(ROSA, `${id}/proposals`, body, key);
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await post(ROSA, `${id}/proposals`, { ...body, outcome: 'MEASURES' }, key)).toMatchObject({ status: 422 });
  });

  it('keeps no word of its reasons in the open', async () => {
    const { id, proposal } = await proposed();
    await approve(RHEA, id, proposal);
    const rows = await casework.everything<{ text: string }>(`select row_to_json(e)::text as text from case_event e where case_id = $1`, [
      id,
    ]);
    expect(rows.filter(({ text }) => text.includes('follows from') || text.includes('crossed 1e25'))).toEqual([]);
  });
});

describe('the end of a case over HTTP', () => {
  let casework: CaseworkUnderTest;
  beforeAll(async () => {
    casework = await startCasework();
  }, 60_000);
  afterAll(() => casework?.stop());

  const post = (as: string, path: string, sent: object) => casework.call(as, 'POST', `/v1/cases/${path}`, { body: sent });

  it('comes when nothing stands open', async () => {
    const id = await caseIn(casework, 'decided');
    expect(await post(ROSA, `${id}/close`, reason)).toMatchObject({ status: 200, body: { stage: 'closed' } });
    expect(await post(ROSA, `${id}/close`, reason)).toMatchObject({ status: 409 });
  });

  it('is taken back by a lead alone, on evidence that is new', async () => {
    const id = await caseIn(casework, 'closed');
    expect(await post(ROSA, `${id}/reopen`, { ...reason, evidence: ['flag-9'] })).toMatchObject({ status: 403 });
    expect(await post(RUTH, `${id}/reopen`, { ...reason, evidence: [] })).toMatchObject({ status: 400 });
    expect(await post(RUTH, `${id}/reopen`, { ...reason, evidence: ['flag-9'] })).toMatchObject({
      status: 200,
      body: { stage: 'reopened' },
    });
  });

  it('does not stop a correction of its record, which leaves the entry as it was', async () => {
    const id = await caseIn(casework, 'closed');
    const correction = { entry: 2, wrong: 'The date', correct: 'A day later' };
    expect(await post(ROSA, `${id}/corrections`, correction)).toMatchObject({ status: 201 });
    expect(await post(ROSA, `${id}/corrections`, { ...correction, entry: 999 })).toMatchObject({
      status: 422,
      body: { code: 'ENTRY_UNKNOWN' },
    });
    expect(await post(person('otto', 'auditor'), `${id}/corrections`, correction)).toMatchObject({ status: 403 });
    const [{ count }] = (await casework.everything<{ count: string }>(
      'select count(*) from case_event where case_id = $1 and sequence = 2',
      [id],
    )) as [{ count: string }];
    expect(count).toBe('1');
  });
});
