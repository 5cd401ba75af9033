import { create, toBinary } from '@bufbuild/protobuf';
import { people } from '@tidemark/contracts';
import { TOPICS } from '@tidemark/messaging';
import { until } from '@tidemark/testing';
import { caseIn, person, RHEA, ROLF, ROSA, RUTH, STATEMENT } from '../../test/case-stages.fixture.js';
import { type CaseworkUnderTest, startCasework } from '../../test/casework.fixture.js';
import { PendingSteps } from './pending-steps.port.js';
import { VoidSteps } from './void-steps.js';

const DAY = 86_400_000;
const because = { reason: 'On leave' };

describe('who stands behind a step', () => {
  let casework: CaseworkUnderTest;
  let facts = 0;
  beforeAll(async () => {
    casework = await startCasework();
    // Whoever acts is known from then on.
    for (const one of [ROSA, ROLF, RUTH, RHEA])
      await casework.call(one, 'POST', `/v1/cases/${await caseIn(casework, 'open')}/triage`, { body: because });
  }, 60_000);
  afterAll(() => casework?.stop());
  beforeEach(() => {
    casework.clock.nowMs += 200 * DAY;
  });

  const delegate = (as: string, body: object, headers = {}) => casework.call(as, 'POST', '/v1/delegations', { body, headers });
  const iso = (days: number) => new Date(casework.clock.nowMs + days * DAY).toISOString();
  const week = () => ({ until: iso(7), ...because });
  const propose = async (as = ROSA) => {
    const id = await caseIn(casework, 'investigating');
    const body = { outcome: 'MONITORING', statement: STATEMENT };
    const { body: made } = await casework.call(as, 'POST', `/v1/cases/${id}/proposals`, { body });
    return { id, proposal: made.made as string };
  };
  const approve = async (as: string, { id, proposal }: { id: string; proposal: string }) => {
    const etag = (await casework.call(as, 'GET', `/v1/cases/${id}`)).headers.get('etag')!;
    const options = { body: because, headers: { 'if-match': etag } };
    return casework.call(as, 'POST', `/v1/cases/${id}/proposals/${proposal}/approval`, options);
  };
  const stageOf = async (id: string) => (await casework.call(ROSA, 'GET', `/v1/cases/${id}`)).body.stage;
  const tell = async (name: string, role: string, more: Partial<people.PersonChanged> = {}) => {
    facts += 1;
    const fact = {
      id: `person/${facts}`,
      sequence: BigInt(facts),
      knownAtMs: BigInt(casework.clock.nowMs),
      person: name,
      role,
      status: 'active',
    };
    const value = toBinary(people.PersonChangedSchema, create(people.PersonChangedSchema, { ...fact, ...more } as people.PersonChanged));
    await casework.eventLog.append(TOPICS.person, [{ key: name, value }]);
    const next = async () =>
      (
        await casework.everything<{ next_offset: string }>('select next_offset from consumed_position where topic = $1', [TOPICS.person])
      )[0];
    await until(async () => Number((await next())?.next_offset ?? 0) >= facts);
  };

  it('is a deputy, who is told of it, and who is ended by either', async () => {
    const made = await delegate(ROSA, { deputy: 'rolf', ...week() });
    expect(made).toMatchObject({ status: 201 });
    const listed = await casework.call(ROLF, 'GET', '/v1/delegations?of=deputy');
    expect(listed.body.items[0]).toMatchObject({ person: 'rosa', deputy: 'rolf', active: true, reason: 'On leave' });
    expect((await casework.call(ROLF, 'GET', '/v1/delegations?of=mine')).body.items).toEqual([]);
    expect(await casework.call(RUTH, 'POST', `/v1/delegations/${made.body.id}/end`)).toMatchObject({ status: 404 });
    expect(await casework.call(ROLF, 'POST', `/v1/delegations/${made.body.id}/end`)).toMatchObject({ status: 200 });
    expect(await casework.call(ROSA, 'POST', `/v1/delegations/${made.body.id}/end`)).toMatchObject({
      status: 409,
      body: { code: 'DELEGATION_OVER' },
    });
  });

  it('is nobody herself, nobody in a circle, nobody unknown, and no machine', async () => {
    expect(await delegate(ROSA, { deputy: 'rosa', ...week() })).toMatchObject({ status: 422, body: { code: 'DELEGATION_TO_SELF' } });
    expect(await delegate(ROSA, { deputy: 'nobody', ...week() })).toMatchObject({ status: 422, body: { code: 'DEPUTY_UNKNOWN' } });
    expect(await delegate('robot:regulator-lead', { deputy: 'rosa', ...week() })).toMatchObject({ status: 403 });
    expect(await delegate(person('otto', 'auditor'), { deputy: 'rosa', ...week() })).toMatchObject({ status: 403 });
    expect(await delegate(ROSA, { deputy: 'rolf' })).toMatchObject({ status: 400 });
    await delegate(ROSA, { deputy: 'rolf', ...week() });
    await delegate(ROLF, { deputy: 'ruth', ...week() });
    expect(await delegate(RUTH, { deputy: 'rosa', ...week() })).toMatchObject({ status: 409, body: { code: 'DELEGATION_CIRCLE' } });
    expect(await delegate(RUTH, { deputy: 'rosa', from: iso(8), until: iso(9), ...because })).toMatchObject({ status: 201 });
  });

  it('is of one authority: another sees no delegation of it and names no deputy in it', async () => {
    await delegate(ROSA, { deputy: 'rolf', ...week() });
    const olga = person('olga', 'regulator-lead', '', 'elsewhere');
    expect((await casework.call(olga, 'GET', '/v1/delegations')).body.items).toEqual([]);
    expect(await delegate(olga, { deputy: 'rosa', ...week() })).toMatchObject({ status: 422, body: { code: 'DEPUTY_UNKNOWN' } });
  });

  it('is made once, however often the request is repeated, and its reason lies sealed', async () => {
    const body = { deputy: 'rolf', until: iso(7), reason: 'In hospital' };
    const first = await delegate(ROSA, body, { 'idempotency-key': 'once' });
    expect((await delegate(ROSA, body, { 'idempotency-key': 'once' })).body).toEqual(first.body);
    const rows = await casework.everything<{ text: string }>('select row_to_json(d)::text as text from delegation d');
    expect(rows.filter(({ text }) => text.includes('hospital'))).toEqual([]);
  });

  it('voids a proposal at once when the proposer and a lead come to stand in for one another', async () => {
    const one = await propose();
    expect(await delegate(ROSA, { deputy: 'ruth', ...week() })).toMatchObject({ status: 201 });
    expect(await stageOf(one.id)).toBe('investigating');
    expect(await approve(RUTH, one)).toMatchObject({ status: 409 });
    const log = await casework.everything<{ facts: { cause: string } }>(
      `select facts from case_event where case_id = $1 and type = 'outcome-voided'`,
      [one.id],
    );
    expect(log).toMatchObject([{ facts: { cause: 'DELEGATION', by: 'casework' } }]);
  });

  it('voids every other proposal where the case of one cannot be changed', async () => {
    const proposer = person('wim', 'regulator-reviewer');
    const [broken, whole] = [await propose(proposer), await propose(proposer)];
    await casework.everything(`update sealing_key set wrapped = '\\x00' where owner = $1`, [`case/${broken.id}`]);
    expect(await delegate(proposer, { deputy: 'ruth', ...week() })).toMatchObject({ status: 201 });
    expect(await stageOf(whole.id)).toBe('investigating');
    await casework.everything('delete from pending_step where case_id = $1', [broken.id]);
  });

  it('voids nothing by a delegation that was ended before it began', async () => {
    const one = await propose();
    const made = await delegate(ROSA, { deputy: 'rhea', from: iso(1), until: iso(2), ...because });
    expect(await casework.call(ROSA, 'POST', `/v1/delegations/${made.body.id}/end`)).toMatchObject({ status: 200 });
    casework.clock.nowMs += 3 * DAY;
    expect((await casework.part(PendingSteps).doubtful(casework.clock.nowMs)).map(({ caseId }) => caseId)).not.toContain(one.id);
    expect(await approve(RHEA, one)).toMatchObject({ status: 200 });
  });

  it('voids nothing between two of whom neither could approve, but the deputy still cannot', async () => {
    const one = await propose();
    await delegate(ROSA, { deputy: 'rolf', ...week() });
    expect(await stageOf(one.id)).toBe('proposed');
    expect(await approve(person('rolf', 'regulator-lead'), one)).toMatchObject({ status: 409, body: { code: 'PROPOSAL_VOID' } });
    expect(await approve(RHEA, one)).toMatchObject({ status: 200 });
  });

  it('is void by what the issuer tells of its proposer, at once', async () => {
    await tell('vera', 'regulator-reviewer');
    const one = await propose(person('vera', 'regulator-reviewer'));
    casework.clock.nowMs += 1000;
    await tell('vera', 'regulator-lead');
    await until(async () => (await stageOf(one.id)) === 'investigating');
  });

  it('is void when its proposer was disabled, and enabled again', async () => {
    await tell('willa', 'regulator-reviewer');
    const one = await propose(person('willa', 'regulator-reviewer'));
    casework.clock.nowMs += 1000;
    await tell('willa', 'regulator-reviewer', { status: 'disabled' });
    await tell('willa', 'regulator-reviewer');
    await until(async () => (await stageOf(one.id)) === 'investigating');
  });

  it('is not void by a new name, by what is told twice, or by what changed before', async () => {
    await tell('xenia', 'regulator-reviewer');
    await tell('xenia', 'regulator-lead');
    casework.clock.nowMs += 1000;
    const one = await propose(person('xenia', 'regulator-lead'));
    casework.clock.nowMs += 1000;
    await tell('xenia', 'regulator-lead');
    await casework.part(VoidSteps).run(casework.clock.nowMs);
    expect(await approve(RUTH, one)).toMatchObject({ status: 200 });
  });

  it('is void by the call of its approver in a role that is new since', async () => {
    await casework.call(person('yrsa', 'regulator-reviewer'), 'POST', `/v1/cases/${await caseIn(casework, 'open')}/triage`, {
      body: because,
    });
    const one = await propose();
    casework.clock.nowMs += 1000;
    expect(await approve(person('yrsa', 'regulator-lead'), one)).toMatchObject({ status: 409, body: { code: 'PROPOSAL_VOID' } });
    expect(await approve(RUTH, one)).toMatchObject({ status: 200 });
  });

  it('cannot be somebody who was seen at a provider that serves the customer', async () => {
    const one = await propose();
    const notice = await caseIn(casework, 'decided');
    await casework.call(ROLF, 'POST', `/v1/cases/${notice}/notices`, { body: { through: 'PROVIDER', provider: 'north' } });
    const analyst = 'zoe:compliance-lead:north:zoe';
    const { items } = (await casework.call(analyst, 'GET', '/v1/served')).body;
    expect(await casework.call(analyst, 'POST', `/v1/served/${items[0].id}/acknowledgement`)).toMatchObject({ status: 200 });
    expect(await approve(person('zoe', 'regulator-lead'), one)).toMatchObject({ status: 403, body: { code: 'OWN_ANALYST' } });
  });
});
