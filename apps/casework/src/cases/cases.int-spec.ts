import { randomUUID } from 'node:crypto';
import { type CaseworkUnderTest, startCasework } from '../../test/casework.fixture.js';
import { caseOfFlag, raiseFlag } from '../../test/intake.fixture.js';

const ROSA = 'rosa:regulator-reviewer::rosa';
const AUDITOR = 'audrey:auditor';
const OTHER = 'olga:regulator-lead:::elsewhere';
const OUTSIDERS = ['ana:compliance-analyst:north', 'north-client:provider-platform:north', 'op:operator'];
const subject = { kind: 'customer', provider: 'north', id: '5d4f1f7e-9f6e-4f35-8a83-5d6f0f4a7f11' };

describe('a case over HTTP', () => {
  let casework: CaseworkUnderTest;
  beforeAll(async () => {
    casework = await startCasework();
  }, 60_000);
  afterAll(() => casework?.stop());

  const open = async (about: object = {}) => {
    const made = await casework.call(ROSA, 'POST', '/v1/cases', {
      body: { matter: 'TRAINING_COMPUTE', subject, reason: 'A tip', ...about },
    });
    expect([made.status, made.body.code]).toEqual([201, undefined]);
    return made.body.case as string;
  };
  const move = (id: string, step: string, as = ROSA) =>
    casework.call(as, 'POST', `/v1/cases/${id}/${step}`, { body: { reason: 'It stands' } });

  it('is opened with its clock, triaged with a reason, and says so', async () => {
    const id = await open();
    const triaged = await move(id, 'triage');
    expect(triaged).toMatchObject({ status: 200, body: { case: id, stage: 'triaged' } });
    const read = await casework.call(ROSA, 'GET', `/v1/cases/${id}`);
    expect(read.headers.get('etag')).toBe(`"${triaged.body.version}"`);
    expect(read.body).toMatchObject({ stage: 'triaged', subject, moves: ['investigate'], clocks: [{ kind: 'TRIAGE', status: 'met' }] });
    expect(read.body).toMatchObject({ desk: { assignee: null, watchers: [] }, related: [], counts: { notes: 0, orders: 0 } });
  });

  it('says what its opening rests on', async () => {
    const id = await open({ evidence: ['flag-7', 'a-letter'] });
    const { items } = (await casework.call(ROSA, 'GET', `/v1/cases/${id}/log`)).body;
    expect(items[0]).toMatchObject({ type: 'case-opened', facts: { evidence: ['flag-7', 'a-letter'] }, words: { reason: 'A tip' } });
    const { items: bare } = (await casework.call(ROSA, 'GET', `/v1/cases/${await open()}/log`)).body;
    expect(bare[0].facts).not.toHaveProperty('evidence');
  });

  it('keeps no word of anybody in the open', async () => {
    await casework.call(ROSA, 'POST', '/v1/cases', { body: { matter: 'OTHER', subject, reason: 'Heard of Fjordlys' } });
    const rows = await casework.everything<{ text: string }>(`select row_to_json(e)::text as text from case_event e`);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ text }) => text.includes('Fjordlys'))).toEqual([]);
  });

  it('goes its way: triaged, investigated, waiting, investigated again', async () => {
    const id = await open();
    for (const [step, stage] of [
      ['triage', 'triaged'],
      ['investigate', 'investigating'],
      ['await-information', 'waiting'],
      ['investigate', 'investigating'],
    ] as const)
      expect(await move(id, step)).toMatchObject({ status: 200, body: { stage } });
  });

  it('is refused a move that its stage does not allow, and is unknown to another authority', async () => {
    const id = await open();
    for (const step of ['investigate', 'await-information']) expect([step, (await move(id, step)).status]).toEqual([step, 409]);
    await move(id, 'triage');
    for (const step of ['triage', 'await-information']) expect([step, (await move(id, step)).status]).toEqual([step, 409]);
    for (const step of ['triage', 'investigate', 'await-information'])
      expect([step, await move(id, step, OTHER)]).toMatchObject([step, { status: 404, body: { code: 'CASE_UNKNOWN' } }]);
    expect(await casework.call(OTHER, 'GET', `/v1/cases/${id}`)).toMatchObject({ status: 404, body: { code: 'CASE_UNKNOWN' } });
    expect(await casework.call(ROSA, 'GET', '/v1/cases/no-id')).toMatchObject({ status: 404, body: { code: 'CASE_UNKNOWN' } });
  });

  it('is moved and opened by regulators alone', async () => {
    const id = await open();
    for (const as of [...OUTSIDERS, AUDITOR]) {
      for (const step of ['triage', 'investigate', 'await-information'])
        expect([as, step, (await move(id, step, as)).status]).toEqual([as, step, 403]);
      const body = { matter: 'OTHER', subject, reason: 'A tip' };
      expect([as, (await casework.call(as, 'POST', '/v1/cases', { body })).status]).toEqual([as, 403]);
    }
  });

  it('refuses a body that says nothing, or what cannot be', async () => {
    const bodies = [
      {},
      { matter: 'GOSSIP', subject, reason: 'A tip' },
      { matter: 'OTHER', subject, reason: 'x' },
      { matter: 'OTHER', subject: { kind: 'planet', id: 'x' }, reason: 'A tip' },
      { matter: 'OTHER', subject: { kind: 'account', id: 'acme' }, reason: 'A tip' },
      { matter: 'OTHER', subject, reason: 'A tip', severity: 'HUGE' },
      { matter: 'OTHER', subject, reason: 'A tip', jurisdiction: 'ATLANTIS!' },
    ];
    for (const body of bodies) expect([body, (await casework.call(ROSA, 'POST', '/v1/cases', { body })).status]).toEqual([body, 400]);
    const id = await open();
    expect((await casework.call(ROSA, 'POST', `/v1/cases/${id}/triage`, { body: { reason: '' } })).status).toBe(400);
    // What rests in the open is named by ids.
    const words = { reason: 'It stands', evidence: ['the letter of Ada Fjordlys'] };
    expect(await casework.call(ROSA, 'POST', `/v1/cases/${id}/triage`, { body: words })).toMatchObject({ status: 400 });
  });

  it('is opened once for one key, and moved only from the version that was read', async () => {
    const body = { matter: 'OTHER', subject, reason: 'A tip' };
    const headers = { 'idempotency-key': randomUUID() };
    const [first, again] = [
      await casework.call(ROSA, 'POST', '/v1/cases', { body, headers }),
      await casework.call(ROSA, 'POST', '/v1/cases', { body, headers }),
    ];
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    const stale = await casework.call(ROSA, 'POST', `/v1/cases/${first.body.case}/triage`, {
      body: { reason: 'It stands' },
      headers: { 'if-match': '"1"' },
    });
    expect(stale).toMatchObject({ status: 412, body: { code: 'PRECONDITION_FAILED' } });
  });

  it('has a log in which each line stands on all before it, read page by page', async () => {
    const id = await open();
    await move(id, 'triage');
    await casework.call(ROSA, 'POST', `/v1/cases/${id}/notes`, { body: { text: 'Ask again on Monday' } });
    const all = (await casework.call(AUDITOR, 'GET', `/v1/cases/${id}/log`)).body.items;
    expect(all.map(({ type }: { type: string }) => type)).toEqual([
      'case-opened',
      'clock-started',
      'case-moved',
      'clock-met',
      'note-added',
    ]);
    expect(all[0]).toMatchObject({
      sequence: 1,
      by: 'rosa',
      role: 'regulator-reviewer',
      words: { reason: 'A tip' },
      facts: { matter: 'TRAINING_COMPUTE' },
    });
    expect(all[4]).toMatchObject({ words: { text: 'Ask again on Monday' } });
    expect(new Set(all.map(({ hash }: { hash: string }) => hash)).size).toBe(5);
    const first = await casework.call(ROSA, 'GET', `/v1/cases/${id}/log?limit=3`);
    const second = await casework.call(ROSA, 'GET', `/v1/cases/${id}/log?limit=3&cursor=${first.body.next}`);
    expect([...first.body.items, ...second.body.items]).toEqual(all);
  });

  it('takes the flags in that stood aside for want of a case', async () => {
    const exercise = await raiseFlag(casework, { rule: 'us-eo-14110', legalStatus: 'RESCINDED' });
    expect(await caseOfFlag(casework, exercise)).toBeUndefined();
    const id = await open({ subject: { kind: 'account', provider: 'north', id: 'acme' } });
    expect(await caseOfFlag(casework, exercise)).toBe(id);
    expect((await casework.call(ROSA, 'GET', `/v1/cases/${id}`)).body.flags).toMatchObject([{ id: exercise }]);
  });
});
