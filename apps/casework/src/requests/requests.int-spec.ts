import { decideMove } from '@tidemark/domain';
import { type CallOptions, until } from '@tidemark/testing';
import { type CaseworkUnderTest, startCasework } from '../../test/casework.fixture.js';
import { CaseWrites } from '../case-log/case-writes.js';

const ROSA = 'rosa:regulator-reviewer::p-rosa';
const ANNA = 'anna:compliance-analyst:north:p-anna';
const MACHINE = 'north-client:provider:north';
const ENGINEER = 'erik:provider-engineer:north:p-erik';
const SOUTH = 'sven:compliance-lead:south:p-sven';
const subject = { kind: 'account', provider: 'north', id: 'acc-1' };
const DAY = 86_400_000;

/** Words that only the authority may ever read. */
const SECRET = 'Zwielicht';

describe('a request for information over HTTP', () => {
  let casework: CaseworkUnderTest;
  /** Everything that any provider was ever answered. */
  const told: string[] = [];
  beforeAll(async () => {
    casework = await startCasework();
  }, 60_000);
  afterAll(() => casework?.stop());

  const call = async (as: string, method: string, path: string, options?: CallOptions) => {
    const answer = await casework.call(as, method, path, options);
    // An answer may repeat the path that it was asked with: that the caller knew already.
    if (as.split(':')[2]) told.push(`${JSON.stringify(answer.body)} ${JSON.stringify([...answer.headers])}`.replaceAll(path, ''));
    return answer;
  };
  const post = (as: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    call(as, 'POST', path, { ...(body === undefined ? {} : { body }), headers });
  const openCase = async () => {
    const made = await post(ROSA, '/v1/cases', { matter: 'TRAINING_COMPUTE', subject, reason: `${SECRET} opened it` });
    await post(ROSA, `/v1/cases/${made.body.case}/triage`, { reason: `${SECRET} triaged it` });
    return made.body.case as string;
  };
  const question = { id: 'how-much', kind: 'NUMBER', text: 'How many accelerators run for acc-1?' };
  const send = async (id: string, more: object = {}) => {
    const sent = await post(ROSA, `/v1/cases/${id}/information-requests`, {
      provider: 'north',
      questions: [question],
      reason: `${SECRET} suspects a run`,
      message: 'Please answer.',
      ...more,
    });
    expect([sent.status, sent.body.detail]).toEqual([201, undefined]);
    const [item] = await casework.everything<{ id: string }>(`select id from served_item where case_id = $1 and part = $2`, [
      id,
      sent.body.made,
    ]);
    return { request: sent.body.made as string, item: item!.id };
  };
  const requestOf = async (id: string, request: string) => {
    const { body } = await call(ROSA, 'GET', `/v1/cases/${id}/information-requests`);
    return body.items.find((one: { id: string }) => one.id === request);
  };
  const ANSWER = { answers: [{ question: 'how-much', number: '4096' }] };

  it('is served, acknowledged, answered with a file, returned, answered again and accepted, and keeps each answer', async () => {
    const id = await openCase();
    const file = { id: 'export', kind: 'FILE', text: 'The export.', required: false };
    const { request, item } = await send(id, { questions: [question, file] });
    expect((await call(ANNA, 'GET', '/v1/served?kind=INFORMATION_REQUEST&status=sent')).body.items[0]).toMatchObject({
      id: item,
      version: 1,
    });

    const seen = await call(ANNA, 'GET', `/v1/served/${item}`);
    expect(seen.headers.get('etag')).toBe('"1"');
    expect(seen.body).toMatchObject({
      status: 'sent',
      message: 'Please answer.',
      questions: [
        { ...question, required: true },
        { id: 'export', required: false },
      ],
    });
    expect(await post(ANNA, `/v1/served/${item}/acknowledgement`, undefined, { 'if-match': '"7"' })).toMatchObject({ status: 412 });
    expect(await post(ANNA, `/v1/served/${item}/acknowledgement`, undefined, { 'if-match': '"1"' })).toMatchObject({
      status: 200,
      body: { id: item, status: 'acknowledged', version: 2 },
    });
    expect(await post(ANNA, `/v1/served/${item}/acknowledgement`)).toMatchObject({ status: 409 });

    const sent = await call(MACHINE, 'POST', `/v1/served/${item}/files`, {
      body: 'day,accelerators\n2026-01-01,4096\n',
      headers: { 'content-type': 'text/csv', 'content-disposition': 'attachment; filename="acc-1.csv"' },
    });
    expect([sent.status, sent.body.bytes, sent.body.scan]).toEqual([201, 33, 'CLEAN']);
    const answered = await post(ANNA, `/v1/served/${item}/answer`, {
      answers: [...ANSWER.answers, { question: 'export', files: [sent.body.file] }],
      message: 'From our meters.',
    });
    expect(answered).toMatchObject({ status: 200, body: { id: item, status: 'answered', version: 3 } });

    const read = await requestOf(id, request);
    expect(read).toMatchObject({
      status: 'answered',
      reason: `${SECRET} suspects a run`,
      answers: [
        { version: 1, late: false, message: 'From our meters.', files: [sent.body.file], sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      ],
      files: [{ file: sent.body.file, name: 'acc-1.csv', by: 'north-client' }],
    });
    for (const [as, path] of [
      [ROSA, `/v1/cases/${id}/information-requests/${request}/files/${sent.body.file}`],
      [ANNA, `/v1/served/${item}/files/${sent.body.file}`],
    ] as const)
      expect((await call(as, 'GET', path)).body.toString()).toBe('day,accelerators\n2026-01-01,4096\n');

    const missing = 'The hours between 10 and 12 are missing.';
    const returned = await post(ROSA, `/v1/cases/${id}/information-requests/${request}/return`, {
      missing,
      reason: `${SECRET} is not content`,
      dueAt: casework.clock.nowMs + 3 * DAY,
    });
    expect(returned.status).toBe(200);
    expect((await call(ANNA, 'GET', `/v1/served/${item}`)).body).toMatchObject({
      status: 'returned',
      version: 4,
      dueAt: new Date(casework.clock.nowMs + 3 * DAY).toISOString(),
      returns: [{ version: 1, missing }],
    });
    expect((await post(ANNA, `/v1/served/${item}/answer`, { answers: [{ question: 'how-much', number: '5000' }] })).body.status).toBe(
      'answered',
    );
    expect((await requestOf(id, request)).answers.map(({ answers }: { answers: { number?: string }[] }) => answers[0]!.number)).toEqual([
      '4096',
      '5000',
    ]);

    expect((await post(ROSA, `/v1/cases/${id}/information-requests/${request}/acceptance`, { reason: 'Complete' })).status).toBe(200);
    expect((await call(ANNA, 'GET', `/v1/served/${item}`)).body.status).toBe('settled');
    expect(await post(ANNA, `/v1/served/${item}/answer`, ANSWER)).toMatchObject({ status: 409 });
    const { body: read2 } = await call(ROSA, 'GET', `/v1/cases/${id}`);
    const clocks = read2.clocks.filter(({ subject: of }: { subject: string }) => of === request);
    expect(clocks.map(({ kind, status }: { kind: string; status: string }) => [kind, status])).toEqual([
      ['REQUEST_ACKNOWLEDGE', 'met'],
      ['REQUEST_ANSWER', 'met'],
      ['REQUEST_ANSWER', 'met'],
    ]);
  });

  it('is unknown to every other provider, exactly as an id that nobody has, and to a provider that was served nothing there is nothing', async () => {
    const id = await openCase();
    const { request, item } = await send(id);
    const nobody = '5d4f1f7e-9f6e-4f35-8a83-5d6f0f4a7f11';
    expect((await call(SOUTH, 'GET', '/v1/served')).body).toEqual({ items: [] });
    for (const [method, path, body] of [
      ['GET', ''],
      ['POST', '/acknowledgement'],
      ['POST', '/answer', ANSWER],
      ['POST', '/files', 'text'],
      ['GET', `/files/${nobody}`],
    ] as const) {
      const [theirs, none] = [item, nobody].map((one) =>
        call(SOUTH, method, `/v1/served/${one}${path}`, body === undefined ? {} : { body }),
      );
      const [a, b] = [await theirs!, await none!];
      expect([a.status, a.body.code]).toEqual([404, 'ITEM_UNKNOWN']);
      const without = ({ instance: _, correlationId: __, ...rest }: Record<string, unknown>) => rest;
      expect(without(a.body)).toEqual(without(b.body));
    }
    // Nor does the case open itself to the provider that was served, whatever it knows of it.
    for (const path of ['', '/information-requests', '/declarations', `/information-requests/${request}/files/${nobody}`])
      expect([403, 404]).toContain((await call(ANNA, 'GET', `/v1/cases/${id}${path}`)).status);
    expect((await call(ANNA, 'GET', `/v1/cases/${id}/information-requests`)).body.code).toBe('CASE_UNKNOWN');
    expect((await call(ANNA, 'GET', `/v1/served/${request}`)).body.code).toBe('ITEM_UNKNOWN');
    expect((await call(ROSA, 'GET', '/v1/served')).body.code).toBe('TENANT_REQUIRED');
  });

  it('is never sent to a provider that has nothing to do with the subject', async () => {
    const id = await openCase();
    const refused = await post(ROSA, `/v1/cases/${id}/information-requests`, {
      provider: 'south',
      questions: [question],
      reason: 'Why not',
    });
    expect(refused).toMatchObject({ status: 422, body: { code: 'PROVIDER_NOT_CONCERNED', concerned: ['north'] } });
    expect((await call(SOUTH, 'GET', '/v1/served')).body.items).toEqual([]);
  });

  it('is answered once for one idempotency key, and a bad answer names every question that is wrong', async () => {
    const id = await openCase();
    const { request, item } = await send(id);
    const bad = {
      answers: [
        { question: 'how-much', text: 'many' },
        { question: 'other', text: 'x' },
      ],
    };
    expect(await post(ANNA, `/v1/served/${item}/answer`, bad)).toMatchObject({
      status: 422,
      body: { code: 'ANSWER_INVALID', problems: [{ question: 'how-much' }, { question: 'other', problem: 'was not asked' }] },
    });
    expect((await post(ANNA, `/v1/served/${item}/answer`, { answers: [{ question: 'how-much', number: 4 }] })).status).toBe(400);
    const key = { 'idempotency-key': `answer-${item}` };
    const [first, second] = [
      await post(ANNA, `/v1/served/${item}/answer`, ANSWER, key),
      await post(ANNA, `/v1/served/${item}/answer`, ANSWER, key),
    ];
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect((await requestOf(id, request)).answers).toHaveLength(1);
  });

  it('takes null for what is left out, of a question and of an answer', async () => {
    const id = await openCase();
    const { item } = await send(id, { questions: [{ ...question, required: null }], template: null, dueAt: null });
    const nothing = { question: 'how-much', number: null, text: null };
    expect(await post(ANNA, `/v1/served/${item}/answer`, { answers: [nothing] })).toMatchObject({
      status: 422,
      body: { problems: [{ question: 'how-much' }] },
    });
    const answer = { answers: [{ ...nothing, number: '4096' }], message: null };
    expect(await post(ANNA, `/v1/served/${item}/answer`, answer)).toMatchObject({ status: 200, body: { status: 'answered' } });
  });

  it('takes one of two answers to the same version, and a file once for one key', async () => {
    const id = await openCase();
    const { request, item } = await send(id);
    const answers = await Promise.all(['"1"', '"1"'].map((tag) => post(ANNA, `/v1/served/${item}/answer`, ANSWER, { 'if-match': tag })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect((await requestOf(id, request)).answers).toHaveLength(1);
    const other = await send(id);
    const upload = (text: string) =>
      call(MACHINE, 'POST', `/v1/served/${other.item}/files`, {
        body: text,
        headers: { 'content-type': 'text/plain', 'idempotency-key': `file-${other.item}` },
      });
    const [first, again, changed] = [await upload('one'), await upload('one'), await upload('two')];
    expect([again.body, changed.body.code]).toEqual([first.body, 'IDEMPOTENCY_KEY_REUSED']);
    expect((await requestOf(id, other.request)).files).toHaveLength(1);
    // Of another item it cannot be named, nor opened through it.
    const third = await send(id, { questions: [{ id: 'export', kind: 'FILE', text: 'The export.' }] });
    const named = await post(ANNA, `/v1/served/${third.item}/answer`, { answers: [{ question: 'export', files: [first.body.file] }] });
    expect(named.body.code).toBe('ANSWER_INVALID');
    expect((await call(ANNA, 'GET', `/v1/served/${third.item}/files/${first.body.file}`)).body.code).toBe('FILE_UNKNOWN');
  });

  it('is not answered by whoever may only read, nor by a regulator', async () => {
    const { item } = await send(await openCase());
    expect((await call(ENGINEER, 'GET', `/v1/served/${item}`)).status).toBe(200);
    expect((await post(ENGINEER, `/v1/served/${item}/answer`, ANSWER)).body.code).toBe('FORBIDDEN_ROLE');
    expect((await post(ROSA, `/v1/served/${item}/answer`, ANSWER)).status).toBe(403);
  });

  it('is reminded of before it is due, escalated when it is late, and takes a late answer, the breach staying', async () => {
    const id = await openCase();
    const { request, item } = await send(id, { dueAt: casework.clock.nowMs + 10 * DAY });
    const version = (await call(ANNA, 'GET', `/v1/served/${item}`)).body.version;
    casework.clock.nowMs += 9.5 * DAY;
    await until(async () => (await requestOf(id, request)).reminders.length > 0);
    const reminded = await call(ANNA, 'GET', `/v1/served/${item}`);
    expect(reminded.body.reminders.length).toBeGreaterThan(0);
    expect(reminded.body.version).toBeGreaterThan(version);
    casework.clock.nowMs += DAY;
    await until(async () =>
      (await requestOf(id, request)).escalations.some(({ clock }: { clock: string }) => clock.startsWith('REQUEST_ANSWER')),
    );
    // That somebody was told is not the provider's business: nothing of the item changes by it.
    expect((await call(ANNA, 'GET', `/v1/served/${item}`)).body).toEqual(reminded.body);
    expect((await post(ANNA, `/v1/served/${item}/answer`, ANSWER)).status).toBe(200);
    expect((await requestOf(id, request)).answers).toMatchObject([{ late: true }]);
    const { body } = await call(ROSA, 'GET', `/v1/cases/${id}`);
    const clock = body.clocks.find(({ id: of }: { id: string }) => of === `REQUEST_ANSWER:${request}`);
    expect(clock).toMatchObject({ status: 'met', breachedAt: expect.any(String) });
  });

  it('lets a case that waits for it go on by itself when the last answer comes', async () => {
    const id = await openCase();
    const stage = async () => (await call(ROSA, 'GET', `/v1/cases/${id}`)).body.stage;
    await casework.part(CaseWrites).runAsCasework(casework.clock.nowMs, id, async (open) => {
      open.apply(decideMove(open.state, { move: 'investigate', reason: 'Begin' }, open.context));
      return {};
    });
    const one = await send(id, { await: true });
    const two = await send(id, { await: true });
    expect(await stage()).toBe('waiting');
    await post(ANNA, `/v1/served/${one.item}/answer`, ANSWER);
    expect(await stage()).toBe('waiting');
    await post(ROSA, `/v1/cases/${id}/information-requests/${two.request}/withdrawal`, { reason: 'No longer needed' });
    expect(await stage()).toBe('investigating');
    expect((await call(ANNA, 'GET', `/v1/served/${two.item}`)).body.status).toBe('withdrawn');
  });

  it('lists page by page, newest first, without a gap', async () => {
    const all = (await call(ANNA, 'GET', '/v1/served?limit=500')).body.items.map(({ id }: { id: string }) => id);
    const paged: string[] = [];
    let next: string | undefined;
    do {
      const { body } = await call(ANNA, 'GET', `/v1/served?limit=2${next === undefined ? '' : `&cursor=${next}`}`);
      paged.push(...body.items.map(({ id }: { id: string }) => id));
      next = body.next;
    } while (next !== undefined);
    expect(paged).toEqual(all);
    expect(all.length).toBeGreaterThan(5);
  });

  it('is looked for by kinds and words that there are', async () => {
    const { item } = await send(await openCase());
    expect((await call(ANNA, 'GET', '/v1/served?status=sent&kind=INFORMATION_REQUEST')).body.items[0].id).toBe(item);
    for (const query of ['status=accepted', 'status=unsent', 'kind=REQUEST'])
      expect(await call(ANNA, 'GET', `/v1/served?${query}`)).toMatchObject({ status: 400, body: { code: 'INVALID_INPUT' } });
  });

  it('takes no statement: that is how a warning is answered', async () => {
    const { item } = await send(await openCase());
    expect(await post(ANNA, `/v1/served/${item}/statement`, { text: 'We object' })).toMatchObject({
      status: 409,
      body: { code: 'ITEM_NOT_ANSWERED' },
    });
  });

  it('offers templates that stand by version', async () => {
    const { body } = await call(ANNA, 'GET', '/v1/request-templates');
    expect(body.items.map(({ id, version }: { id: string; version: number }) => [id, version])).toContainEqual(['account-usage-detail', 1]);
    const id = await openCase();
    const { item } = await send(id, { template: 'training-run-plan', questions: [] });
    expect((await call(ANNA, 'GET', `/v1/served/${item}`)).body).toMatchObject({ template: { id: 'training-run-plan', version: 1 } });
  });

  // Last: over everything that was ever told above.
  it('told no provider a word, an id or a person of the authority', async () => {
    const cases = await casework.everything<{ id: string; parts: string[] }>(
      `select c.id, array(select part from served_item s where s.case_id = c.id) as parts from case_row c`,
    );
    expect(told.length).toBeGreaterThan(40);
    const known = [SECRET, 'p-rosa', 'rosa', 'escalat', 'awaited', ...cases.flatMap(({ id, parts }) => [id, ...parts])];
    for (const word of known) expect(told.filter((text) => text.includes(word))).toEqual([]);
  });

  it('keeps no word of a question or an answer in the open', async () => {
    const rows = await casework.everything<{ text: string }>(`select facts::text as text from case_event`);
    for (const word of ['"4096"', 'acc-1?', 'acc-1.csv', 'From our meters', SECRET])
      expect(rows.filter(({ text }) => text.includes(word))).toEqual([]);
  });
});
