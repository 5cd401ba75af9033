import { type CaseworkUnderTest, startCasework } from '../../test/casework.fixture.js';

const ROSA = 'rosa:regulator-reviewer';
const OTHER = 'olga:regulator-lead:::elsewhere';
const subject = { kind: 'customer', provider: 'north', id: '5d4f1f7e-9f6e-4f35-8a83-5d6f0f4a7f11' };

describe('a case over HTTP', () => {
  let casework: CaseworkUnderTest;
  beforeAll(async () => {
    casework = await startCasework();
  }, 60_000);
  afterAll(() => casework?.stop());

  const open = async () => {
    const made = await casework.call(ROSA, 'POST', '/v1/cases', { body: { matter: 'TRAINING_COMPUTE', subject, reason: 'A tip' } });
    expect([made.status, made.body.code]).toEqual([201, undefined]);
    return made.body.case as string;
  };

  it('is opened with its clock, triaged with a reason, and says so', async () => {
    const id = await open();
    const triaged = await casework.call(ROSA, 'POST', `/v1/cases/${id}/triage`, { body: { reason: 'It stands' } });
    expect(triaged).toMatchObject({ status: 200, body: { case: id, stage: 'triaged' } });
    const read = await casework.call(ROSA, 'GET', `/v1/cases/${id}`);
    expect(read.headers.get('etag')).toBe(`"${triaged.body.version}"`);
    expect(read.body).toMatchObject({ stage: 'triaged', subject, clocks: [{ kind: 'TRIAGE' }] });
  });

  it('keeps no word of anybody in the open', async () => {
    await casework.call(ROSA, 'POST', '/v1/cases', { body: { matter: 'OTHER', subject, reason: 'Heard of Fjordlys' } });
    const rows = await casework.everything<{ text: string }>(`select row_to_json(e)::text as text from case_event e`);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ text }) => text.includes('Fjordlys'))).toEqual([]);
  });

  it('is refused a move that its stage does not allow, and is unknown to another authority', async () => {
    const id = await open();
    await casework.call(ROSA, 'POST', `/v1/cases/${id}/triage`, { body: { reason: 'It stands' } });
    expect(await casework.call(ROSA, 'POST', `/v1/cases/${id}/triage`, { body: { reason: 'Again' } })).toMatchObject({ status: 409 });
    expect(await casework.call(OTHER, 'GET', `/v1/cases/${id}`)).toMatchObject({ status: 404, body: { code: 'CASE_UNKNOWN' } });
  });
});
