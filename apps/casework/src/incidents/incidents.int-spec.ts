import { randomUUID } from 'node:crypto';
import { type CaseworkUnderTest, startCasework } from '../../test/casework.fixture.js';

const ROSA = 'rosa:regulator-reviewer::rosa';
const OTTO = 'otto:auditor::otto';
const NILS = 'nils:regulator-lead::nils:northern-office';
const ERIK = 'erik:provider-engineer:north:erik';
const BORIS = 'boris:provider-engineer:south:boris';
const MACHINE = 'client:provider:north';
const OPERATOR = 'ops:operator';

const DAY = 86_400_000;

describe('incidents over HTTP', () => {
  let casework: CaseworkUnderTest;
  let now: number;
  beforeAll(async () => {
    casework = await startCasework();
    now = casework.clock.nowMs;
  }, 60_000);
  afterAll(() => casework?.stop());

  const incident = (over: object = {}) => ({
    kind: 'CRITICAL_SAFETY',
    severity: 'HIGH',
    imminentDanger: false,
    occurredAt: new Date(now - DAY).toISOString(),
    discoveredAt: new Date(now).toISOString(),
    source: 'DEVELOPER',
    description: 'Fjordlys ran where it should not',
    relatedModel: 'Skagerrak 3',
    customer: randomUUID(),
    jurisdictions: ['US'],
    ...over,
  });
  const report = (as: string, over: object = {}) => casework.call(as, 'POST', '/v1/incidents', { body: incident(over) });
  const read = (as: string, id: string) => casework.call(as, 'GET', `/v1/incidents/${id}`);

  it('are reported by a provider’s people, who see that it arrived and nothing of the case', async () => {
    const made = await report(ERIK);
    expect(made).toMatchObject({ status: 201, body: { status: 'received', version: 1 } });
    expect(Object.keys(made.body).sort()).toEqual(['id', 'status', 'version']);
    const mine = await read(ERIK, made.body.id);
    expect(mine.body).toMatchObject({ id: made.body.id, kind: 'CRITICAL_SAFETY', status: 'received' });
    expect(JSON.stringify(mine.body)).not.toMatch(/case|clock|link|Fjordlys/);
    expect((await casework.call(ERIK, 'GET', '/v1/incidents')).body.items.map(({ id }: { id: string }) => id)).toContain(made.body.id);
    expect((await report(MACHINE)).status).toBe(201);
  });

  it('are seen by nobody whose they are not', async () => {
    const { id } = (await report(ERIK)).body;
    for (const as of [BORIS, NILS]) {
      expect(await read(as, id)).toMatchObject({ status: 404, body: { code: 'INCIDENT_UNKNOWN' } });
      expect((await casework.call(as, 'GET', '/v1/incidents')).body.items).toEqual([]);
    }
    expect((await read(OPERATOR, id)).status).toBe(403);
    expect((await read(OTTO, id)).status).toBe(200);
    expect((await report(OTTO)).status).toBe(403);
    expect(
      (await casework.call(ERIK, 'POST', `/v1/incidents/${id}/links`, { body: { kind: 'FLAG', ref: 'f', reason: 'Why not' } })).status,
    ).toBe(403);
  });

  it('open a case with the clocks of the jurisdictions that they name, and the shorter ones where danger is imminent', async () => {
    const { id } = (await report(ERIK)).body;
    const { body } = await read(ROSA, id);
    expect(body).toMatchObject({ description: 'Fjordlys ran where it should not', relatedModel: 'Skagerrak 3', provider: 'north' });
    const due = (clock: { duty: string; dueAt: string }) => Date.parse(clock.dueAt) - now;
    const california = body.clocks.filter(({ id: clock }: { id: string }) => clock.includes('us-ca-sb53'));
    expect(california).toHaveLength(1);
    expect(due(california[0])).toBeGreaterThanOrEqual(15 * DAY);
    expect(due(california[0])).toBeLessThan(17 * DAY);
    const others = body.clocks.filter(({ id: clock }: { id: string }) => !clock.includes('us-ca-sb53'));
    expect(others.length).toBeGreaterThan(0);
    expect(others.every(({ duty }: { duty: string }) => duty.includes('an exercise'))).toBe(true);
    expect(others.map(due)).toContain(72 * 3_600_000);
    const urgent = (await read(ROSA, (await report(ERIK, { imminentDanger: true })).body.id)).body;
    expect(urgent.clocks.filter(({ id: clock }: { id: string }) => clock.includes('us-ca-sb53')).map(due)).toContain(24 * 3_600_000);
    const elsewhere = (await read(ROSA, (await report(ERIK, { jurisdictions: ['EU'] })).body.id)).body;
    expect(elsewhere.clocks).toEqual([]);
    expect((await casework.call(ROSA, 'GET', `/v1/cases/${body.case}`)).body).toMatchObject({ matter: 'INCIDENT', severity: 'HIGH' });
  });

  it('join the open case about the same subject, also when two report at once, and its reporter cannot tell', async () => {
    const customer = randomUUID();
    const made = await Promise.all([report(ERIK, { customer }), report(ERIK, { customer, severity: 'CRITICAL' })]);
    const cases = await Promise.all(made.map(async ({ body }) => (await read(ROSA, body.id)).body.case));
    expect(new Set(cases).size).toBe(1);
    expect((await casework.call(ROSA, 'GET', `/v1/cases/${cases[0]}`)).body.severity).toBe('CRITICAL');
  });

  it('are of a provider’s own customers alone, and in times that can be', async () => {
    expect(await report(ERIK, { provider: 'south' })).toMatchObject({ status: 422, body: { code: 'INCIDENT_SUBJECT' } });
    expect(await report(ROSA, { customer: 'c-1' })).toMatchObject({ status: 422, body: { code: 'INCIDENT_SUBJECT' } });
    expect(await report(ROSA, { provider: 'south', customer: 'c-1' })).toMatchObject({ status: 201 });
    expect(await report(ROSA, { customer: undefined })).toMatchObject({ status: 201 });
    expect(await report(ERIK, { occurredAt: new Date(now + DAY).toISOString() })).toMatchObject({ body: { code: 'INCIDENT_TIMES' } });
    expect(await report(ERIK, { discoveredAt: new Date(now + DAY).toISOString() })).toMatchObject({ body: { code: 'INCIDENT_TIMES' } });
    expect(await report(ERIK, { kind: 'BAD_DAY' })).toMatchObject({ status: 400 });
  });

  it('are reported once when the request is repeated with its key', async () => {
    const body = incident();
    const send = () => casework.call(ERIK, 'POST', '/v1/incidents', { body, headers: { 'idempotency-key': 'incident-1' } });
    expect((await send()).body).toEqual((await send()).body);
    const rows = await casework.everything(`select 1 from incident_row where provider = 'north' and id = $1`, [(await send()).body.id]);
    expect(rows).toHaveLength(1);
  });

  it('come into no case that is being closed just now', async () => {
    const customer = randomUUID();
    const { case: closing } = (await read(ROSA, (await report(ERIK, { customer })).body.id)).body;
    let reported: ReturnType<typeof report> | undefined;
    await casework.database.transactions.run(async (tx) => {
      await tx.query(`select set_config('tidemark.oversight', 'on', true)`);
      await tx.query(`update case_row set stage = 'closed' where id = $1`, [closing]);
      reported = report(ERIK, { customer });
      await new Promise((resolve) => setTimeout(resolve, 500));
    });
    const { id } = (await reported!).body;
    expect((await read(ROSA, id)).body.case).not.toBe(closing);
  });

  it('are tied to a flag or declaration of a case of the authority, and said in both cases', async () => {
    const { id } = (await report(ERIK)).body;
    const about = { kind: 'customer', provider: 'north', id: randomUUID() };
    const other = (
      await casework.call(ROSA, 'POST', '/v1/cases', { body: { matter: 'TRAINING_COMPUTE', subject: about, reason: 'A tip' } })
    ).body.case;
    const flag = randomUUID();
    await casework.everything('insert into case_flag (flag, case_id) values ($1, $2)', [flag, other]);
    const link = (body: object, as = ROSA) => casework.call(as, 'POST', `/v1/incidents/${id}/links`, { body });
    expect(await link({ kind: 'FLAG', ref: flag, reason: 'The same run' })).toMatchObject({ status: 200 });
    expect(await link({ kind: 'FLAG', ref: flag, reason: 'The same run' })).toMatchObject({
      status: 409,
      body: { code: 'INCIDENT_LINKED' },
    });
    const { body } = await read(ROSA, id);
    expect(body.links).toMatchObject([{ kind: 'FLAG', ref: flag, other }]);
    const types = (of: string) => casework.everything<{ type: string }>('select type from case_event where case_id = $1', [of]);
    expect((await types(other)).map(({ type }) => type)).toContain('case-related');
    expect((await types(body.case)).map(({ type }) => type)).toEqual(expect.arrayContaining(['incident-linked', 'case-related']));
    expect(await link({ kind: 'FLAG', ref: randomUUID(), reason: 'No such' })).toMatchObject({ body: { code: 'INCIDENT_LINK_UNKNOWN' } });
    const declaration = { kind: 'DECLARATION', ref: randomUUID(), reason: 'No such' };
    expect(await link(declaration)).toMatchObject({ status: 404, body: { code: 'INCIDENT_LINK_UNKNOWN' } });
    expect(await link({ ...declaration, case: other })).toMatchObject({ status: 404, body: { code: 'INCIDENT_LINK_UNKNOWN' } });
    expect(await link({ kind: 'FLAG', ref: flag, reason: 'Not mine' }, NILS)).toMatchObject({ status: 404 });
  });

  it('meet a duty when their report is recorded, and stay late when it was made late', async () => {
    const { id } = (
      await report(ERIK, { discoveredAt: new Date(now - 20 * DAY).toISOString(), occurredAt: new Date(now - 21 * DAY).toISOString() })
    ).body;
    const before = (await read(ROSA, id)).body;
    const clock = before.clocks.find(({ id: one }: { id: string }) => one.includes('us-ca-sb53')).id as string;
    const record = (madeAt: number) =>
      casework.call(ROSA, 'POST', `/v1/incidents/${id}/reports`, {
        body: { clock, madeAt: new Date(madeAt).toISOString(), to: 'Office of Emergency Services', reference: 'OES-7' },
      });
    expect(await record(now + DAY)).toMatchObject({ status: 422, body: { code: 'INCIDENT_TIMES' } });
    expect(await record(now)).toMatchObject({ status: 200 });
    expect(await record(now)).toMatchObject({ status: 409, body: { code: 'INCIDENT_REPORTED_ALREADY' } });
    const rows = await casework.everything<{ facts: { late: boolean } }>(
      `select facts from case_event where case_id = $1 and type = 'clock-met' and facts->>'clock' = $2`,
      [before.case, clock],
    );
    expect(rows.map(({ facts }) => facts.late)).toEqual([true]);
    expect((await read(ROSA, id)).body.reports).toMatchObject([{ clock, to: 'Office of Emergency Services', reference: 'OES-7' }]);
    const unknown = { clock: 'RULE:none:0:x', madeAt: new Date(now).toISOString(), to: 'OES' };
    expect(await casework.call(ROSA, 'POST', `/v1/incidents/${id}/reports`, { body: unknown })).toMatchObject({
      body: { code: 'INCIDENT_CLOCK_UNKNOWN' },
    });
  });

  it('lie in the open with nothing of what was said', async () => {
    const rows = await casework.everything<{ text: string }>('select row_to_json(e)::text as text from case_event e');
    expect(rows.filter(({ text }) => /Fjordlys|Skagerrak|OES-7/.test(text))).toEqual([]);
    const facts = await casework.facts();
    expect(facts.filter(({ fact }) => fact.case === 'incident').length).toBeGreaterThan(5);
  });
});
