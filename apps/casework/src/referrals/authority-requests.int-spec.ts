import { createPublicKey, randomUUID, verify } from 'node:crypto';
import { type CaseworkUnderTest, startCasework } from '../../test/casework.fixture.js';
import { manifestOf, OtherInstallation } from '../../test/other-installation.fixture.js';

const OPERATOR = 'ops:operator';
const ROSA = 'rosa:regulator-reviewer::rosa';
const RUTH = 'ruth:regulator-lead::ruth';
const OTTO = 'otto:auditor::otto';
const NORA = 'nora:regulator-reviewer::nora:northern-office';
const NILS = 'nils:regulator-lead::nils:northern-office';
const ERIK = 'erik:provider-engineer:north:erik';
const PLANTED = 'Fjordlys';

describe('requests between authorities over HTTP', () => {
  let casework: CaseworkUnderTest;
  const south = new OtherInstallation('southern-board');
  beforeAll(async () => {
    casework = await startCasework();
    const put = (id: string, body: object) => casework.call(OPERATOR, 'PUT', `/v1/authorities/${id}`, { body });
    await put('northern-office', { name: 'Northern Office', kind: 'TENANT', jurisdictions: ['NO'] });
    await put('southern-board', { name: 'Southern Board', kind: 'INSTALLATION', jurisdictions: ['US'], publicKey: south.publicKey });
  }, 60_000);
  afterAll(() => casework?.stop());

  const post = (as: string, path: string, body: object = {}) => casework.call(as, 'POST', path, { body });
  const get = (as: string, path: string) => casework.call(as, 'GET', path);
  const types = async (id: string) =>
    (await casework.everything<{ type: string }>('select type from case_event where case_id = $1 order by sequence', [id])).map(
      ({ type }) => type,
    );

  async function openCase() {
    const subject = { kind: 'customer', provider: 'north', id: randomUUID() };
    const { body } = await post(RUTH, '/v1/cases', { matter: 'TRAINING_COMPUTE', subject, reason: `Because of ${PLANTED}` });
    return { id: body.case as string, subject };
  }
  const question = (about: object, over: object = {}) => ({
    to: 'authority',
    about,
    sections: ['SUBJECT_PSEUDONYM', 'FLAGS'],
    purpose: 'A case of our own',
    legalBasis: 'Memorandum 4',
    ...over,
  });
  const ask = (about: object, over: object = {}, as = NORA) => post(as, '/v1/authority-requests', question(about, over));

  it('look alike to whoever asks, whether there is anything or not, and when it is refused', async () => {
    const { id } = await openCase();
    const [there, nothing] = [await ask({ case: id }), await ask({ case: randomUUID() })];
    const shapeOf = ({ status, body }: { status: number; body: object }) => [
      status,
      Object.keys(body).sort(),
      (body as { status: string }).status,
    ];
    expect(shapeOf(there)).toEqual(shapeOf(nothing));
    expect(there).toMatchObject({ status: 201, body: { status: 'open' } });
    const seen = async (request: string) => {
      const { body } = await get(NORA, `/v1/authority-requests/${request}`);
      return [Object.keys(body).sort(), body.status, body.answer && { ...body.answer, at: '' }];
    };
    expect(await seen(there.body.request)).toEqual(await seen(nothing.body.request));

    for (const { body } of [there, nothing])
      expect(
        (await post(RUTH, `/v1/authority-requests/${body.request}/refusal`, { reason: 'Nothing that can be said' })).body,
      ).toMatchObject({
        request: body.request,
        status: 'refused',
      });
    expect(await seen(there.body.request)).toEqual(await seen(nothing.body.request));
    expect((await seen(there.body.request))[1]).toBe('refused');
  });

  it('lie in the case that they are about, else in one of their own, with the time to answer', async () => {
    const { id, subject } = await openCase();
    const flag = randomUUID();
    await casework.everything('insert into case_flag (flag, case_id) values ($1, $2)', [flag, id]);
    for (const about of [{ case: id }, { subject }, { flag }]) {
      const { request } = (await ask(about)).body;
      expect((await get(RUTH, `/v1/authority-requests/${request}`)).body).toMatchObject({ side: 'RECEIVED', case: id, unmatched: false });
    }
    expect(await types(id)).toEqual(expect.arrayContaining(['authority-request-received', 'clock-started']));
    const { request } = (await ask({ flag: randomUUID() })).body;
    const own = (await get(RUTH, `/v1/authority-requests/${request}`)).body;
    expect(own.unmatched).toBe(true);
    expect((await get(RUTH, `/v1/cases/${own.case}`)).body).toMatchObject({
      matter: 'REFERRAL',
      clocks: expect.arrayContaining([expect.objectContaining({ kind: 'REFERRAL_ANSWER' })]),
    });
    expect(await post(RUTH, `/v1/authority-requests/${request}/answer`, { sections: ['FLAGS'], reason: 'Nothing is here' })).toMatchObject({
      status: 409,
      body: { code: 'AUTHORITY_REQUEST_UNMATCHED' },
    });
  });

  it('are answered by a lead with what was asked and the rule allows, and both logs say so', async () => {
    const { id, subject } = await openCase();
    const asked = await ask({ case: id }, { sections: ['SUBJECT_PSEUDONYM', 'STATEMENT'] });
    const path = `/v1/authority-requests/${asked.body.request}`;
    const answer = { sections: ['SUBJECT_PSEUDONYM', 'STATEMENT'], reason: 'Shared under the memorandum', statement: 'It is looked into' };
    expect((await post(ROSA, `${path}/answer`, answer)).status).toBe(403);
    expect((await post(OTTO, `${path}/answer`, answer)).status).toBe(403);
    expect((await post(NILS, `${path}/answer`, answer)).status).toBe(404);
    expect(await post(RUTH, `${path}/answer`, { ...answer, sections: [...answer.sections, 'FLAGS'] })).toMatchObject({
      status: 422,
      body: { code: 'REFERRAL_SECTION_REFUSED' },
    });
    expect(await post(RUTH, `${path}/answer`, { ...answer, sections: ['IDENTITY'] })).toMatchObject({ status: 400 });
    expect(await post(RUTH, `${path}/answer`, answer)).toMatchObject({ status: 200, body: { status: 'answered' } });
    expect(await post(RUTH, `${path}/answer`, answer)).toMatchObject({ status: 409, body: { code: 'AUTHORITY_REQUEST_SETTLED' } });
    const { body } = await get(NORA, path);
    expect(body).toMatchObject({
      side: 'SENT',
      status: 'answered',
      answer: { content: { SUBJECT_PSEUDONYM: subject, STATEMENT: { text: 'It is looked into' } } },
    });
    expect(JSON.stringify(body)).not.toContain(PLANTED);
    expect(await types(body.case)).toEqual(expect.arrayContaining(['authority-asked', 'authority-answer-taken']));
    expect(await types(id)).toEqual(expect.arrayContaining(['authority-request-answered', 'clock-met']));
  });

  it('are asked by regulators, in a case of theirs, about one thing', async () => {
    const { id } = await openCase();
    expect((await ask({ case: id }, {}, ERIK)).status).toBe(403);
    expect((await ask({ case: id }, {}, OTTO)).status).toBe(403);
    expect(await ask({}, {})).toMatchObject({ status: 422, body: { code: 'AUTHORITY_REQUEST_ABOUT' } });
    expect(await ask({ case: id, flag: 'f' })).toMatchObject({ status: 422, body: { code: 'AUTHORITY_REQUEST_ABOUT' } });
    expect(await ask({ case: id }, { to: 'nobody' })).toMatchObject({ status: 404, body: { code: 'AUTHORITY_UNKNOWN' } });
    expect(await ask({ case: id }, { to: 'northern-office' })).toMatchObject({ status: 422, body: { code: 'REFERRAL_TO_SELF' } });
    // The other authority's case cannot be named as one's own.
    expect(await ask({ case: id }, { case: id })).toMatchObject({ status: 404, body: { code: 'CASE_UNKNOWN' } });
    expect(await ask({ case: id }, { sections: ['IDENTITY'] })).toMatchObject({ status: 400 });
    expect((await get(ERIK, '/v1/authority-requests')).status).toBe(403);
    const mine = (await get(NORA, '/v1/authority-requests?side=SENT&limit=1')).body;
    expect(mine.items).toHaveLength(1);
    expect((await get(NORA, `/v1/authority-requests?side=SENT&limit=1&cursor=${mine.next}`)).body.items[0].id).not.toBe(mine.items[0].id);
    expect((await get(NORA, '/v1/authority-requests?side=RECEIVED')).body.items).toEqual([]);
  });

  it('do not wait for each other when two authorities ask and answer at once', async () => {
    const { id } = await openCase();
    const first = (await ask({ case: id })).body;
    const rounds = await Promise.all([
      ...Array.from({ length: 4 }, () => ask({ case: id }, { case: first.case })),
      post(RUTH, `/v1/authority-requests/${first.request}/answer`, { sections: ['FLAGS'], reason: 'Shared' }),
    ]);
    expect(rounds.map(({ status }) => status)).toEqual([201, 201, 201, 201, 200]);
  });

  it('go to another installation signed, and hear its signed answer once', async () => {
    const asked = await ask({ flag: 'f-9' }, { to: 'southern-board', sections: ['FLAGS'] }, ROSA);
    const path = `/v1/authority-requests/${asked.body.request}`;
    const { body } = await get(ROSA, `${path}/document`);
    const home = (await get(ROSA, '/v1/authorities/authority')).body;
    const key = createPublicKey({ key: Buffer.from(home.publicKey, 'base64'), format: 'der', type: 'spki' });
    const bytes = Buffer.from(body.payload, 'base64');
    expect(verify(null, bytes, key, Buffer.from(body.signature, 'base64'))).toBe(true);
    expect(JSON.parse(bytes.toString())).toMatchObject({ request: asked.body.request, about: { flag: 'f-9' }, sections: ['FLAGS'] });
    const sections = { FLAGS: [{ id: 'f-9' }] };
    const said = { format: 'tidemark.authority-answer.v1', request: asked.body.request, from: 'southern-board', to: 'authority' };
    const answer = {
      ...said,
      answeredAtMs: casework.clock.nowMs,
      outcome: 'ANSWERED',
      reason: 'Shared',
      sections,
      manifest: manifestOf(sections),
    };
    const hear = (by: OtherInstallation, over: object = {}) => post(ROSA, `${path}/answer`, by.envelope({ ...answer, ...over }));
    expect(await hear(new OtherInstallation('southern-board'))).toMatchObject({ body: { code: 'REFERRAL_SIGNATURE_INVALID' } });
    expect(await hear(south, { request: randomUUID() })).toMatchObject({ body: { code: 'REFERRAL_CONFLICT' } });
    expect(await hear(south)).toMatchObject({ status: 200, body: { status: 'answered' } });
    expect(await hear(south)).toMatchObject({ status: 200, body: { status: 'answered' } });
    expect((await types(asked.body.case)).filter((type) => type === 'authority-answer-taken')).toHaveLength(1);
    expect((await get(ROSA, path)).body.answer.content).toEqual(sections);
  });

  it('come from another installation signed, once, and are answered or refused by a signed word', async () => {
    const { id } = await openCase();
    const document = (over: object = {}) => ({
      format: 'tidemark.authority-request.v1',
      request: randomUUID(),
      from: 'southern-board',
      to: 'authority',
      askedAtMs: casework.clock.nowMs,
      about: { case: id },
      sections: ['FLAGS', 'TOTALS'],
      purpose: 'A case of ours',
      legalBasis: 'Memorandum 4',
      ...over,
    });
    const payload = document();
    const taken = await post(ROSA, '/v1/authority-requests', south.envelope(payload));
    expect(taken).toMatchObject({ status: 201, body: { request: payload.request, case: id, status: 'open' } });
    expect((await post(ROSA, '/v1/authority-requests', south.envelope(payload))).body).toEqual(taken.body);
    expect((await post(ROSA, '/v1/authority-requests', south.envelope({ ...payload, purpose: 'Another' }))).body.code).toBe(
      'REFERRAL_CONFLICT',
    );
    // An id belongs to one document, whatever its format.
    const crossed = document();
    expect((await post(ROSA, '/v1/referrals', south.referral('authority', crossed.request))).status).toBe(201);
    expect((await post(ROSA, '/v1/authority-requests', south.envelope(crossed))).body.code).toBe('REFERRAL_CONFLICT');
    expect((await post(ROSA, '/v1/referrals', south.referral('authority', payload.request))).body.code).toBe('REFERRAL_CONFLICT');
    const forged = new OtherInstallation('southern-board').envelope(document());
    expect((await post(ROSA, '/v1/authority-requests', forged)).body.code).toBe('REFERRAL_SIGNATURE_INVALID');
    expect((await post(ROSA, '/v1/authority-requests', south.envelope(document({ to: 'northern-office' })))).body.code).toBe(
      'REFERRAL_NOT_FOR_US',
    );
    expect((await post(ROSA, '/v1/authority-requests', south.envelope(document({ sections: ['NOTES'] })))).body.code).toBe(
      'REFERRAL_MALFORMED',
    );
    const path = `/v1/authority-requests/${payload.request}`;
    expect((await get(ROSA, `${path}/answer`)).body.code).toBe('REFERRAL_NOT_SIGNED');
    expect((await post(RUTH, `${path}/answer`, { sections: ['FLAGS'], reason: 'Shared' })).status).toBe(200);
    const { body } = await get(RUTH, `${path}/answer`);
    expect(JSON.parse(Buffer.from(body.payload, 'base64').toString())).toMatchObject({ outcome: 'ANSWERED', sections: { FLAGS: [] } });
    const refused = document();
    await post(ROSA, '/v1/authority-requests', south.envelope(refused));
    await post(RUTH, `/v1/authority-requests/${refused.request}/refusal`, { reason: 'No basis' });
    const no = (await get(RUTH, `/v1/authority-requests/${refused.request}/answer`)).body;
    expect(JSON.parse(Buffer.from(no.payload, 'base64').toString())).toMatchObject({
      outcome: 'REFUSED',
      reason: 'No basis',
      sections: {},
    });
  });
});
