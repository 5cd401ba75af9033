import { caseIn, person, RHEA, ROLF, ROSA } from '../../test/case-stages.fixture.js';
import { type CaseworkUnderTest, startCasework } from '../../test/casework.fixture.js';

const PIA = person('pia', 'regulator-reviewer');
const PAUL = person('paul', 'regulator-lead');
const because = { reason: 'It follows' };
const decision = {
  decision: 'UPHELD_IN_PART',
  outcome: 'NO_ACTION',
  reasons: 'Half of it was another’s',
  correction: { entry: 2, wrong: 'It was all', correct: 'Not it' },
};

describe('an appeal over HTTP', () => {
  let casework: CaseworkUnderTest;
  beforeAll(async () => {
    casework = await startCasework();
  }, 60_000);
  afterAll(() => casework?.stop());

  const post = (as: string, path: string, body: object = {}, headers: Record<string, string> = {}) =>
    casework.call(as, 'POST', `/v1/cases/${path}`, { body, headers });
  const versionOf = async (id: string) => (await casework.call(ROSA, 'GET', `/v1/cases/${id}`)).headers.get('etag')!;
  const taken = async () => {
    const id = await caseIn(casework, 'appealed');
    expect(await post(ROLF, `${id}/appeals/a-1/review`)).toMatchObject({ status: 200, body: { stage: 'appealed' } });
    return id;
  };
  const proposed = async () => {
    const id = await taken();
    const answer = await post(ROLF, `${id}/appeals/a-1/proposals`, decision);
    expect(answer).toMatchObject({ status: 201 });
    return { id, path: `${id}/appeals/a-1/proposals/${answer.body.made}` };
  };

  it('is taken, decided and approved by persons who had no part in the case', async () => {
    const { id, path } = await proposed();
    const approved = await post(RHEA, `${path}/approval`, because, { 'if-match': await versionOf(id) });
    expect(approved).toMatchObject({ status: 200, body: { stage: 'decided' } });
    const { body } = await casework.call(ROSA, 'GET', `/v1/cases/${id}/proposals`);
    expect(body.standing).toMatchObject({ outcome: 'NO_ACTION', appeal: 'a-1' });
    expect((await casework.call(ROSA, 'GET', `/v1/cases/${id}/appeals`)).body.items).toMatchObject([
      { status: 'decided', decision: 'UPHELD_IN_PART', reviewer: 'rolf', proposals: [{ status: 'approved', settled: { by: 'rhea' } }] },
    ]);
  });

  it('is taken by nobody who had a hand in the case, and by no auditor', async () => {
    const id = await caseIn(casework, 'appealed');
    expect(await post(PIA, `${id}/appeals/a-1/review`)).toMatchObject({ status: 403, body: { code: 'TOOK_PART' } });
    expect(await post(person('pia', 'regulator-lead'), `${id}/appeals/a-1/review`)).toMatchObject({ status: 403 });
    expect(await post(person('otto', 'auditor'), `${id}/appeals/a-1/review`)).toMatchObject({ status: 403 });
    expect(await post(ROLF, `${id}/appeals/a-9/review`)).toMatchObject({ status: 404, body: { code: 'APPEAL_UNKNOWN' } });
  });

  it('is approved by neither its reviewer, nor the approver of the outcome, nor without the version that was read', async () => {
    const { id, path } = await proposed();
    const version = { 'if-match': await versionOf(id) };
    expect(await post(RHEA, `${path}/approval`, because)).toMatchObject({ status: 428 });
    expect(await post(RHEA, `${path}/approval`, because, { 'if-match': '"1"' })).toMatchObject({ status: 412 });
    expect(await post(person('rolf', 'regulator-lead'), `${path}/approval`, because, version)).toMatchObject({
      status: 403,
      body: { code: 'SAME_PERSON' },
    });
    expect(await post(PAUL, `${path}/approval`, because, version)).toMatchObject({ status: 403, body: { code: 'TOOK_PART' } });
    expect(await post(PAUL, `${path}/refusal`, because)).toMatchObject({ status: 403, body: { code: 'TOOK_PART' } });
    expect(await post(ROSA, `${path}/approval`, because, version)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN_ROLE' } });
  });

  it('is decided about by whoever took it alone, and again after a refusal', async () => {
    const id = await taken();
    expect(await post(ROSA, `${id}/appeals/a-1/proposals`, decision)).toMatchObject({ status: 403, body: { code: 'NOT_THE_REVIEWER' } });
    expect(await post(ROLF, `${id}/appeals/a-1/proposals`, { ...decision, outcome: undefined })).toMatchObject({ status: 422 });
    expect(await post(ROLF, `${id}/appeals/a-1/proposals`, { ...decision, reasons: '' })).toMatchObject({ status: 400 });
    const citing = { ...decision, rules: [{ rule: 'nobody-knows-it', version: 1 }] };
    expect(await post(ROLF, `${id}/appeals/a-1/proposals`, citing)).toMatchObject({ status: 422, body: { code: 'CITED_RULE_UNKNOWN' } });
    const first = await post(ROLF, `${id}/appeals/a-1/proposals`, decision);
    expect(await post(RHEA, `${id}/appeals/a-1/proposals/${first.body.made}/refusal`, because)).toMatchObject({ status: 200 });
    expect(await post(ROLF, `${id}/appeals/a-1/proposals`, { ...decision, decision: 'REMITTED', outcome: undefined })).toMatchObject({
      status: 201,
    });
  });

  it('that is remitted reopens the case', async () => {
    const id = await taken();
    const { body } = await post(ROLF, `${id}/appeals/a-1/proposals`, { decision: 'REMITTED', reasons: 'Look again' });
    const path = `${id}/appeals/a-1/proposals/${body.made}/approval`;
    expect(await post(RHEA, path, because, { 'if-match': await versionOf(id) })).toMatchObject({
      status: 200,
      body: { stage: 'reopened' },
    });
    expect(await post(ROSA, `${id}/notices`, { through: 'EMAIL', email: 'a@example.org' })).toMatchObject({ status: 201 });
  });
});
