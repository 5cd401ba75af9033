import { randomUUID } from 'node:crypto';
import { type CaseworkUnderTest, startCasework } from '../../test/casework.fixture.js';

const ROSA = 'rosa:regulator-reviewer::rosa';
const LEA = 'lea:regulator-lead::lea';
const MAX = 'max:regulator-lead::max';
const NORTH = 'nils:compliance-lead:north:nils';
const SOUTH = 'sam:compliance-lead:south:sam';
const HOUR = 3_600_000;

describe('suspension orders over HTTP', () => {
  let casework: CaseworkUnderTest;
  beforeAll(async () => {
    casework = await startCasework();
  }, 60_000);
  afterAll(() => casework?.stop());

  const post = async (as: string, path: string, body: object, headers: Record<string, string> = {}) =>
    casework.call(as, 'POST', path, { body, headers });
  const get = async (as: string, path: string) => (await casework.call(as, 'GET', path)).body;
  const aboutCustomer = () => ({ provider: 'north', scope: { kind: 'customer', id: randomUUID() } });
  /** What the case is about, by case. */
  const targets = new Map<string, ReturnType<typeof aboutCustomer>>();
  const triaged = async () => {
    const target = aboutCustomer();
    const subject = { ...target.scope, provider: 'north' };
    const { body } = await post(ROSA, '/v1/cases', { matter: 'TRAINING_COMPUTE', subject, reason: 'A tip' });
    await post(ROSA, `/v1/cases/${body.case}/triage`, { reason: 'It stands' });
    targets.set(body.case, target);
    return body.case as string;
  };
  const draft = async (id: string, target = targets.get(id)!, more: object = { imminence: 'It ends tonight' }) => {
    const made = await post(ROSA, `/v1/cases/${id}/orders`, { ...target, reason: 'secret grounds', text: 'Stop it.', ...more });
    expect([made.status, made.body.code]).toEqual([201, undefined]);
    return `/v1/cases/${id}/orders/${made.body.made}`;
  };
  const itemsOf = async (as: string) => (await get(as, '/v1/served?limit=500')).items as { id: string; kind: string; status: string }[];
  const factsOf = async (id: string) => (await casework.facts()).filter((fact) => fact.case === id).map(({ fact }) => fact);

  it('go from the warning to the lifting, by two persons each, and the provider sees what was addressed to it', async () => {
    const id = await triaged();
    const target = targets.get(id)!;
    const words = { reason: 'secret grounds', text: 'We consider to order a stop.' };
    const warned = await post(ROSA, `/v1/cases/${id}/order-warnings`, { ...target, ...words });
    expect(warned.status).toBe(201);
    const [warning] = (await itemsOf(NORTH)).filter(({ kind }) => kind === 'ORDER_WARNING');
    const read = await get(NORTH, `/v1/served/${warning!.id}`);
    expect(read).toMatchObject({
      kind: 'ORDER_WARNING',
      status: 'served',
      text: words.text,
      about: { kind: 'customer', id: target.scope.id },
    });
    expect(JSON.stringify(read)).not.toMatch(new RegExp(`secret|${id}|${warned.body.made}|rosa`));
    expect(await post(SOUTH, `/v1/served/${warning!.id}/statement`, { text: 'Not mine.' })).toMatchObject({ status: 404 });
    expect(await post(NORTH, `/v1/served/${warning!.id}/statement`, { text: 'It is an evaluation.' })).toMatchObject({
      status: 200,
      body: { id: warning!.id, version: 2, status: 'answered' },
    });
    expect(await get(ROSA, `/v1/cases/${id}/order-warnings`)).toMatchObject({
      items: [{ status: 'answered', answer: 'It is an evaluation.' }],
    });

    const order = await draft(id, target, {});
    expect((await itemsOf(NORTH)).filter(({ kind }) => kind === 'SUSPENSION_ORDER')).toEqual([]);
    expect(await post(LEA, `${order}/approval`, { reason: 'checked' })).toMatchObject({ status: 200, body: { case: id } });
    const [served] = (await itemsOf(NORTH)).filter(({ kind }) => kind === 'SUSPENSION_ORDER');
    expect(await get(NORTH, `/v1/served/${served!.id}`)).toMatchObject({ status: 'issued', text: 'Stop it.', version: 1 });
    expect(await post(NORTH, `/v1/served/${served!.id}/acknowledgement`, {})).toMatchObject({
      status: 200,
      body: { status: 'acknowledged' },
    });

    const lift = await post(ROSA, `${order}/lift-requests`, { reason: 'declared meanwhile', text: 'You may go on.' });
    expect(JSON.stringify(await get(NORTH, `/v1/served/${served!.id}`))).not.toContain('go on');
    expect(await post(LEA, `${order}/lift-requests/${lift.body.made}/approval`, { reason: 'agreed' })).toMatchObject({ status: 200 });
    expect(await get(NORTH, `/v1/served/${served!.id}`)).toMatchObject({ status: 'lifted', liftText: 'You may go on.', version: 3 });
    expect((await factsOf(id)).map((fact) => fact.case)).toEqual([
      'opened',
      'stage',
      'disclosed',
      'served',
      'settled',
      'orderIssued',
      'served',
      'settled',
      'orderLifted',
      'settled',
      'served',
    ]);
  });

  it('are drafted by one and issued by another: by nobody alone, nor by a reviewer, nor by a provider', async () => {
    const id = await triaged();
    const made = await post(LEA, `/v1/cases/${id}/orders`, { ...targets.get(id), reason: 'why', text: 'Stop it.', imminence: 'tonight' });
    const order = `/v1/cases/${id}/orders/${made.body.made}`;
    for (const as of [LEA, ROSA, NORTH]) expect((await post(as, `${order}/approval`, { reason: 'checked' })).status).toBe(403);
    // The same person by another account.
    expect((await post('lea2:regulator-lead::lea', `${order}/approval`, { reason: 'checked' })).status).toBe(403);
    expect((await post(NORTH, `/v1/cases/${id}/orders`, { ...aboutCustomer(), reason: 'why', text: 'Stop it.' })).status).toBe(403);
    expect(await post(MAX, `${order}/refusal`, { reason: 'too wide' })).toMatchObject({ status: 200 });
    expect(await get(ROSA, `/v1/cases/${id}/orders`)).toMatchObject({ items: [{ status: 'refused' }] });
  });

  it('are issued once when twenty people approve at once', async () => {
    const order = await draft(await triaged());
    const leads = Array.from({ length: 20 }, (_, n) => `lead${n}:regulator-lead::lead${n}`);
    const answers = await Promise.all(leads.map((as) => post(as, `${order}/approval`, { reason: 'checked' })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status, body }) => status === 409 && body.code === 'ORDER_NOT_IN_STATE')).toHaveLength(19);
  });

  it('are acknowledged once when twenty people do at once, and those who named the version are told that it changed', async () => {
    const order = await draft(await triaged());
    const before = new Set((await itemsOf(NORTH)).map(({ id }) => id));
    await post(LEA, `${order}/approval`, { reason: 'checked' });
    const [item] = (await itemsOf(NORTH)).filter(({ id }) => !before.has(id));
    const people = Array.from({ length: 20 }, (_, n) => `nils${n}:compliance-lead:north:nils${n}`);
    const path = `/v1/served/${item!.id}/acknowledgement`;
    const answers = await Promise.all(people.map((as, n) => post(as, path, {}, n % 2 === 0 ? { 'if-match': '"1"' } : {})));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const losers = answers.filter(({ status }) => status !== 200).map(({ status }) => status);
    expect(losers.every((status) => [409, 412, 403].includes(status))).toBe(true);
    expect(await get(NORTH, `/v1/served/${item!.id}`)).toMatchObject({ status: 'acknowledged', version: 2 });
  });

  it('that are asked again with the same key are made once', async () => {
    const id = await triaged();
    const body = { ...targets.get(id), reason: 'why', text: 'Stop it.', imminence: 'tonight' };
    const key = { 'idempotency-key': randomUUID() };
    const [one, two] = [await post(ROSA, `/v1/cases/${id}/orders`, body, key), await post(ROSA, `/v1/cases/${id}/orders`, body, key)];
    expect(two.body).toEqual(one.body);
    expect((await get(ROSA, `/v1/cases/${id}/orders`)).items).toHaveLength(1);
  });

  it('wait for the warning, and are refused by name', async () => {
    const id = await triaged();
    const target = targets.get(id)!;
    const body = { ...target, reason: 'why', text: 'Stop it.' };
    expect(await post(ROSA, `/v1/cases/${id}/orders`, body)).toMatchObject({ status: 409, body: { code: 'ORDER_UNWARNED' } });
    const unsaid = { ...body, imminence: null };
    expect(await post(ROSA, `/v1/cases/${id}/orders`, unsaid)).toMatchObject({ status: 409, body: { code: 'ORDER_UNWARNED' } });
    await post(ROSA, `/v1/cases/${id}/order-warnings`, body);
    const order = await draft(id, target, {});
    expect(await post(LEA, `${order}/approval`, { reason: 'checked' })).toMatchObject({ status: 409, body: { code: 'WARNING_RUNNING' } });
    casework.clock.nowMs += 72 * HOUR;
    expect(await post(LEA, `${order}/approval`, { reason: 'checked' })).toMatchObject({ status: 200 });
    expect(await post(LEA, `${order}/lift-requests/${randomUUID()}/approval`, { reason: 'x y z' })).toMatchObject({ status: 404 });
  });

  it('say that nothing is known yet of how they are followed while the ledger cannot be asked', async () => {
    const id = await triaged();
    const order = await draft(id);
    expect(await casework.call(ROSA, 'GET', `${order}/compliance`)).toMatchObject({ status: 404, body: { code: 'ORDER_UNKNOWN' } });
    await post(LEA, `${order}/approval`, { reason: 'checked' });
    casework.clock.nowMs += HOUR;
    const { body } = await casework.call(ROSA, 'GET', `${order}/compliance`);
    expect(body).toMatchObject({ status: 'issued', verdict: 'NOT_YET_KNOWN', flags: [], notAsked: { code: 'UNAVAILABLE' } });
    expect(body.notAsked.why).not.toMatch(/ECONN|127\.0/);
    expect(body.useAfter).toBeUndefined();
    expect((await casework.call(NORTH, 'GET', `${order}/compliance`)).status).toBe(404);
  });

  it('go to nobody whom the case has nothing to do with', async () => {
    const id = await triaged();
    const words = { reason: 'why', text: 'Stop it.', imminence: 'tonight' };
    for (const target of [{ ...targets.get(id)!, provider: 'south' }, aboutCustomer()])
      for (const path of ['orders', 'order-warnings'])
        expect(
          await post(
            ROSA,
            `/v1/cases/${id}/${path}`,
            path === 'orders' ? { ...target, ...words } : { ...target, reason: 'why', text: 'Stop it.' },
          ),
        ).toMatchObject({
          status: 422,
          body: { code: 'ORDER_PROVIDER_OTHER' },
        });
  });

  it('of one provider are nothing to another, nor to it before they are issued', async () => {
    const id = await triaged();
    const before = await itemsOf(SOUTH);
    const order = await draft(id);
    expect((await itemsOf(NORTH)).some(({ status }) => status === 'drafted')).toBe(false);
    await post(LEA, `${order}/approval`, { reason: 'checked' });
    expect(await itemsOf(SOUTH)).toEqual(before);
    const [item] = await itemsOf(NORTH);
    expect(await casework.call(SOUTH, 'GET', `/v1/served/${item!.id}`)).toMatchObject({ status: 404 });
  });
});
