import { until } from '@tidemark/testing';
import { type CaseworkUnderTest, startCasework } from '../../test/casework.fixture.js';
import { tellCustomers } from '../../test/intake.fixture.js';
import { CaseWrites } from '../case-log/case-writes.js';
import { AUDITOR, closeCase, ELSEWHERE, LEA, LEO, PLANTED, PROVIDER, ROSA, tell, toldCase } from '../papers/paper-case.fixture.js';

const YEAR = 366 * 86_400_000;

describe('what keeps a case, and what is forgotten of it', () => {
  let casework: CaseworkUnderTest;
  beforeAll(async () => {
    casework = await startCasework();
  }, 60_000);
  afterAll(() => casework?.stop());

  const post = (as: string | undefined, path: string, body: object = { reason: 'A reason' }) => casework.call(as, 'POST', path, { body });
  const retention = async (id: string) => (await casework.call(AUDITOR, 'GET', `/v1/cases/${id}/retention`)).body;
  const types = async (id: string) =>
    (await casework.everything<{ type: string }>('select type from case_event where case_id = $1 order by sequence', [id])).map(
      ({ type }) => type,
    );
  const words = async (id: string) => {
    const answer = await fetch(`${casework.base}/v1/cases/${id}/log/export`, {
      headers: { authorization: `Bearer ${LEA}`, 'tidemark-purpose': 'To look' },
    });
    return answer.text();
  };

  it('erases the person when the time of a closed case is over, by the job, once', async () => {
    const id = await toldCase(casework, []);
    await closeCase(casework, id);
    expect(await words(id)).toContain(PLANTED[0]);
    const [clock] = (await retention(id)).clocks;
    expect(clock).toMatchObject({ kind: 'RETENTION', status: 'running', term: { unit: 'YEARS', count: 7 } });
    casework.clock.nowMs = Date.parse(clock.dueAt) + 7 * 86_400_000;
    await until(async () => (await types(id)).includes('person-erased'));
    casework.clock.nowMs += YEAR;
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect((await types(id)).filter((type) => type === 'person-erased' || type === 'retention-due')).toEqual([
      'retention-due',
      'person-erased',
    ]);
    expect(await words(id)).not.toContain(PLANTED[0]);
    expect((await retention(id)).erased).toMatchObject({ cause: 'RETENTION' });
  }, 30_000);

  it('waits while the case is held, and follows in the moment in which the hold is released', async () => {
    const id = await toldCase(casework, []);
    await closeCase(casework, id);
    const hold = (await post(ROSA, `/v1/cases/${id}/holds`)).body.made;
    casework.clock.nowMs += 8 * YEAR;
    await until(async () => (await types(id)).includes('retention-due'));
    expect(await words(id)).toContain(PLANTED[0]);
    const request = (await post(LEO, `/v1/cases/${id}/holds/${hold}/release-requests`)).body.made;
    expect((await retention(id)).holds).toMatchObject([
      { id: hold, status: 'standing', reason: 'A reason', releaseRequests: [{ request, askedBy: 'leo' }] },
    ]);
    expect(await post(LEA, `/v1/cases/${id}/holds/${hold}/release-requests/${request}/approval`)).toMatchObject({ status: 200 });
    expect((await types(id)).slice(-2)).toEqual(['hold-released', 'person-erased']);
    expect(await words(id)).not.toContain(PLANTED[0]);
  }, 30_000);

  it('notes that the registry erased the person, and asks for the erasure when the case is closed; a person orders it', async () => {
    const id = await toldCase(casework, []);
    const released = await toldCase(casework, []);
    await tell(casework, released, {
      type: 'identity-granted',
      grant: 'g',
      customers: ['c-erased'],
      fields: [],
      purpose: 'X',
      persons: [],
      from: 0,
      until: 1,
      breakGlass: false,
    });
    await tellCustomers(casework, [
      { case: 'erased', value: { customer: 'x', provider: 'north' } },
      { case: 'erased', value: { customer: 'c-erased', provider: 'north' } },
    ]);
    await until(async () => (await types(released)).includes('subject-erased') && (await types(id)).includes('subject-erased'));
    expect(await types(id)).not.toContain('erasure-asked');
    await closeCase(casework, id);
    const [request] = (await retention(id)).erasureRequests;
    expect(request).toMatchObject({ cause: 'SUBJECT_ERASED', askedBy: 'casework' });
    // What casework noted is no person's step: one asks, another orders.
    expect(await post(LEA, `/v1/cases/${id}/erasure-requests/${request.id}/approval`)).toMatchObject({
      status: 409,
      body: { code: 'ERASURE_UNASKED' },
    });
    const { made } = (await post(ROSA, `/v1/cases/${id}/erasure-requests`)).body;
    expect(await post(LEA, `/v1/cases/${id}/erasure-requests/${made}/approval`)).toMatchObject({ status: 200 });
    expect(await words(id)).not.toContain(PLANTED[0]);
    // The same fact again says nothing new.
    await casework.everything('update retention_mark set sequence = 0 returning 1');
    await new Promise((resolve) => setTimeout(resolve, 2500));
    const noted = await casework.everything(
      `select facts->>'customer' as customer from case_event where case_id = $1 and type = 'subject-erased' order by sequence`,
      [released],
    );
    // The case is about x, and the identity of the other was released to it.
    expect(noted).toEqual([{ customer: 'x' }, { customer: 'c-erased' }]);
  }, 30_000);

  it('notes it in each case by itself: one that is held holds up no other', async () => {
    const customer = '8c0f5c1e-6a55-4c2f-9b53-0f7a3c9e2d11';
    const open = async () => {
      const body = { matter: 'OTHER', subject: { kind: 'customer', provider: 'north', id: customer }, reason: 'A tip' };
      return (await casework.call(ROSA, 'POST', '/v1/cases', { body })).body.case as string;
    };
    const [first, last] = [await open(), await open()].sort() as [string, string];
    await casework.part(CaseWrites).runAsCasework(casework.clock.nowMs, last, async () => {
      await tellCustomers(casework, [{ case: 'erased', value: { customer, provider: 'north' } }]);
      await until(async () => (await types(first)).includes('subject-erased'));
    });
    await until(async () => (await types(last)).includes('subject-erased'));
  }, 30_000);

  it('notes it in the other cases where one cannot be changed, and in that one once it can', async () => {
    const customer = 'e1a7c1f4-2b8f-4a0e-9f6d-3c1b5d7a9e22';
    const body = { matter: 'OTHER', subject: { kind: 'customer', provider: 'north', id: customer }, reason: 'A tip' };
    const open = async () => (await casework.call(ROSA, 'POST', '/v1/cases', { body })).body.case as string;
    const [broken, whole] = [await open(), await open()].sort() as [string, string];
    const [key] = await casework.everything<{ wrapped: Buffer }>('select wrapped from sealing_key where owner = $1', [`case/${broken}`]);
    const wrap = (wrapped: Buffer) =>
      casework.everything('update sealing_key set wrapped = $2 where owner = $1', [`case/${broken}`, wrapped]);
    await wrap(Buffer.from([0]));
    await tellCustomers(casework, [{ case: 'erased', value: { customer, provider: 'north' } }]);
    await until(async () => (await types(whole)).includes('subject-erased'));
    await wrap(key!.wrapped);
    await until(async () => (await types(broken)).includes('subject-erased'));
    expect((await types(whole)).filter((type) => type === 'subject-erased')).toHaveLength(1);
  }, 30_000);

  it('is denied from every side', async () => {
    const id = await toldCase(casework, []);
    for (const path of ['holds', 'holds/x/release-requests', 'erasure-requests']) {
      const answers = await Promise.all([AUDITOR, PROVIDER, ELSEWHERE, undefined].map((as) => post(as, `/v1/cases/${id}/${path}`)));
      expect([path, ...answers.map(({ status }) => status)]).toEqual([path, 403, 403, 404, 401]);
    }
    // What would not be kept is not taken.
    for (const body of [{ reason: '' }, { reason: 'A reason', evidence: ['flag-1'] }])
      expect((await post(ROSA, `/v1/cases/${id}/holds`, body)).status).toBe(400);
    expect(await post(ROSA, `/v1/cases/${id}/holds/none/release-requests`)).toMatchObject({ status: 404, body: { code: 'HOLD_UNKNOWN' } });
    expect((await casework.call(PROVIDER, 'GET', `/v1/cases/${id}/retention`)).status).toBe(403);
    expect((await casework.call(ELSEWHERE, 'GET', `/v1/cases/${id}/retention`)).status).toBe(404);
    const hold = (await post(ROSA, `/v1/cases/${id}/holds`)).body.made;
    const request = (await post(LEA, `/v1/cases/${id}/holds/${hold}/release-requests`)).body.made;
    const approval = `/v1/cases/${id}/holds/${hold}/release-requests/${request}/approval`;
    // A reviewer may not, the one who asked may not, an account of hers of another name may not.
    for (const as of [ROSA, LEA, 'lea-two:regulator-lead::lea']) expect((await post(as, approval)).status).toBe(403);
    expect((await post(LEO, approval)).status).toBe(200);
  });
});
