import { createHash, createPublicKey, randomUUID, verify } from 'node:crypto';
import { type CaseEvent, decideOpening } from '@tidemark/domain';
import { type CaseworkUnderTest, startCasework } from '../../test/casework.fixture.js';
import { manifestOf, OtherInstallation } from '../../test/other-installation.fixture.js';
import { CaseWrites } from '../case-log/case-writes.js';

const OPERATOR = 'ops:operator';
const ROSA = 'rosa:regulator-reviewer::rosa';
const RUTH = 'ruth:regulator-lead::ruth';
const ROSA_AS_LEAD = 'rosa-2:regulator-lead::rosa';
const OTTO = 'otto:auditor::otto';
const NORA = 'nora:regulator-reviewer::nora:northern-office';
const NILS = 'nils:regulator-lead::nils:northern-office';
const ERIK = 'erik:provider-engineer:north:erik';

const PLANTED = 'Fjordlys';

describe('referrals over HTTP', () => {
  let casework: CaseworkUnderTest;
  const south = new OtherInstallation('southern-board');
  beforeAll(async () => {
    casework = await startCasework();
    const put = (id: string, body: object) => casework.call(OPERATOR, 'PUT', `/v1/authorities/${id}`, { body });
    await put('northern-office', { name: 'Northern Office', kind: 'TENANT', jurisdictions: ['NO'] });
    await put('southern-board', { name: 'Southern Board', kind: 'INSTALLATION', jurisdictions: ['US'], publicKey: south.publicKey });
    await put('eastern-bureau', {
      name: 'Eastern Bureau',
      kind: 'INSTALLATION',
      jurisdictions: ['EU'],
      publicKey: new OtherInstallation('x').publicKey,
    });
  }, 60_000);
  afterAll(() => casework?.stop());

  const post = (as: string, path: string, body: object = {}, headers: Record<string, string> = {}) =>
    casework.call(as, 'POST', path, { body, headers });
  const get = (as: string, path: string, headers: Record<string, string> = {}) => casework.call(as, 'GET', path, { headers });
  const types = async (id: string) =>
    (await casework.everything<{ type: string }>('select type from case_event where case_id = $1 order by sequence', [id])).map(
      ({ type }) => type,
    );

  const flagOf = (scope: { kind: 'customer'; provider: string; id: string }) => ({
    id: randomUUID(),
    kind: 'CROSSING',
    tier: 'CERTAIN' as const,
    scope,
    rule: 'eu-ai-act-51',
    ruleVersion: 1,
    regime: 'EU AI Act',
    jurisdiction: 'EU',
    legalStatus: 'IN_FORCE',
    number: '1e25',
    momentMs: casework.clock.nowMs,
    knownAtMs: casework.clock.nowMs,
    totals: { lower: '11000000000000000000000000', expected: '12', upper: '13' },
    sentence: `Customer ${PLANTED} crossed`,
    covers: [],
  });

  /** A case with a flag, an identity that was read under an open grant, and words of people everywhere. */
  async function startCase({ withIdentity = false } = {}) {
    const id = randomUUID();
    const subject = { kind: 'customer' as const, provider: 'north', id: randomUUID() };
    const flag = flagOf(subject);
    const now = casework.clock.nowMs;
    const rosa = { at: now, by: 'rosa', role: 'regulator-reviewer', authority: 'authority' };
    const reach = { grant: 'g-1', customers: [subject.id], fields: ['NAMES'] as const };
    const read: CaseEvent[] = [
      {
        type: 'identity-granted',
        ...rosa,
        ...reach,
        purpose: 'IDENTIFY_SUBJECT',
        persons: ['rosa'],
        from: now,
        until: now + 86_400_000,
        breakGlass: false,
      },
      {
        type: 'identity-read',
        ...rosa,
        grant: 'g-1',
        customer: subject.id,
        fields: ['NAMES'],
        personal: { released: { NAMES: [PLANTED], PAYMENT: PLANTED } },
      },
    ];
    await casework.part(CaseWrites).openAsCasework(now, id, async (open) => {
      const about = {
        case: id,
        matter: 'TRAINING_COMPUTE',
        subject,
        severity: 'HIGH',
        jurisdiction: 'EU',
        source: 'FLAG',
        reason: PLANTED,
      } as const;
      open.apply(decideOpening(about, { ...open.context, authority: 'authority' }));
      open.apply({ events: [{ type: 'flag-joined', ...rosa, flag, reason: PLANTED }, ...(withIdentity ? read : [])] });
    });
    await post(ROSA, `/v1/cases/${id}/triage`, { reason: `It stands, ${PLANTED}` });
    return { id, subject, flag };
  }

  const proposal = (to: string, sections: string[], over: object = {}) => ({
    to,
    sections,
    reason: `Because of ${PLANTED}`,
    legalBasis: 'Memorandum 4',
    ...(sections.includes('STATEMENT') ? { statement: 'A run was seen at two sites' } : {}),
    ...over,
  });
  async function refer(to: string, sections: string[], options: { withIdentity?: boolean } = {}) {
    const made = await startCase(options);
    const proposed = await post(ROSA, `/v1/cases/${made.id}/referrals`, proposal(to, sections));
    expect(proposed).toMatchObject({ status: 201 });
    const referral = proposed.body.made as string;
    expect(await post(RUTH, `/v1/cases/${made.id}/referrals/${referral}/approval`)).toMatchObject({ status: 200 });
    return { ...made, referral };
  }

  describe('to an authority of the same installation', () => {
    it('are proposed by one, approved by another, and arrive in a case of their own in the same moment', async () => {
      const { id, subject, flag, referral } = await refer('northern-office', ['SUBJECT_PSEUDONYM', 'FLAGS', 'STATEMENT']);
      const arrived = await get(NORA, `/v1/referrals/${referral}`);
      expect(arrived).toMatchObject({
        status: 200,
        body: {
          side: 'RECEIVED',
          other: 'authority',
          status: 'arrived',
          content: { SUBJECT_PSEUDONYM: subject, FLAGS: [{ id: flag.id }] },
        },
      });
      expect(arrived.body.case).not.toBe(id);
      const there = (await get(NORA, `/v1/cases/${arrived.body.case}`)).body;
      expect(there).toMatchObject({ authority: 'northern-office', matter: 'TRAINING_COMPUTE', subject, jurisdiction: 'NO' });
      expect(there.clocks.map(({ kind }: { kind: string }) => kind)).toContain('REFERRAL_ANSWER');
      expect(JSON.stringify(arrived.body)).not.toContain(PLANTED);
      // Neither sees the other's case.
      expect((await get(NORA, `/v1/cases/${id}`)).status).toBe(404);
      expect((await get(ROSA, `/v1/cases/${arrived.body.case}`)).status).toBe(404);
      expect((await get(ROSA, `/v1/referrals/${referral}`)).body).toMatchObject({ side: 'SENT', case: id });
    });

    it('carry receipt and answer back into the sender’s case, and end both clocks', async () => {
      const { id, referral } = await refer('northern-office', ['FLAGS']);
      expect((await post(NORA, `/v1/referrals/${referral}/receipt`)).body).toMatchObject({ status: 'acknowledged' });
      expect(await post(NORA, `/v1/referrals/${referral}/receipt`)).toMatchObject({ status: 409, body: { code: 'REFERRAL_SETTLED' } });
      const answer = { outcome: 'TAKEN_UP', words: 'We look into it' };
      expect((await post(NORA, `/v1/referrals/${referral}/answer`, answer)).status).toBe(403);
      expect((await post(NILS, `/v1/referrals/${referral}/answer`, answer)).body).toMatchObject({ status: 'answered' });
      expect(await types(id)).toEqual(expect.arrayContaining(['referral-receipt-taken', 'referral-answer-taken', 'clock-met']));
      const [mine] = (await get(ROSA, `/v1/cases/${id}/referrals`)).body.items;
      expect(mine).toMatchObject({ status: 'answered', answer });
      for (const [as, where] of [
        [ROSA, id],
        [NORA, (await get(NORA, `/v1/referrals/${referral}`)).body.case],
      ]) {
        const clock = (await get(as!, `/v1/cases/${where}`)).body.clocks.find(({ kind }: { kind: string }) => kind === 'REFERRAL_ANSWER');
        expect(clock).toMatchObject({ status: 'met', subject: referral });
      }
      // The person who answered is nobody's business on the other side.
      const rows = await casework.everything<{ by_person: string }>(
        `select by_person from case_event where case_id = $1 and type like 'referral-answer%'`,
        [id],
      );
      expect(rows).toEqual([{ by_person: 'casework' }]);
    });

    it('take no word of the sender for the receiver’s, nor the other way', async () => {
      const { referral } = await refer('northern-office', ['FLAGS']);
      expect(await post(ROSA, `/v1/referrals/${referral}/receipt`)).toMatchObject({
        status: 422,
        body: { code: 'REFERRAL_DOCUMENT_EXPECTED' },
      });
      const forged = south.envelope({ format: 'tidemark.referral-receipt.v1', referral });
      expect(await post(NORA, `/v1/referrals/${referral}/receipt`, forged)).toMatchObject({ body: { code: 'REFERRAL_WORD_EXPECTED' } });
    });

    it('hand an identity on only where it was released, and show it for a stated purpose that is logged', async () => {
      const unread = await startCase();
      const asked = await post(ROSA, `/v1/cases/${unread.id}/referrals`, proposal('northern-office', ['IDENTITY']));
      expect(await post(RUTH, `/v1/cases/${unread.id}/referrals/${asked.body.made}/approval`)).toMatchObject({
        status: 409,
        body: { code: 'REFERRAL_IDENTITY_NOT_RELEASED' },
      });
      const { referral } = await refer('northern-office', ['FLAGS', 'IDENTITY'], { withIdentity: true });
      const arrived = (await get(NILS, `/v1/referrals/${referral}`)).body;
      expect(arrived.sections).toContain('IDENTITY');
      expect(JSON.stringify(arrived)).not.toContain(PLANTED);
      const path = `/v1/referrals/${referral}/identities`;
      expect((await get(NILS, path)).body.code).toBe('PURPOSE_REQUIRED');
      expect((await get(NORA, path, { 'tidemark-purpose': 'To write to them' })).status).toBe(403);
      const shown = await get(NILS, path, { 'tidemark-purpose': 'To write to them' });
      // Of what was read only the sections that the grant opens.
      expect(shown.body.identities).toEqual([{ NAMES: [PLANTED] }]);
      expect(shown.headers.get('cache-control')).toBe('no-store');
      // A key for repeats repeats nothing here: whoever reads again has read again.
      for (let n = 0; n < 2; n++) await get(NILS, path, { 'tidemark-purpose': 'To write to them', 'idempotency-key': 'again' });
      expect((await types(arrived.case)).filter((type) => type === 'referral-identity-read')).toHaveLength(3);
    });

    it('are approved by nobody alone, whatever account she uses, and by no other authority', async () => {
      const { id } = await startCase();
      const { made } = (await post(ROSA, `/v1/cases/${id}/referrals`, proposal('northern-office', ['FLAGS']))).body;
      const approve = (as: string) => post(as, `/v1/cases/${id}/referrals/${made}/approval`);
      expect((await approve(ROSA)).status).toBe(403);
      expect((await approve(ROSA_AS_LEAD)).status).toBe(403);
      expect((await approve(OTTO)).status).toBe(403);
      expect((await approve(ERIK)).status).toBe(403);
      expect((await approve(NILS)).status).toBe(404);
      expect((await approve('bot:regulator-lead')).status).toBe(403);
      expect((await get(NORA, `/v1/referrals/${made}`)).body.code).toBe('REFERRAL_UNKNOWN');
      expect((await post(RUTH, `/v1/cases/${id}/referrals/${made}/refusal`, { reason: 'Not yet' })).status).toBe(200);
      expect(await approve(RUTH)).toMatchObject({ status: 409, body: { code: 'REFERRAL_SETTLED' } });
      expect((await get(NORA, '/v1/referrals')).body.items.map(({ id: one }: { id: string }) => one)).not.toContain(made);
    });

    it('go once, however many approve at once', async () => {
      const { id } = await startCase();
      const { made } = (await post(ROSA, `/v1/cases/${id}/referrals`, proposal('northern-office', ['FLAGS']))).body;
      const path = `/v1/cases/${id}/referrals/${made}/approval`;
      const all = await Promise.all([post(RUTH, path), post(RUTH, path), post('rita:regulator-lead::rita', path)]);
      expect(all.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
      expect(await casework.everything('select 1 from referral_row where id = $1', [made])).toHaveLength(2);
    });

    it('carry only what a rule lets go', async () => {
      const { id } = await startCase();
      const propose = (body: object) => post(ROSA, `/v1/cases/${id}/referrals`, body);
      expect(await propose(proposal('southern-board', ['SUBJECT_PSEUDONYM', 'FLAGS']))).toMatchObject({
        status: 422,
        body: { code: 'REFERRAL_SECTION_REFUSED', allowed: expect.not.arrayContaining(['SUBJECT_PSEUDONYM']) },
      });
      expect(await propose(proposal('nobody', ['FLAGS']))).toMatchObject({ status: 404, body: { code: 'AUTHORITY_UNKNOWN' } });
      expect(await propose(proposal('authority', ['FLAGS']))).toMatchObject({ body: { code: 'REFERRAL_TO_SELF' } });
      expect(await propose(proposal('northern-office', ['NOTES']))).toMatchObject({ status: 400 });
      expect(await propose(proposal('northern-office', ['FLAGS'], { statement: 'Smuggled' }))).toMatchObject({
        body: { code: 'REFERRAL_STATEMENT' },
      });
      expect((await post(ERIK, `/v1/cases/${id}/referrals`, proposal('northern-office', ['FLAGS']))).status).toBe(403);
      expect((await post(NORA, `/v1/cases/${id}/referrals`, proposal('authority', ['FLAGS']))).status).toBe(404);
      expect((await get(ERIK, `/v1/cases/${id}/referrals`)).status).toBe(403);
      expect((await get(OTTO, `/v1/cases/${id}/referrals`)).status).toBe(200);
    });

    it('can be taken back before they went, and waited for no longer afterwards', async () => {
      const { id, referral } = await refer('northern-office', ['FLAGS']);
      expect((await post(ROSA, `/v1/cases/${id}/referrals/${referral}/withdrawal`, { reason: 'Settled by telephone' })).status).toBe(200);
      const clock = (await get(ROSA, `/v1/cases/${id}`)).body.clocks.find(({ kind }: { kind: string }) => kind === 'REFERRAL_ANSWER');
      expect(clock.status).toBe('cancelled');
      expect((await post(NILS, `/v1/referrals/${referral}/answer`, { outcome: 'DECLINED', words: 'Not ours' })).status).toBe(200);
      expect((await get(ROSA, `/v1/referrals/${referral}`)).body.answer).toMatchObject({ outcome: 'DECLINED' });
    });
  });

  describe('to another installation', () => {
    it('are a signed bundle, the same bytes each time, that anybody can verify', async () => {
      const { id, flag, subject, referral } = await refer('southern-board', [
        'FLAGS',
        'TOTALS',
        'EVIDENCE_REFS',
        'STATEMENT',
        'DECLARATION_SUMMARY',
      ]);
      const bundle = await get(ROSA, `/v1/cases/${id}/referrals/${referral}/bundle`);
      expect(bundle.headers.get('content-type')).toContain('application/vnd.tidemark.referral+json');
      await post(ROSA, `/v1/cases/${id}/investigate`, { reason: 'It goes on' });
      expect((await get(RUTH, `/v1/cases/${id}/referrals/${referral}/bundle`)).body).toEqual(bundle.body);
      const bytes = Buffer.from(bundle.body.payload, 'base64');
      const home = (await get(ROSA, '/v1/authorities/authority')).body;
      const key = createPublicKey({ key: Buffer.from(home.publicKey, 'base64'), format: 'der', type: 'spki' });
      expect(verify(null, bytes, key, Buffer.from(bundle.body.signature, 'base64'))).toBe(true);
      const payload = JSON.parse(bytes.toString());
      expect(payload).toMatchObject({ referral, from: 'authority', to: 'southern-board', sections: { FLAGS: [{ id: flag.id }] } });
      expect(payload.manifest).toEqual(manifestOf(payload.sections));
      expect(bytes.toString()).not.toContain(PLANTED);
      expect(bytes.toString()).not.toContain(subject.id);
      expect((await get(OTTO, `/v1/cases/${id}/referrals/${referral}/bundle`)).status).toBe(403);
      expect((await get(NILS, `/v1/cases/${id}/referrals/${referral}/bundle`)).status).toBe(404);
    });

    it('carry identities only by a rule that says so, and each download of them is logged with its purpose', async () => {
      const { id, referral, subject } = await refer('eastern-bureau', ['IDENTITY'], { withIdentity: true });
      const path = `/v1/cases/${id}/referrals/${referral}/bundle`;
      expect((await get(ROSA, path)).body.code).toBe('PURPOSE_REQUIRED');
      const why = { 'tidemark-purpose': 'To hand it to the bureau', 'idempotency-key': 'the same' };
      const bundle = await get(ROSA, path, why);
      expect((await get(ROSA, path, why)).body).toEqual(bundle.body);
      const text = Buffer.from(bundle.body.payload, 'base64').toString();
      expect(text).toContain(PLANTED);
      expect(text).not.toContain(subject.id);
      expect(text).not.toContain('PAYMENT');
      expect((await types(id)).filter((type) => type === 'referral-identity-read')).toHaveLength(2);
      const { id: other } = await startCase({ withIdentity: true });
      expect(await post(ROSA, `/v1/cases/${other}/referrals`, proposal('southern-board', ['IDENTITY']))).toMatchObject({
        body: { code: 'REFERRAL_SECTION_REFUSED' },
      });
    });

    it('hear the other’s signed receipt and answer, and no other’s', async () => {
      const { id, referral } = await refer('southern-board', ['FLAGS']);
      const { body } = await get(ROSA, `/v1/cases/${id}/referrals/${referral}/bundle`);
      const bundle = createHash('sha256').update(Buffer.from(body.payload, 'base64')).digest('hex');
      const about = { referral, from: 'southern-board', to: 'authority' };
      const at = casework.clock.nowMs;
      const receipt = (over: object = {}, by = south) =>
        post(
          ROSA,
          `/v1/referrals/${referral}/receipt`,
          by.envelope({ format: 'tidemark.referral-receipt.v1', ...about, receivedAtMs: at, bundle, ...over }),
        );
      expect(await receipt({}, new OtherInstallation('southern-board'))).toMatchObject({
        status: 422,
        body: { code: 'REFERRAL_SIGNATURE_INVALID' },
      });
      expect(await receipt({ bundle: '0'.repeat(64) })).toMatchObject({ body: { code: 'REFERRAL_CONFLICT' } });
      expect(await receipt({ to: 'northern-office' })).toMatchObject({ body: { code: 'REFERRAL_NOT_FOR_US' } });
      expect(await receipt()).toMatchObject({ status: 200, body: { status: 'received' } });
      expect(await receipt()).toMatchObject({ status: 200, body: { status: 'received' } });
      const answer = south.envelope({
        format: 'tidemark.referral-answer.v1',
        ...about,
        answeredAtMs: at,
        outcome: 'NO_ACTION',
        words: 'Known to us',
      });
      // What is written beside the signed word counts for nothing.
      expect((await post(ROSA, `/v1/referrals/${referral}/answer`, { ...answer, outcome: 'TAKEN_UP' })).status).toBe(200);
      expect((await get(ROSA, `/v1/referrals/${referral}`)).body.answer).toMatchObject({ outcome: 'NO_ACTION', words: 'Known to us' });
      expect(await post(ROSA, `/v1/referrals/${referral}/answer`, answer)).toMatchObject({ status: 200, body: { status: 'answered' } });
      expect((await types(id)).filter((type) => type.startsWith('referral-'))).toEqual([
        'referral-proposed',
        'referral-approved',
        'referral-receipt-taken',
        'referral-answer-taken',
      ]);
    });

    it('have no bundle before they are approved, and none to a tenant', async () => {
      const { id } = await startCase();
      const { made } = (await post(ROSA, `/v1/cases/${id}/referrals`, proposal('southern-board', ['FLAGS']))).body;
      expect((await get(ROSA, `/v1/cases/${id}/referrals/${made}/bundle`)).body.code).toBe('REFERRAL_NOT_SIGNED');
      const tenant = await refer('northern-office', ['FLAGS']);
      expect((await get(ROSA, `/v1/cases/${tenant.id}/referrals/${tenant.referral}/bundle`)).body.code).toBe('REFERRAL_NOT_SIGNED');
    });
  });

  describe('of another installation', () => {
    const takeIn = (as: string, envelope: object) =>
      post(as, '/v1/referrals', envelope, { 'content-type': 'application/vnd.tidemark.referral+json' });

    it('are taken in by their signature, once, and answered by a signed word', async () => {
      const referral = randomUUID();
      const envelope = south.referral('authority', referral);
      const taken = await takeIn(ROSA, envelope);
      expect(taken).toMatchObject({ status: 201, body: { referral, status: 'arrived' } });
      expect((await takeIn(RUTH, envelope)).body).toEqual(taken.body);
      const there = (await get(ROSA, `/v1/cases/${taken.body.case}`)).body;
      expect(there).toMatchObject({ matter: 'TRAINING_COMPUTE', subject: { id: `unnamed/${referral}` } });
      expect((await get(NORA, `/v1/referrals/${referral}`)).body.code).toBe('REFERRAL_UNKNOWN');
      expect((await get(ROSA, `/v1/referrals/${referral}/receipt`)).body.code).toBe('REFERRAL_NOT_SIGNED');
      expect((await post(ROSA, `/v1/referrals/${referral}/receipt`)).status).toBe(200);
      expect((await post(RUTH, `/v1/referrals/${referral}/answer`, { outcome: 'TAKEN_UP', words: 'We look' })).status).toBe(200);
      const home = (await get(ROSA, '/v1/authorities/authority')).body;
      const key = createPublicKey({ key: Buffer.from(home.publicKey, 'base64'), format: 'der', type: 'spki' });
      for (const word of ['receipt', 'answer']) {
        const { body } = await get(ROSA, `/v1/referrals/${referral}/${word}`);
        expect(verify(null, Buffer.from(body.payload, 'base64'), key, Buffer.from(body.signature, 'base64'))).toBe(true);
        expect(JSON.parse(Buffer.from(body.payload, 'base64').toString())).toMatchObject({
          referral,
          from: 'authority',
          to: 'southern-board',
        });
      }
    });

    it('are taken in once, however many bring them at once', async () => {
      const referral = randomUUID();
      const envelope = south.referral('authority', referral);
      const all = await Promise.all([takeIn(ROSA, envelope), takeIn(RUTH, envelope), takeIn(ROSA, envelope)]);
      expect(all.map(({ status }) => status)).toEqual([201, 201, 201]);
      expect(new Set(all.map(({ body }) => body.case)).size).toBe(1);
      expect(
        await casework.everything(`select 1 from case_event where type = 'referral-received' and facts->>'referral' = $1`, [referral]),
      ).toHaveLength(1);
    });

    it('are refused by name when anything is wrong with them', async () => {
      const referral = randomUUID();
      const good = south.referral('authority', referral);
      const changed = Buffer.from(good.payload, 'base64').toString().replace('Memorandum 4', 'Memorandum 5');
      const wrong: [object, string][] = [
        [{ ...good, payload: Buffer.from(changed).toString('base64') }, 'REFERRAL_SIGNATURE_INVALID'],
        [{ ...good, payload: Buffer.from(` ${Buffer.from(good.payload, 'base64')}`).toString('base64') }, 'REFERRAL_MALFORMED'],
        [{ ...good, signature: south.referral('authority', randomUUID()).signature }, 'REFERRAL_SIGNATURE_INVALID'],
        [{ ...good, key: '0'.repeat(64) }, 'REFERRAL_SIGNATURE_INVALID'],
        [{ ...good, type: 'tidemark.referral.v2' }, 'REFERRAL_MALFORMED'],
        [new OtherInstallation('southern-board').referral('authority', referral), 'REFERRAL_SIGNATURE_INVALID'],
        [new OtherInstallation('unknown-board').referral('authority', referral), 'REFERRAL_SENDER_UNKNOWN'],
        [new OtherInstallation('northern-office').referral('authority', referral), 'REFERRAL_SENDER_UNKNOWN'],
        [south.referral('northern-office', referral), 'REFERRAL_NOT_FOR_US'],
        [south.referral('authority', referral, { sections: { NOTES: ['x'] } }), 'REFERRAL_MALFORMED'],
        [south.referral('authority', referral, { manifest: {} }), 'REFERRAL_MALFORMED'],
        [south.referral('authority', referral, { note: 'x' }), 'REFERRAL_MALFORMED'],
        [south.referral('authority', 'not-an-id'), 'REFERRAL_MALFORMED'],
        [south.referral('authority', referral, { sections: { FLAGS: JSON.parse('['.repeat(60) + ']'.repeat(60)) } }), 'REFERRAL_MALFORMED'],
      ];
      for (const [envelope, code] of wrong) expect((await takeIn(ROSA, envelope)).body.code).toBe(code);
      expect(await takeIn(ROSA, good)).toMatchObject({ status: 201 });
      expect((await takeIn(ROSA, south.referral('authority', referral, { legalBasis: 'Another' }))).body.code).toBe('REFERRAL_CONFLICT');
      for (const as of [OTTO, ERIK, OPERATOR]) expect((await takeIn(as, good)).status).toBe(403);
    });
  });

  it('leave no word of anybody in the open', async () => {
    const rows = await casework.everything<{ text: string }>(
      'select row_to_json(e)::text as text from case_event e union all select row_to_json(a)::text from idempotent_answer a',
    );
    // A flag's own sentence is the monitor's.
    const words = rows.map(({ text }) => text.replaceAll(`Customer ${PLANTED} crossed`, '').replaceAll(/"reason": ?"Fjordlys"/g, ''));
    expect(words.filter((text) => /Fjordlys|Memorandum|two sites|We look/.test(text))).toEqual([]);
  });
});
