import { randomUUID } from 'node:crypto';
import { caseIn, SUBJECT } from '../../test/case-stages.fixture.js';
import { type CaseworkUnderTest, startCasework } from '../../test/casework.fixture.js';
import { resolved, standing, tellCustomers } from '../../test/intake.fixture.js';
import { RegistryStandIn } from '../../test/registry-stand-in.fixture.js';

const ROSA = 'rosa:regulator-reviewer::p-rosa';
const ROSA_AGAIN = 'rosa-at-home:regulator-reviewer::p-rosa';
/** One person with two accounts of different roles. */
const VERA = 'vera:regulator-reviewer::p-vera';
const VERA_AS_LEAD = 'vera-lead:regulator-lead::p-vera';
const MILA = 'mila:regulator-reviewer::p-mila';
const LEA = 'lea:regulator-lead::p-lea';
const OLGA = 'olga:regulator-lead::p-olga:elsewhere';
const ANALYST = 'nils:regulator-lead::p-nils';
const AUDITOR = 'eva:auditor::p-eva';
const DAY = 86_400_000;
const HOUR = 3_600_000;

describe('identity inside a case', () => {
  const registry = new RegistryStandIn();
  let casework: CaseworkUnderTest;
  const [one, two, outside] = [randomUUID(), randomUUID(), randomUUID()];

  beforeAll(async () => {
    casework = await startCasework({ TIDEMARK_REGISTRY_GRPC: await registry.start() });
    await tellCustomers(casework, [standing(one, 'north'), resolved(one, 'north', 'p-acme'), resolved(two, 'south', 'p-acme')]);
    await tellCustomers(casework, [standing(one, 'north')], 'p-nils');
  }, 60_000);
  afterEach(() => {
    registry.before = async () => undefined;
    registry.refuses.splice(0);
    registry.asked.splice(0);
  });
  afterAll(async () => {
    await casework?.stop();
    registry.stop();
  });

  const post = (as: string, path: string, body: object, headers = {}) => casework.call(as, 'POST', path, { body, headers });
  const get = (as: string, path: string) => casework.call(as, 'GET', path);
  const code = async (answer: Promise<{ status: number; body: { code?: string } }>) => {
    const { status, body } = await answer;
    return [status, body?.code];
  };
  /** A case about both customers, triaged. */
  const aCase = async () => {
    const subject = { kind: 'party', id: 'p-acme' };
    const { body } = await post(ROSA, '/v1/cases', { matter: 'IDENTITY', subject, reason: 'A tip' });
    await post(ROSA, `/v1/cases/${body.case}/triage`, { reason: 'It stands' });
    return `/v1/cases/${body.case}`;
  };
  const asked = (more: object = {}) => ({
    customers: [one, two],
    fields: ['NAMES', 'OWNERS'],
    purpose: 'IDENTIFY_SUBJECT',
    reason: 'Who runs it',
    until: casework.clock.nowMs + 5 * DAY,
    ...more,
  });
  const ask = async (at: string, as = ROSA, more: object = {}) => {
    const { status, body } = await post(as, `${at}/identity-requests`, asked(more));
    expect([status, body.code]).toEqual([201, undefined]);
    return body.made as string;
  };
  const grant = async (at: string, more: object = {}, as = LEA) => {
    const { status, body } = await post(as, `${at}/identity-requests/${await ask(at)}/grant`, { reason: 'Needed', ...more });
    expect([status, body.code]).toEqual([200, undefined]);
    return body.made as string;
  };

  it('is shown after a request that another person granted, from the registry, with the reader’s own token, and logged', async () => {
    const at = await aCase();
    expect(await code(get(ROSA, `${at}/identities/${one}`))).toEqual([403, 'IDENTITY_NOT_GRANTED']);
    const id = await grant(at);
    const shown = await get(ROSA, `${at}/identities/${one}?fields=NAMES`);
    expect([shown.status, shown.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(shown.body).toMatchObject({
      customer: one,
      provider: 'north',
      version: 3,
      grant: id,
      sections: { NAMES: { of: 'NAMES Fjordlys' } },
    });
    expect(registry.asked).toMatchObject([
      {
        token: ROSA,
        request: { grant: id, case: at.split('/').at(-1), customer: one, fields: ['NAMES'], purpose: 'IDENTIFY_SUBJECT: Who runs it' },
      },
    ]);
    const reads = await get(AUDITOR, `${at}/identity-reads`);
    expect(reads.body.items).toEqual([
      {
        number: 1,
        grant: id,
        customer: one,
        fields: ['NAMES'],
        by: 'p-rosa',
        role: 'regulator-reviewer',
        at: expect.any(String),
        purpose: 'IDENTIFY_SUBJECT: Who runs it',
      },
    ]);
  });

  it('is granted to nobody who worked for a provider that serves the subject, or for another authority since', async () => {
    const at = await aCase();
    const [wasThere, wentAway] = [`p-${randomUUID()}`, `p-${randomUUID()}`];
    const times = { occurredAt: casework.clock.nowMs, discoveredAt: casework.clock.nowMs };
    const incident = {
      kind: 'OTHER',
      severity: 'LOW',
      imminentDanger: false,
      source: 'PROVIDER',
      description: 'It ran',
      jurisdictions: ['-'],
    };
    expect((await post(`ilse:compliance-lead:north:${wasThere}`, '/v1/incidents', { ...incident, ...times })).status).toBe(201);
    await post(`per:regulator-reviewer::${wentAway}`, '/v1/cases', {
      matter: 'OTHER',
      subject: { kind: 'party', id: 'p' },
      reason: 'A tip',
    });
    const granted = async (person: string) =>
      code(post(LEA, `${at}/identity-requests/${await ask(at, ROSA, { persons: [person] })}/grant`, { reason: 'Needed' }));
    expect(await granted(wasThere)).toEqual([403, 'OWN_ANALYST']);
    expect(await granted(wentAway)).toEqual([200, undefined]);
    casework.clock.nowMs += 1;
    await post(`per:regulator-reviewer::${wentAway}:elsewhere`, '/v1/cases', {
      matter: 'OTHER',
      subject: { kind: 'party', id: 'p' },
      reason: 'A tip',
    });
    expect((await granted(wentAway))[1]).toBe('READER_OF_ANOTHER_AUTHORITY');
  });

  it('lies in the log sealed, and in nothing else', async () => {
    const at = await aCase();
    await grant(at);
    await get(ROSA, `${at}/identities/${one}?purpose=to%20name%20Fjordlys`);
    const rows = await casework.everything<{ row: string; type: string }>(
      `select e::text as row, type from case_event e where case_id = $1 union all select i::text, 'answer' from idempotent_answer i`,
      [at.split('/').at(-1)],
    );
    expect(rows.map(({ type }) => type)).toContain('identity-read');
    expect(rows.filter(({ row }) => row.includes('Fjordlys') || row.includes('Who runs it'))).toEqual([]);
    expect((await get(ROSA, `${at}/identity-reads`)).body.items[0].purpose).toBe('to name Fjordlys');
    for (const path of ['', '/identity-requests', '/identity-grants', '/identity-reads'])
      expect(JSON.stringify((await get(ROSA, at + path)).body)).not.toContain('NAMES Fjordlys');
  });

  it('is read by the named persons from any of their accounts, and by no one else', async () => {
    const at = await aCase();
    const request = await ask(at, ROSA, { persons: ['p-mila'] });
    await post(LEA, `${at}/identity-requests/${request}/grant`, { reason: 'Needed' });
    const see = (as: string) => code(get(as, `${at}/identities/${one}`));
    expect([await see(MILA), await see(ROSA_AGAIN)]).toEqual([
      [200, undefined],
      [200, undefined],
    ]);
    expect(await see(LEA)).toEqual([403, 'IDENTITY_NOT_GRANTED']);
    expect(await see('robot:regulator-reviewer')).toEqual([403, 'PERSON_REQUIRED']);
    expect(await see(OLGA)).toEqual([404, 'CASE_UNKNOWN']);
    expect(await see(AUDITOR)).toEqual([403, 'FORBIDDEN_ROLE']);
    expect(await see('sol:compliance-lead::p-sol')).toEqual([403, 'FORBIDDEN_ROLE']);
    expect(await see('ana:compliance-lead:north:p-ana')).toEqual([403, 'FORBIDDEN_ROLE']);
    expect(await see('engine:provider:north')).toEqual([403, 'FORBIDDEN_ROLE']);
    expect(registry.asked).toHaveLength(2);
  });

  it('is asked and granted by whom the table allows, and never by one person alone', async () => {
    const at = await aCase();
    for (const as of [AUDITOR, 'sol:compliance-lead::p-sol', 'ana:compliance-lead:north:p-ana'])
      expect(await code(post(as, `${at}/identity-requests`, asked()))).toEqual([
        403,
        expect.stringMatching(/FORBIDDEN_ROLE|OPERATOR_ONLY/),
      ]);
    expect(await code(post(OLGA, `${at}/identity-requests`, asked()))).toEqual([404, 'CASE_UNKNOWN']);
    expect(await code(post(ANALYST, `${at}/identity-requests`, asked()))).toEqual([403, 'OWN_ANALYST']);
    const request = await ask(at);
    const path = `${at}/identity-requests/${request}`;
    for (const step of ['grant', 'refusal']) {
      expect(await code(post(MILA, `${path}/${step}`, { reason: 'No lead' }))).toEqual([403, 'FORBIDDEN_ROLE']);
      expect(await code(post(ANALYST, `${path}/${step}`, { reason: 'Mine' }))).toEqual([403, 'OWN_ANALYST']);
      expect(await code(post(OLGA, `${path}/${step}`, { reason: 'Other' }))).toEqual([404, 'CASE_UNKNOWN']);
    }
    expect(await code(post(LEA, `${path}/refusal`, { reason: 'Not needed' }))).toEqual([200, undefined]);
    expect(await code(post(LEA, `${path}/grant`, { reason: 'After all' }))).toEqual([409, 'IDENTITY_REQUEST_ANSWERED']);
    expect((await get(AUDITOR, `${at}/identity-requests`)).body.items).toMatchObject([
      { id: request, status: 'refused', askedBy: 'p-rosa', words: 'Who runs it', answeredBy: 'p-lea', reason: 'Not needed' },
    ]);
  });

  it('is not granted, refused or reviewed by the same person under another account and role', async () => {
    const at = await aCase();
    const path = `${at}/identity-requests/${await ask(at, VERA)}`;
    for (const step of ['grant', 'refusal'])
      expect(await code(post(VERA_AS_LEAD, `${path}/${step}`, { reason: 'It is me' }))).toEqual([403, 'SAME_PERSON']);
    const broken = await post(VERA, `${at}/break-glass`, { customers: [one], fields: ['NAMES'], danger: 'A run that must stop' });
    const review = { verdict: 'JUSTIFIED', reason: 'It is me' };
    expect(await code(post(VERA_AS_LEAD, `${at}/identity-grants/${broken.body.made}/review`, review))).toEqual([403, 'SAME_PERSON']);
  });

  it('is asked for inside the case alone, for a while, of a stage that is worked', async () => {
    const at = await aCase();
    const refused = async (more: object) => code(post(ROSA, `${at}/identity-requests`, asked(more)));
    expect(await refused({ customers: [one, outside] })).toEqual([422, 'IDENTITY_OUTSIDE_CASE']);
    expect(await refused({ until: casework.clock.nowMs + 31 * DAY })).toEqual([422, 'ACCESS_TOO_LONG']);
    expect(await refused({ until: casework.clock.nowMs })).toEqual([422, 'ACCESS_END_PAST']);
    expect(await refused({ fields: ['EVERYTHING'] })).toEqual([400, 'INVALID_INPUT']);
    expect(await refused({ customers: ['acme'] })).toEqual([400, 'INVALID_INPUT']);
    const { body } = await post(ROSA, '/v1/cases', { matter: 'IDENTITY', subject: { kind: 'party', id: 'p-acme' }, reason: 'A tip' });
    expect(await code(post(ROSA, `/v1/cases/${body.case}/identity-requests`, asked()))).toEqual([409, 'STATE_FORBIDS']);
  });

  it('is asked for of a decided case too, to tell the customer; and of a closed one no more', async () => {
    await tellCustomers(casework, [standing(SUBJECT.id, 'north')]);
    const notice = { customers: [SUBJECT.id], purpose: 'SERVE_NOTICE' };
    const decided = `/v1/cases/${await caseIn(casework, 'decided')}`;
    const { body } = await post(ROSA, `${decided}/identity-requests`, asked(notice));
    await post(LEA, `${decided}/identity-requests/${body.made}/grant`, { reason: 'The customer has to be told' });
    expect(await code(get(ROSA, `${decided}/identities/${SUBJECT.id}`))).toEqual([200, undefined]);
    const closed = `/v1/cases/${await caseIn(casework, 'closed')}`;
    expect(await code(post(ROSA, `${closed}/identity-requests`, asked(notice)))).toEqual([409, 'STATE_FORBIDS']);
  });

  it('is granted narrower, and then only that is shown', async () => {
    const at = await aCase();
    await grant(at, { fields: ['NAMES'], customers: [one] });
    expect(await code(get(ROSA, `${at}/identities/${two}`))).toEqual([403, 'IDENTITY_NOT_GRANTED']);
    expect(await code(get(ROSA, `${at}/identities/${one}?fields=NAMES,OWNERS`))).toEqual([403, 'FIELDS_NOT_GRANTED']);
    expect(Object.keys((await get(ROSA, `${at}/identities/${one}`)).body.sections)).toEqual(['NAMES']);
  });

  it('is over at its moment, and when it is ended; and the other apps are told when it begins and ends', async () => {
    const at = await aCase();
    const id = await grant(at, { until: casework.clock.nowMs + DAY });
    casework.clock.nowMs += DAY;
    expect(await code(get(ROSA, `${at}/identities/${one}`))).toEqual([403, 'ACCESS_ENDED']);
    const second = await grant(at);
    expect(await code(post(MILA, `${at}/identity-grants/${second}/end`, { reason: 'Enough' }))).toEqual([200, undefined]);
    expect(await code(get(ROSA, `${at}/identities/${one}`))).toEqual([403, 'ACCESS_ENDED']);
    expect(await code(post(MILA, `${at}/identity-grants/${second}/end`, { reason: 'Again' }))).toEqual([409, 'ACCESS_ENDED_BEFORE']);
    const told = (await casework.facts()).flatMap(({ fact }) =>
      fact.case === 'accessGranted' || fact.case === 'accessEnded' ? [[fact.case, fact.value.grant]] : [],
    );
    expect(told).toEqual(
      expect.arrayContaining([
        ['accessGranted', id],
        ['accessGranted', second],
        ['accessEnded', second],
      ]),
    );
    expect((await get(AUDITOR, `${at}/identity-grants`)).body.items).toMatchObject([
      { id, open: false },
      { id: second, open: false, ended: { cause: 'ENDED', by: 'p-mila', reason: 'Enough' } },
    ]);
  });

  it('is not shown when access ends while the registry answers: nothing is logged as read', async () => {
    const at = await aCase();
    const id = await grant(at);
    registry.before = async () => {
      await post(MILA, `${at}/identity-grants/${id}/end`, { reason: 'At once' });
    };
    const { status, body } = await get(ROSA, `${at}/identities/${one}`);
    expect([status, body.code, JSON.stringify(body).includes('Fjordlys')]).toEqual([403, 'ACCESS_ENDED', false]);
    expect((await get(ROSA, `${at}/identity-reads`)).body.items).toEqual([]);
  });

  it('waits a moment for the registry to hear of the grant, and no longer than that', async () => {
    const at = await aCase();
    await grant(at);
    registry.refuseNext('NOT_FOUND', 'RELEASE_NOT_GRANTED: not yet', 3);
    expect(await code(get(ROSA, `${at}/identities/${one}`))).toEqual([200, undefined]);
    expect(registry.asked).toHaveLength(4);
    registry.refuseNext('NOT_FOUND', 'RELEASE_NOT_GRANTED: not yet', 100);
    const late = await get(ROSA, `${at}/identities/${one}`);
    expect([late.status, late.body.code, late.headers.get('retry-after')]).toEqual([503, 'GRANT_NOT_HEARD', '2']);
    expect((await get(ROSA, `${at}/identity-reads`)).body.items).toHaveLength(1);
  });

  it.each([
    ['FAILED_PRECONDITION', 'RELEASE_ENDED: over', 403, 'ACCESS_ENDED'],
    ['PERMISSION_DENIED', 'RELEASE_NOT_COVERED: no', 403, 'FIELDS_NOT_GRANTED'],
    ['NOT_FOUND', 'CUSTOMER_ERASED: gone', 410, 'IDENTITY_ERASED'],
    ['UNAVAILABLE', 'no connection', 503, 'REGISTRY_UNAVAILABLE'],
    ['INTERNAL', 'INTERNAL: broken', 503, 'REGISTRY_UNAVAILABLE'],
  ] as const)('shows nothing when the registry says %s %s', async (status, details, answered, problem) => {
    const at = await aCase();
    await grant(at);
    registry.refuseNext(status, details);
    expect(await code(get(ROSA, `${at}/identities/${one}`))).toEqual([answered, problem]);
    expect((await get(ROSA, `${at}/identity-reads`)).body.items).toEqual([]);
  });

  it('is opened at once in imminent danger, to the one who says so, and reviewed by another within a day', async () => {
    const at = await aCase();
    const breakGlass = (as: string) =>
      post(as, `${at}/break-glass`, { customers: [one], fields: ['NAMES'], danger: 'A run that must stop' });
    expect(await code(breakGlass(AUDITOR))).toEqual([403, 'FORBIDDEN_ROLE']);
    expect(await code(breakGlass('robot:regulator-reviewer'))).toEqual([403, 'PERSON_REQUIRED']);
    const { body } = await breakGlass(ROSA);
    expect(await code(get(ROSA, `${at}/identities/${one}`))).toEqual([200, undefined]);
    expect(registry.asked[0]?.request.purpose).toBe('IMMINENT_DANGER: A run that must stop');
    const review = (as: string, verdict: string) => post(as, `${at}/identity-grants/${body.made}/review`, { verdict, reason: 'Looked at' });
    expect(await code(review(MILA, 'JUSTIFIED'))).toEqual([403, 'FORBIDDEN_ROLE']);
    expect(await code(review(LEA, 'NOT_JUSTIFIED'))).toEqual([200, undefined]);
    expect(await code(get(ROSA, `${at}/identities/${one}`))).toEqual([403, 'ACCESS_ENDED']);
    const { clocks } = (await get(ROSA, at)).body;
    expect(clocks).toEqual(expect.arrayContaining([expect.objectContaining({ id: `ACCESS_REVIEW:${body.made}`, status: 'met' })]));
    expect((await get(ROSA, `${at}/identity-grants`)).body.items).toMatchObject([
      { id: body.made, breakGlass: true, ended: { cause: 'REVIEW_REFUSED' }, review: { by: 'p-lea', verdict: 'NOT_JUSTIFIED' } },
    ]);
  });

  it('opened in danger ends after a day by itself, reviewed or not', async () => {
    const at = await aCase();
    await post(ROSA, `${at}/break-glass`, { customers: [one], fields: ['NAMES'], danger: 'A run that must stop' });
    casework.clock.nowMs += 24 * HOUR;
    expect(await code(get(ROSA, `${at}/identities/${one}`))).toEqual([403, 'ACCESS_ENDED']);
    expect(await code(post(ROSA, `${at}/break-glass`, { customers: [two], fields: ['NAMES'], danger: 'Again' }))).toEqual([
      409,
      'BREAK_GLASS_UNREVIEWED',
    ]);
  });

  it('takes a repeat of a request once, and If-Match', async () => {
    const at = await aCase();
    const key = { 'idempotency-key': randomUUID() };
    const body = asked();
    const first = await post(ROSA, `${at}/identity-requests`, body, key);
    const again = await post(ROSA, `${at}/identity-requests`, body, key);
    expect([again.body, again.headers.get('idempotency-replayed')]).toEqual([first.body, 'true']);
    expect((await get(ROSA, `${at}/identity-requests`)).body.items).toHaveLength(1);
    expect(await code(post(ROSA, `${at}/identity-requests`, body, { 'if-match': '"1"' }))).toEqual([412, 'PRECONDITION_FAILED']);
  });

  it('pages and filters who read what', async () => {
    const at = await aCase();
    const request = await ask(at, ROSA, { persons: ['p-mila'] });
    await post(LEA, `${at}/identity-requests/${request}/grant`, { reason: 'Needed' });
    for (const [as, customer] of [
      [ROSA, one],
      [MILA, one],
      [ROSA, two],
    ] as const)
      await get(as, `${at}/identities/${customer}`);
    const numbers = async (query: string) =>
      (await get(LEA, `${at}/identity-reads?${query}`)).body.items.map(({ number }: { number: number }) => number);
    expect([await numbers(''), await numbers(`customer=${one}`), await numbers('person=p-rosa')]).toEqual([
      [3, 2, 1],
      [2, 1],
      [3, 1],
    ]);
    const { next } = (await get(LEA, `${at}/identity-reads?limit=2`)).body;
    expect(await numbers(`limit=2&cursor=${next}`)).toEqual([1]);
  });
});
