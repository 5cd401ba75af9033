import { randomUUID } from 'node:crypto';
import { DocumentScanner } from '@tidemark/files';
import { type CaseworkUnderTest, startCasework } from '../../test/casework.fixture.js';
import { standing, tellCustomers } from '../../test/intake.fixture.js';
import { ClockJob } from '../clocks/clock-job.js';
import { ScanWorker } from './scan-worker.js';

const ROSA = 'rosa:regulator-reviewer::rosa';
const BEN = 'ben:regulator-lead::ben';
const OUTSIDERS = ['ana:compliance-analyst:north', 'north-client:provider-platform:north', 'op:operator'];
const ELSEWHERE = 'olga:regulator-lead:::elsewhere';
const AUDITOR = 'audrey:auditor';
const DAY_MS = 86_400_000;

describe('the desk of a case', () => {
  let casework: CaseworkUnderTest;
  let id: string;
  beforeAll(async () => {
    casework = await startCasework();
  }, 60_000);
  afterAll(() => casework?.stop());
  beforeEach(async () => {
    const subject = { kind: 'customer', provider: 'north', id: randomUUID() };
    const made = await casework.call(ROSA, 'POST', '/v1/cases', { body: { matter: 'OTHER', subject, reason: 'A tip' } });
    id = made.body.case;
  });

  const on = (as: string | undefined, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    casework.call(as, method, `/v1/cases/${id}${path}`, { ...(body === undefined ? {} : { body }), headers });
  const read = async () => (await on(ROSA, 'GET', '')).body;
  const types = async () => (await on(ROSA, 'GET', '/log')).body.items.map(({ type }: { type: string }) => type);

  it('gives a case to a person and to nobody, with the reason, and not to the subject’s own analyst', async () => {
    expect(await on(ROSA, 'POST', '/assignment', { person: 'ben', reason: 'He knows the field' })).toMatchObject({ status: 200 });
    expect((await read()).desk).toMatchObject({ assignee: 'ben' });
    await on(BEN, 'POST', '/assignment', { person: null, reason: 'On leave' });
    expect((await read()).desk).toMatchObject({ assignee: null });
    expect(await on(ROSA, 'POST', '/assignment', { person: 'ben' })).toMatchObject({ status: 400 });
    expect(await on(ROSA, 'POST', '/assignment', { reason: 'To whom?' })).toMatchObject({ status: 400 });
    expect(await on(ROSA, 'POST', '/assignment', { person: 'two words', reason: 'No id' })).toMatchObject({ status: 400 });
    const { subject } = await read();
    await tellCustomers(casework, [standing(subject.id, 'north')], 'conny');
    expect(await on(ROSA, 'POST', '/assignment', { person: 'conny', reason: 'Knows them' })).toMatchObject({
      status: 403,
      body: { code: 'OWN_ANALYST' },
    });
  });

  it('is watched by whoever wants to, once', async () => {
    await on(ROSA, 'PUT', '/watchers/me');
    const { body } = await on(ROSA, 'PUT', '/watchers/me');
    await on(BEN, 'PUT', '/watchers/me');
    expect((await read()).desk.watchers).toEqual(['ben', 'rosa']);
    expect((await read()).version).toBe(body.version + 1);
    await on(ROSA, 'DELETE', '/watchers/me');
    expect((await read()).desk.watchers).toEqual(['ben']);
  });

  it('takes notes that are added and never edited, and pages them', async () => {
    for (const text of ['one', 'two', 'three']) expect(await on(ROSA, 'POST', '/notes', { text })).toMatchObject({ status: 201 });
    const first = await on(AUDITOR, 'GET', '/notes?limit=2');
    expect(first.body.items.map(({ text }: { text: string }) => text)).toEqual(['one', 'two']);
    const second = await on(AUDITOR, 'GET', `/notes?limit=2&cursor=${first.body.next}`);
    expect(second.body).toMatchObject({ items: [{ text: 'three', by: 'rosa' }] });
    expect(second.body.next).toBeUndefined();
    expect(await on(ROSA, 'POST', '/notes', { text: '  ' })).toMatchObject({ status: 422, body: { code: 'NOTE_EMPTY' } });
    expect(await on(ROSA, 'POST', '/notes', { text: 'x'.repeat(20_001) })).toMatchObject({ status: 400 });
    const kept = await casework.everything<{ text: string }>(
      `select row_to_json(e)::text as text from case_event e where type = 'note-added'`,
    );
    expect(kept.filter(({ text }) => text.includes('three'))).toEqual([]);
  });

  it('mentions evidence by a link that no browser runs', async () => {
    const made = await on(ROSA, 'POST', '/mentions', { kind: 'flag', ref: 'flag-7', reason: 'The same site' });
    expect(made.status).toBe(201);
    expect((await on(ROSA, 'GET', '/mentions')).body.items).toMatchObject([
      { id: made.body.made, kind: 'flag', ref: 'flag-7', reason: 'The same site' },
    ]);
    for (const ref of ['javascript:alert(1)', 'data:text/html,x', 'ftp://x'])
      expect(await on(ROSA, 'POST', '/mentions', { kind: 'url', ref, reason: 'Look here' })).toMatchObject({ status: 422 });
    expect(await on(ROSA, 'POST', '/mentions', { kind: 'url', ref: 'https://example.org/a', reason: 'Look here' })).toMatchObject({
      status: 201,
    });
    expect(await on(ROSA, 'POST', '/mentions', { kind: 'rumour', ref: 'x', reason: 'Look here' })).toMatchObject({ status: 400 });
  });

  describe('attachments', () => {
    const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
    const attach = (content: Buffer | string, headers: Record<string, string> = {}) =>
      on(ROSA, 'POST', '/attachments', content, { 'content-type': 'application/octet-stream', ...headers });

    it('are known by their content, sealed, and handed out to be saved', async () => {
      const made = await attach(PNG, { 'content-disposition': 'attachment; filename="../etc/plan.png"' });
      expect(made.status).toBe(201);
      const [listed] = (await on(AUDITOR, 'GET', '/attachments')).body.items;
      expect(listed).toMatchObject({ id: made.body.made, name: 'plan.png', contentType: 'image/png', scan: 'CLEAN', bytes: PNG.length });
      const got = await on(AUDITOR, 'GET', `/attachments/${made.body.made}`);
      expect(Buffer.compare(got.body, PNG)).toBe(0);
      expect(got.headers.get('content-disposition')).toBe(`attachment; filename="plan.png"; filename*=UTF-8''plan.png`);
      const [row] = await casework.everything<{ content: Buffer; name: Buffer }>('select content, name from case_file where id = $1', [
        made.body.made,
      ]);
      expect([row!.content.includes(PNG.subarray(0, 20)), row!.name.includes('plan')]).toEqual([false, false]);
    });

    it('come as a form too, and once for one key', async () => {
      const form = new FormData();
      form.set('file', new File(['a,b\n1,2\n'], 'sites.csv'));
      const request = new Response(form);
      const body = Buffer.from(await request.arrayBuffer());
      const headers = { 'content-type': request.headers.get('content-type')!, 'idempotency-key': randomUUID() };
      const first = await attach(body, headers);
      const again = await attach(body, headers);
      expect([first.status, again.body.made, again.headers.get('idempotency-replayed')]).toEqual([201, first.body.made, 'true']);
      const other = await attach(Buffer.from(body.toString().replace('1,2', '3,4')), headers);
      expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
      expect((await on(ROSA, 'GET', '/attachments')).body.items).toMatchObject([
        { name: 'sites.csv', contentType: 'text/plain; charset=utf-8' },
      ]);
    });

    it('are one for each form, and a name that is too long is cut between characters', async () => {
      const formed = async (...names: string[]) => {
        const form = new FormData();
        for (const name of names) form.append('file', new File([name], name));
        const request = new Response(form);
        return attach(Buffer.from(await request.arrayBuffer()), { 'content-type': request.headers.get('content-type')! });
      };
      expect(await formed('a.csv', 'b.csv')).toMatchObject({ status: 400, body: { code: 'FILE_FORM_MALFORMED' } });
      expect((await formed(`${'x'.repeat(199)}💥.csv`)).status).toBe(201);
      expect((await on(ROSA, 'GET', '/attachments')).body.items).toMatchObject([{ name: `${'x'.repeat(199)}💥` }]);
    });

    it('are refused when they are empty, of no type, harmful or too large', async () => {
      expect(await attach('')).toMatchObject({ status: 422, body: { code: 'FILE_EMPTY' } });
      expect(await attach(Buffer.from([1, 2, 3, 0]))).toMatchObject({ status: 415 });
      const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');
      expect(await attach(eicar)).toMatchObject({ status: 422, body: { code: 'FILE_INFECTED' } });
      expect(await attach(Buffer.alloc(10 * 1024 * 1024 + 1, 'a'))).toMatchObject({ status: 413 });
      expect((await read()).counts.attachments).toBe(0);
    });

    it('wait for a scanner that is away, and nobody opens them before', async () => {
      const scanner = casework.part(DocumentScanner);
      const own = scanner.scan.bind(scanner);
      scanner.scan = async () => ({ verdict: 'UNREACHABLE', scanner: 'clamd' });
      const made = [await attach('waits'), await attach('waits too')].map(({ body }) => body.made as string);
      expect(await on(ROSA, 'GET', `/attachments/${made[0]}`)).toMatchObject({ status: 409, body: { code: 'FILE_NOT_SCANNED' } });
      expect(await casework.part(ScanWorker).look()).toBe(0);
      scanner.scan = async (content) =>
        content.toString() === 'waits' ? { verdict: 'CLEAN', scanner: 'clamd' } : { verdict: 'INFECTED', scanner: 'clamd', found: 'x' };
      await casework.part(ScanWorker).look();
      scanner.scan = own;
      expect((await on(ROSA, 'GET', `/attachments/${made[0]}`)).status).toBe(200);
      expect(await on(ROSA, 'GET', `/attachments/${made[1]}`)).toMatchObject({ status: 410, body: { code: 'FILE_GONE' } });
      expect((await types()).filter((type: string) => type === 'file-scanned')).toHaveLength(2);
    });

    it('wait for no other whose case cannot be changed', async () => {
      const scanner = casework.part(DocumentScanner);
      const own = scanner.scan.bind(scanner);
      scanner.scan = async () => ({ verdict: 'UNREACHABLE', scanner: 'clamd' });
      const broken = id;
      await attach('of a case whose key is damaged');
      const subject = { kind: 'customer', provider: 'north', id: randomUUID() };
      id = (await casework.call(ROSA, 'POST', '/v1/cases', { body: { matter: 'OTHER', subject, reason: 'A tip' } })).body.case;
      casework.clock.nowMs += 1;
      const made = (await attach('of another')).body.made as string;
      scanner.scan = own;
      await casework.everything(`update sealing_key set wrapped = '\\x00' where owner = $1`, [`case/${broken}/person`]);
      expect(await casework.part(ScanWorker).look()).toBe(1);
      expect((await on(ROSA, 'GET', `/attachments/${made}`)).status).toBe(200);
      await casework.everything('delete from case_file where case_id = $1', [broken]);
    });

    it('wait for nobody who was erased before a scanner came', async () => {
      const scanner = casework.part(DocumentScanner);
      const own = scanner.scan.bind(scanner);
      scanner.scan = async () => ({ verdict: 'UNREACHABLE', scanner: 'clamd' });
      for (let n = 0; n < 21; n++) await attach(`waits ${n}`);
      await casework.everything(`update case_file set content = '' where scan = 'UNREACHABLE'`);
      casework.clock.nowMs += 1;
      const made = (await attach('comes last')).body.made as string;
      scanner.scan = own;
      expect(await casework.part(ScanWorker).look()).toBe(1);
      expect((await on(ROSA, 'GET', `/attachments/${made}`)).status).toBe(200);
    });
  });

  describe('a snooze', () => {
    const snooze = (days: number, reason = 'Not now') =>
      on(ROSA, 'POST', '/snooze', { until: new Date(casework.clock.nowMs + days * DAY_MS).toISOString(), reason });
    const queued = async (query = '') =>
      (await casework.call(ROSA, 'GET', `/v1/cases?limit=500${query}`)).body.items.map(({ id }: { id: string }) => id);

    it('takes the case out of the queue until its time, and stops no clock', async () => {
      const before = (await read()).clocks.find(({ kind }: { kind: string }) => kind === 'TRIAGE');
      expect(await snooze(1)).toMatchObject({ status: 200 });
      expect([await queued(), await queued('&snoozed=only')].map((ids) => ids.includes(id))).toEqual([false, true]);
      expect((await read()).clocks.find(({ kind }: { kind: string }) => kind === 'TRIAGE')).toMatchObject({
        dueAt: before.dueAt,
        status: 'running',
      });
      casework.clock.nowMs += DAY_MS + 1;
      expect(await queued()).toContain(id);
      await casework.part(ClockJob).look();
      expect((await read()).desk.snoozed).toBeUndefined();
      expect(await types()).toContain('case-woken');
    });

    it('ends with the first clock that is not met', async () => {
      await snooze(13);
      casework.clock.nowMs += 10 * DAY_MS;
      await casework.part(ClockJob).look();
      const found = await read();
      expect(found.desk.snoozed).toBeUndefined();
      expect(found.clocks.find(({ kind }: { kind: string }) => kind === 'SNOOZE')).toMatchObject({ status: 'cancelled' });
    });

    it('is ended by hand and by a move, and is never longer than the policy allows', async () => {
      expect(await snooze(15)).toMatchObject({ status: 422, body: { code: 'SNOOZE_TIME_INVALID' } });
      expect(await snooze(-1)).toMatchObject({ status: 422 });
      expect(await snooze(1, '')).toMatchObject({ status: 400 });
      await snooze(2);
      await on(ROSA, 'DELETE', '/snooze');
      expect((await read()).desk.snoozed).toBeUndefined();
      await snooze(2);
      await on(ROSA, 'POST', '/triage', { reason: 'It stands' });
      expect((await read()).desk.snoozed).toBeUndefined();
    });
  });

  it('is nobody’s but the regulators’ of its authority; an auditor reads', async () => {
    const writes: [string, string, unknown][] = [
      ['POST', '/assignment', { person: null, reason: 'Nobody' }],
      ['PUT', '/watchers/me', undefined],
      ['DELETE', '/watchers/me', undefined],
      ['POST', '/notes', { text: 'x' }],
      ['POST', '/mentions', { kind: 'flag', ref: 'x', reason: 'See it' }],
      ['POST', '/attachments', undefined],
      ['POST', '/snooze', { until: casework.clock.nowMs + DAY_MS, reason: 'Not now' }],
      ['DELETE', '/snooze', undefined],
    ];
    for (const [method, path, body] of writes) {
      for (const as of [...OUTSIDERS, AUDITOR]) expect([as, path, (await on(as, method, path, body)).status]).toEqual([as, path, 403]);
      expect([path, await on(ELSEWHERE, method, path, body)]).toMatchObject([path, { status: 404, body: { code: 'CASE_UNKNOWN' } }]);
    }
    for (const path of ['', '/notes', '/mentions', '/attachments', '/log']) {
      for (const as of OUTSIDERS) expect([as, path, (await on(as, 'GET', path)).status]).toEqual([as, path, 403]);
      expect([path, (await on(AUDITOR, 'GET', path)).status]).toEqual([path, 200]);
      expect([path, (await on(ELSEWHERE, 'GET', path)).status]).toEqual([path, 404]);
      expect([path, (await on(undefined, 'GET', path)).status]).toEqual([path, 401]);
    }
  });

  it('repeats an answer for its key, and refuses a version that is gone', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await on(ROSA, 'POST', '/notes', { text: 'once' }, headers);
    const again = await on(ROSA, 'POST', '/notes', { text: 'once' }, headers);
    expect([again.body, (await on(ROSA, 'GET', '/notes')).body.items.length]).toEqual([first.body, 1]);
    expect(await on(ROSA, 'POST', '/assignment', { person: 'ben', reason: 'Yours' }, { 'if-match': '"1"' })).toMatchObject({ status: 412 });
    const { version } = await read();
    expect((await on(ROSA, 'POST', '/assignment', { person: 'ben', reason: 'Yours' }, { 'if-match': `"${version}"` })).status).toBe(200);
  });
});
