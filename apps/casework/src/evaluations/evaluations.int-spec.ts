import { randomUUID } from 'node:crypto';
import { type CaseworkUnderTest, startCasework } from '../../test/casework.fixture.js';

const ROSA = 'rosa:regulator-reviewer::rosa';
const OTTO = 'otto:auditor::otto';
const NILS = 'nils:regulator-lead::nils:northern-office';
const ERIK = 'erik:provider-engineer:north:erik';
const DAY = 86_400_000;

describe('evaluation requests over HTTP', () => {
  let casework: CaseworkUnderTest;
  beforeAll(async () => {
    casework = await startCasework();
  }, 60_000);
  afterAll(() => casework?.stop());

  const open = async () => {
    const subject = { kind: 'customer', provider: 'north', id: randomUUID() };
    const { body } = await casework.call(ROSA, 'POST', '/v1/cases', { body: { matter: 'TRAINING_COMPUTE', subject, reason: 'A tip' } });
    await casework.call(ROSA, 'POST', `/v1/cases/${body.case}/triage`, { body: { reason: 'It stands' } });
    return body.case as string;
  };
  const at = (id: string) => `/v1/cases/${id}/evaluation-requests`;
  const ask = (id: string, as = ROSA) => casework.call(as, 'POST', at(id), { body: { reason: 'Grown sixfold' } });
  const record = (id: string, evaluation: string, over: object = {}, as = ROSA) =>
    casework.call(as, 'POST', `${at(id)}/${evaluation}/result`, {
      body: {
        evaluator: 'Institute of Fjordlys',
        method: 'Elicitation with tools',
        passed: true,
        at: new Date(casework.clock.nowMs - DAY).toISOString(),
        ...over,
      },
    });

  it('are asked for by hand, once at a time, with the time until the result', async () => {
    const id = await open();
    const asked = await ask(id);
    expect(asked).toMatchObject({ status: 201, body: { case: id } });
    expect(await ask(id)).toMatchObject({ status: 409, body: { code: 'EVALUATION_ASKED_ALREADY' } });
    const clock = (await casework.call(ROSA, 'GET', `/v1/cases/${id}`)).body.clocks.find(
      ({ kind }: { kind: string }) => kind === 'EVALUATION',
    );
    expect(clock).toMatchObject({ subject: asked.body.made, status: 'running' });
    expect(clock.duty).toContain('no law asks for it');
  });

  it('take one result, which ends the time and is told to the other apps', async () => {
    const id = await open();
    const { made } = (await ask(id)).body;
    expect(await record(id, made)).toMatchObject({ status: 200 });
    expect(await record(id, made)).toMatchObject({ status: 409, body: { code: 'EVALUATION_SETTLED' } });
    const [item] = (await casework.call(OTTO, 'GET', at(id))).body.items;
    expect(item).toMatchObject({
      status: 'recorded',
      result: { passed: true, evaluator: 'Institute of Fjordlys', method: 'Elicitation with tools' },
    });
    const facts = (await casework.facts()).filter((fact) => fact.case === id && fact.fact.case === 'evaluation');
    expect(facts.map(({ fact }) => fact.value)).toMatchObject([{ evaluation: made, passed: true }]);
    expect((await casework.call(ROSA, 'GET', `/v1/cases/${id}`)).body.severity).toBe('MEDIUM');
  });

  it('name a report that is a file of this case, and of no other', async () => {
    const [id, other] = [await open(), await open()];
    const { made } = (await ask(id)).body;
    const attach = async (to: string) => {
      const headers = { 'content-type': 'application/octet-stream', 'file-name': 'report.txt' };
      return (
        await casework.call(ROSA, 'POST', `/v1/cases/${to}/attachments?name=report.txt`, { body: Buffer.from('It was tried'), headers })
      ).body;
    };
    const report = (await attach(id)).made as string;
    expect(await record(id, made, { report: (await attach(other)).made })).toMatchObject({ body: { code: 'EVALUATION_FILE_UNKNOWN' } });
    expect(await record(id, made, { report })).toMatchObject({ status: 200 });
    expect((await casework.call(OTTO, 'GET', at(id))).body.items).toMatchObject([{ result: { report } }]);
  });

  it('make the case more severe when they were not passed', async () => {
    const id = await open();
    const { made } = (await ask(id)).body;
    await record(id, made, { passed: false });
    expect((await casework.call(ROSA, 'GET', `/v1/cases/${id}`)).body.severity).toBe('HIGH');
  });

  it('take no result of the future, none of an unknown request, and no report that is no file of the case', async () => {
    const id = await open();
    const { made } = (await ask(id)).body;
    expect(await record(id, made, { at: new Date(casework.clock.nowMs + DAY).toISOString() })).toMatchObject({
      body: { code: 'EVALUATION_TIME' },
    });
    expect(await record(id, randomUUID())).toMatchObject({ status: 404, body: { code: 'EVALUATION_UNKNOWN' } });
    expect(await record(id, made, { report: randomUUID() })).toMatchObject({ status: 422, body: { code: 'EVALUATION_FILE_UNKNOWN' } });
  });

  it('are of nobody but the authority that leads the case', async () => {
    const id = await open();
    const { made } = (await ask(id)).body;
    expect(await ask(id, NILS)).toMatchObject({ status: 404, body: { code: 'CASE_UNKNOWN' } });
    expect(await record(id, made, {}, NILS)).toMatchObject({ status: 404, body: { code: 'CASE_UNKNOWN' } });
    expect((await casework.call(NILS, 'GET', at(id))).status).toBe(404);
    for (const as of [ERIK, OTTO]) {
      expect((await ask(id, as)).status).toBe(403);
      expect((await record(id, made, {}, as)).status).toBe(403);
    }
    expect((await casework.call(ERIK, 'GET', at(id))).status).toBe(403);
    // A machine of the authority is no person.
    expect(await ask(await open(), 'bot:regulator-reviewer')).toMatchObject({ status: 403, body: { code: 'PERSON_REQUIRED' } });
  });
});
