import { caseIn, person, RHEA, ROLF, ROSA, RUTH, STATEMENT } from '../../test/case-stages.fixture.js';
import { type CaseworkUnderTest, startCasework } from '../../test/casework.fixture.js';

const DAY = 86_400_000;
const EMAIL = 'post@example.org';
const NILS = 'nils:compliance-analyst:north:nils';
const SOFIE = 'sofie:compliance-analyst:south:sofie';
const because = { reason: 'It follows' };

describe('a notice over HTTP', () => {
  let casework: CaseworkUnderTest;
  beforeAll(async () => {
    casework = await startCasework();
  }, 60_000);
  afterAll(() => casework?.stop());

  const post = (as: string | undefined, path: string, body?: object, headers: Record<string, string> = {}) =>
    casework.call(as, 'POST', `/v1/${path}`, { ...(body === undefined ? {} : { body }), headers });
  const held = (notice: string, code: string) =>
    casework.call(undefined, 'GET', `/v1/notices/${notice}`, { headers: { 'notice-code': code } });
  const serve = async (body: object = { through: 'EMAIL', email: EMAIL }) => {
    const id = await caseIn(casework, 'decided');
    const served = await post(ROSA, `cases/${id}/notices`, body);
    expect([served.status, served.body.noticeCode?.length]).toEqual([201, 43]);
    return { id, notice: served.body.made as string, code: served.body.noticeCode as string };
  };

  it('is read, replied to and appealed against by whoever holds its code, and tells nothing of the case', async () => {
    const { id, notice, code } = await serve();
    const read = await held(notice, code);
    expect(read).toMatchObject({ status: 200, body: { notice, kind: 'DECISION', replies: [], appeals: [] } });
    expect(read.headers.get('cache-control')).toBe('no-store');
    expect(JSON.stringify(read.body)).toContain(STATEMENT.facts);
    expect(JSON.stringify(read.body)).not.toContain(id);
    const with_ = { 'notice-code': code };
    expect(await post(undefined, `notices/${notice}/replies`, { text: 'We disagree' }, with_)).toMatchObject({
      status: 201,
      body: { late: false },
    });
    const appeal = await post(undefined, `notices/${notice}/appeals`, { grounds: 'It was not us' }, with_);
    expect(appeal).toMatchObject({ status: 201, body: { status: 'HEARD' } });
    expect((await held(notice, code)).body).toMatchObject({
      replies: [{ kind: 'REPLY' }],
      appeals: [{ id: appeal.body.id, status: 'HEARD' }],
    });
    expect((await casework.call(ROLF, 'GET', `/v1/cases/${id}`)).body.stage).toBe('appealed');
    expect((await casework.call(ROLF, 'GET', `/v1/cases/${id}/appeals`)).body.items).toMatchObject([{ grounds: 'It was not us' }]);
    expect((await casework.call(ROLF, 'GET', `/v1/cases/${id}/notices`)).body.replies).toMatchObject([{ text: 'We disagree' }]);
  });

  it('is one answer whether there is none or the code is wrong, and rests after ten wrong codes', async () => {
    const { notice, code } = await serve();
    const wrong = await held(notice, 'wrong');
    const none = await held('5d4f1f7e-9f6e-4f35-8a83-5d6f0f4a7f00', 'wrong');
    const odd = await held('no-notice', 'wrong');
    expect(wrong).toMatchObject({ status: 404, body: { code: 'NOTICE_UNKNOWN' } });
    expect([none.body, odd.body]).toEqual([wrong.body, wrong.body]);
    expect(await casework.call(undefined, 'GET', `/v1/notices/${notice}`)).toMatchObject({ status: 404 });
    for (let n = 0; n < 10; n++) await held(notice, `wrong ${n}`);
    expect(await held(notice, code)).toMatchObject({ status: 429, body: { code: 'NOTICE_PAUSED' } });
    casework.clock.nowMs += 16 * 60_000;
    expect(await held(notice, code)).toMatchObject({ status: 200 });
  });

  it('takes no reply and no appeal that says nothing', async () => {
    const { notice, code } = await serve();
    const nothing = [
      ['replies', { text: ' \n\t ' }],
      ['appeals', { grounds: '   ' }],
    ] as const;
    for (const [door, body] of nothing)
      expect(await post(undefined, `notices/${notice}/${door}`, body, { 'notice-code': code })).toMatchObject({
        status: 400,
        body: { code: 'INVALID_INPUT' },
      });
    expect((await held(notice, code)).body).toMatchObject({ replies: [], appeals: [] });
  });

  it('opens no other notice, and takes nothing without its code', async () => {
    const [one, other] = [await serve(), await serve()];
    expect(await held(one.notice, other.code)).toMatchObject({ status: 404 });
    expect(await post(undefined, `notices/${one.notice}/appeals`, { grounds: 'Not us' }, { 'notice-code': other.code })).toMatchObject({
      status: 404,
    });
    expect(await post(undefined, `notices/${one.notice}/replies`, { text: '' }, { 'notice-code': one.code })).toMatchObject({
      status: 400,
    });
  });

  it('keeps code, address and answers out of the open, and shows the code once', async () => {
    const id = await caseIn(casework, 'decided');
    const key = { 'idempotency-key': 'serve-once' };
    const first = await post(ROSA, `cases/${id}/notices`, { through: 'EMAIL', email: EMAIL }, key);
    const again = await post(ROSA, `cases/${id}/notices`, { through: 'EMAIL', email: EMAIL }, key);
    expect([again.body.made, again.body.noticeCode]).toEqual([first.body.made, undefined]);
    await post(undefined, `notices/${first.body.made}/replies`, { text: 'Secret words' }, { 'notice-code': first.body.noticeCode });
    const listed = await casework.call(ROSA, 'GET', `/v1/cases/${id}/notices`);
    expect(JSON.stringify(listed.body)).not.toContain(first.body.noticeCode);
    for (const table of ['case_event', 'idempotent_answer', 'case_notice', 'served_item']) {
      const rows = await casework.everything<{ text: string }>(`select row_to_json(e)::text as text from ${table} e`);
      expect(rows.filter(({ text }) => [first.body.noticeCode, EMAIL, 'Secret words'].some((word) => text.includes(word)))).toEqual([]);
    }
  });

  it('takes an appeal once, however often the request is repeated', async () => {
    const { notice, code } = await serve();
    const headers = { 'notice-code': code, 'idempotency-key': 'appeal-once' };
    const first = await post(undefined, `notices/${notice}/appeals`, { grounds: 'Not us' }, headers);
    expect(await post(undefined, `notices/${notice}/appeals`, { grounds: 'Not us' }, headers)).toMatchObject({
      status: 201,
      body: first.body,
    });
    expect(await post(undefined, `notices/${notice}/appeals`, { grounds: 'Other' }, headers)).toMatchObject({ status: 422 });
    expect(await post(undefined, `notices/${notice}/appeals`, { grounds: 'Again' }, { 'notice-code': code })).toMatchObject({
      status: 409,
    });
  });

  it('keeps an appeal that comes late and says so, until a lead admits it', async () => {
    const { id, notice, code } = await serve();
    casework.clock.nowMs += 40 * DAY;
    const late = await post(undefined, `notices/${notice}/appeals`, { grounds: 'We were away' }, { 'notice-code': code });
    expect(late).toMatchObject({ status: 201, body: { status: 'LATE' } });
    expect((await casework.call(ROSA, 'GET', `/v1/cases/${id}`)).body.stage).toBe('decided');
    expect(await post(ROLF, `cases/${id}/appeals/${late.body.id}/admission`, because)).toMatchObject({ status: 403 });
    expect(await post(RHEA, `cases/${id}/appeals/${late.body.id}/admission`, because)).toMatchObject({
      status: 200,
      body: { stage: 'appealed' },
    });
  });

  it('goes to the provider by an id of its own, with all that is to be handed over, and is said to be handed over', async () => {
    const { id, notice, code } = await serve({ through: 'PROVIDER', provider: 'north' });
    const { items } = (await casework.call(NILS, 'GET', '/v1/served?kind=NOTICE&status=served')).body;
    const read = await casework.call(NILS, 'GET', `/v1/served/${items[0].id}`);
    expect(read.body).toMatchObject({ kind: 'NOTICE', notice, answer: { code } });
    expect(JSON.stringify(read.body)).not.toContain(id);
    expect(await casework.call(SOFIE, 'GET', `/v1/served/${items[0].id}`)).toMatchObject({ status: 404 });
    expect(await post(SOFIE, `served/${items[0].id}/acknowledgement`)).toMatchObject({ status: 404 });
    expect(await post(NILS, `served/${items[0].id}/acknowledgement`)).toMatchObject({ status: 200, body: { status: 'forwarded' } });
    expect(await post(NILS, `served/${items[0].id}/acknowledgement`)).toMatchObject({ status: 409 });
    expect((await casework.call(ROSA, 'GET', `/v1/cases/${id}/notices`)).body.items[0]).toHaveProperty('forwardedAt');
  });

  it('goes to no provider whose customer the case is not about', async () => {
    const id = await caseIn(casework, 'decided');
    expect(await post(ROSA, `cases/${id}/notices`, { through: 'PROVIDER', provider: 'south' })).toMatchObject({
      status: 422,
      body: { code: 'NOTICE_PROVIDER_OTHER' },
    });
    expect((await casework.call(SOFIE, 'GET', '/v1/served')).body.items).toEqual([]);
  });

  it('is given by regulators alone, of what is decided, by a way that is said', async () => {
    const id = await caseIn(casework, 'investigating');
    const body = { through: 'EMAIL', email: EMAIL };
    expect(await post(ROSA, `cases/${id}/notices`, body)).toMatchObject({ status: 409 });
    const decided = await caseIn(casework, 'decided');
    expect(await post(person('otto', 'auditor'), `cases/${decided}/notices`, body)).toMatchObject({ status: 403 });
    expect(await post(NILS, `cases/${decided}/notices`, body)).toMatchObject({ status: 403 });
    expect(await post(person('olga', 'regulator-lead', '', 'elsewhere'), `cases/${decided}/notices`, body)).toMatchObject({ status: 404 });
    expect(await post(ROSA, `cases/${decided}/notices`, { through: 'EMAIL' })).toMatchObject({ status: 422 });
    expect(await post(ROSA, `cases/${decided}/notices`, { through: 'EMAIL', email: 'nobody' })).toMatchObject({ status: 400 });
    expect(await post(ROSA, `cases/${decided}/notices`, body, { 'if-match': '"1"' })).toMatchObject({ status: 412 });
  });

  it('is answered by letter too, which a regulator writes down', async () => {
    const { id } = await serve();
    expect(await post(ROSA, `cases/${id}/replies`, { text: 'By letter', receivedAt: '2025-12-31' })).toMatchObject({ status: 201 });
    expect(await post(ROSA, `cases/${id}/replies`, { kind: 'APPEAL_WAIVED', text: 'No appeal' })).toMatchObject({
      status: 422,
      body: { code: 'EVIDENCE_MISSING' },
    });
    expect(await post(ROSA, `cases/${id}/replies`, { text: 'By letter', receivedAt: '2026-12-31' })).toMatchObject({ status: 422 });
    expect(await post(person('otto', 'auditor'), `cases/${id}/replies`, { text: 'By letter' })).toMatchObject({ status: 403 });
    expect(await post(RUTH, `cases/${id}/appeals`, { grounds: 'By letter' })).toMatchObject({ status: 201, body: { stage: 'appealed' } });
  });
});
