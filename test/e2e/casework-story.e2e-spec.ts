/** From a flag to a decision, its appeal and the dossier, over HTTP, with the tokens of eight people: each step with its clock and its entry in the log. */
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { fromBuffer } from 'yauzl';
import { signIn } from '../../apps/standalone/src/person-client/person-sign-in.js';
import { type Answer, request } from './harness/client.js';
import { Tidemark } from './harness/tidemark.js';
import { eventually, HOUR_MS, registerCluster } from './harness/usage.js';

const PROVIDER = 'aurora-cloud';
const ACCOUNT = 'story-account';
const CLUSTER = 'story-cluster';
const NAME = 'Fjordlys Regnekraft AS';
const DAY_MS = 24 * HOUR_MS;
const TOKEN_MS = 240_000;
const RULE = 'eu-ai-act-51';
const PATIENCE_MS = 40_000;

interface LogEntry {
  sequence: number;
  type: string;
  by: string;
  hash: string;
  facts: { clock?: { kind: string } };
}

/** Flags go on coming while people work: they join when they come. */
const comesByItself = ({ type, facts }: LogEntry): boolean =>
  ['flag-joined', 'flag-changed', 'flag-withdrawn', 'subject-widened', 'severity-changed', 'case-related', 'regime-met'].includes(type) ||
  (type === 'clock-started' && facts.clock?.kind === 'RULE');

describe('a case, from its flag to the dossier', () => {
  let tidemark: Tidemark;
  const tokens = new Map<string, { token: string; untilMs: number }>();
  let customer: string;
  let id: string;
  let subject: { kind: string; id: string };
  const made: Record<string, string> = {};
  /** What the log says since the step before. */
  let seen = 0;

  /** Tokens of people live five minutes: who comes back later signs in again. */
  const tokenOf = async (person: string): Promise<string> => {
    const known = tokens.get(person);
    if (known && known.untilMs > Date.now()) return known.token;
    const { people } = await tidemark.credentials();
    const { accessToken } = await signIn(`${tidemark.origin}/oidc`, people.find(({ username }) => username === person)!);
    tokens.set(person, { token: accessToken, untilMs: Date.now() + TOKEN_MS });
    return accessToken;
  };
  const call = async (person: string, method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> =>
    request(`${tidemark.origin}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await tokenOf(person)}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const get = async (person: string, path: string): Promise<Answer['body']> => {
    const { status, body } = await call(person, 'GET', path);
    expect([path, status, body?.code]).toEqual([path, 200, undefined]);
    return body;
  };
  /** A step of somebody, which is to be done. */
  const step = async (person: string, path: string, body: object = {}, headers: Record<string, string> = {}): Promise<Answer['body']> => {
    const answer = await call(person, 'POST', path, body, headers);
    if (answer.status !== 200 && answer.status !== 201) throw new Error(`${person} ${path}: ${answer.status} ${answer.text}`);
    return answer.body;
  };
  const refused = async (person: string, path: string, body: object = {}, headers: Record<string, string> = {}): Promise<string> =>
    (await call(person, 'POST', path, body, headers)).body.code;
  const inCase = (path: string) => `/v1/cases/${id}${path}`;

  /** The kinds of the entries since the last look. */
  const logged = async (): Promise<string[]> => {
    const entries: LogEntry[] = [];
    for (let next: string | undefined = ''; next !== undefined; ) {
      const page: { items: LogEntry[]; next?: string } = await get('rosa', inCase(`/log?limit=500${next === '' ? '' : `&cursor=${next}`}`));
      entries.push(...page.items);
      next = page.next;
    }
    expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_, at) => at + 1));
    const fresh = entries.slice(seen).filter((entry) => !comesByItself(entry));
    seen = entries.length;
    return fresh.map(({ type }) => type);
  };
  const clocks = async (): Promise<Answer['body'][]> => (await get('rosa', inCase('/clocks?limit=500'))).items;
  const clock = async (kind: string, status: string) => {
    const all = await clocks();
    const found = all.filter((one) => one.kind === kind && one.status === status);
    expect([kind, status, found.length > 0, all.map((one) => `${one.kind} ${one.status}`)]).toEqual([
      kind,
      status,
      true,
      expect.anything(),
    ]);
    return found.at(-1)!;
  };
  const etag = async () => ({ 'if-match': (await call('rhea', 'GET', inCase(''))).headers.get('etag')! });
  const served = async (kind: string): Promise<Answer['body']> =>
    eventually(
      `${kind} at the provider`,
      async () => (await get('lena', '/v1/served')).items.filter((one: { kind: string }) => one.kind === kind),
      (items) => items.length > 0,
    ).then((items) => items[0]);

  beforeAll(async () => {
    tidemark = await Tidemark.started('--no-frontier-run');
    customer = (await step('ana', '/v1/customers', { kind: 'LEGAL', names: [{ text: NAME }] })).id;
    await step('ana', '/v1/links', {
      account: ACCOUNT,
      customer,
      from: '2024-01-01',
      evidence: { kind: 'DECLARED', detail: 'The contract of this account.' },
    });
    const provider = await tidemark.as(PROVIDER);
    await registerCluster(provider, CLUSTER, { accelerators: 1_000_000 });
    await provider.put('/v1/meters/story-meter', { cluster: CLUSTER });
  }, 240_000);
  afterAll(() => tidemark?.remove(), 60_000);

  it('begins with a flag: the customer passes 1e25, and the case says which duties run', async () => {
    const end = Math.floor((Date.now() - 2 * DAY_MS) / HOUR_MS) * HOUR_MS;
    const record = (utilisation: object) => ({
      account: ACCOUNT,
      cluster: CLUSTER,
      count: 1_000_000,
      startMs: String(end - 12 * HOUR_MS),
      endMs: String(end),
      utilisation,
      format: 'BF16',
      evidence: 'TELEMETRY',
      workload: 'TRAINING',
    });
    const reported = await (await tidemark.as(PROVIDER)).report({
      source: 'story-meter',
      epoch: 1,
      sequence: '1',
      records: [record({ kind: 'OFU', value: '0.5' })],
    });
    expect(reported.status).toBe(202);
    const flagged = await eventually(
      'The flag of the customer',
      () => get('rosa', `/v1/flags?rule=${RULE}&scope=customer&id=${PROVIDER}/${customer}&tier=PROBABLE`),
      ({ items }) => items.length > 0,
      PATIENCE_MS,
    );
    const queue = await eventually(
      'Its case',
      () => get('rosa', `/v1/cases?flag=${flagged.items[0].id}`),
      ({ items }) => items.length > 0,
      PATIENCE_MS,
    );
    [{ id }] = queue.items;
    subject = queue.items[0].subject;
    expect(await logged()).toEqual(['case-opened', 'clock-started']);
    await eventually('The duty of the regime', clocks, (all) => all.some((one) => one.id.includes(RULE)));
    const notify = (await clocks()).find((one) => one.kind === 'RULE' && one.id.includes(RULE))!;
    expect(notify).toMatchObject({ status: 'running', jurisdiction: 'EU' });
    const days = (Date.parse(notify.dueAt) - Date.parse(notify.startedAt)) / DAY_MS;
    expect([days >= 14, days < 19]).toEqual([true, true]);
  }, 120_000);

  it('is one case, whatever flags of the same matter come after it', async () => {
    const { items } = await get('rosa', `/v1/cases?matter=TRAINING_COMPUTE&subjectKind=${subject.kind}&subjectId=${subject.id}`);
    expect(items).toMatchObject([{ id, tiers: expect.arrayContaining(['POSSIBLE', 'PROBABLE']) }]);
    await logged();
  });

  it('is triaged in time, and assigned', async () => {
    await clock('TRIAGE', 'running');
    await step('rosa', inCase('/triage'), { reason: 'The flag stands by the best estimate.' });
    expect(await logged()).toEqual(['case-moved', 'clock-met']);
    await clock('TRIAGE', 'met');
    await step('rosa', inCase('/investigate'), { reason: 'Who is behind the use has to be asked.' });
    expect(await logged()).toEqual(['case-moved']);
  });

  it('shows an identity to nobody before another person granted it, and to the asker until it ends', async () => {
    const see = () => call('rosa', 'GET', inCase(`/identities/${customer}`));
    expect((await see()).status).toBe(403);
    const asked = await step('rosa', inCase('/identity-requests'), {
      customers: [customer],
      fields: ['NAMES'],
      purpose: 'SERVE_NOTICE',
      reason: 'The subject has to be heard.',
      until: new Date(Date.now() + 10 * DAY_MS).toISOString(),
    });
    expect(await logged()).toEqual(['identity-asked']);
    expect(await refused('rosa', inCase(`/identity-requests/${asked.made}/grant`), { reason: 'Yes' })).toBe('FORBIDDEN_ROLE');
    await step('ruth', inCase(`/identity-requests/${asked.made}/grant`), { reason: 'It is needed to serve the notice.' });
    expect(await logged()).toEqual(['identity-granted', 'clock-started']);
    await clock('ACCESS_END', 'running');
    const shown = await eventually('The identity', see, ({ status }) => status === 200);
    expect(JSON.stringify(shown.body)).toContain(NAME);
    expect(await logged()).toEqual(['identity-read']);
    expect((await call('rolf', 'GET', inCase(`/identities/${customer}`))).status).toBe(403);
  });

  it('does not show the provider that anything is going on, before something is served on it', async () => {
    expect((await get('lena', '/v1/served')).items).toEqual([]);
    const reads = await get('lena', `/v1/identity-reads?customer=${customer}`);
    expect(reads.items).toEqual([]);
    expect((await call('lena', 'GET', inCase(''))).status).toBe(403);
  });

  it('asks the provider, which acknowledges and answers; the other provider learns nothing', async () => {
    const sent = await step('rosa', inCase('/information-requests'), {
      provider: PROVIDER,
      questions: [{ id: 'purpose', kind: 'TEXT', text: 'What was this account used for?' }],
      reason: 'Its purpose is not on file.',
      await: true,
    });
    expect(await logged()).toEqual(expect.arrayContaining(['information-requested', 'case-moved', 'clock-started']));
    await clock('REQUEST_ACKNOWLEDGE', 'running');
    const item = await served('INFORMATION_REQUEST');
    expect((await get('liv', '/v1/served')).items).toEqual([]);
    expect((await call('liv', 'GET', `/v1/served/${item.id}`)).body.code).toBe('ITEM_UNKNOWN');
    await step('lena', `/v1/served/${item.id}/acknowledgement`);
    await clock('REQUEST_ACKNOWLEDGE', 'met');
    await step('lena', `/v1/served/${item.id}/answer`, { answers: [{ question: 'purpose', text: 'A model for weather.' }] });
    await clock('REQUEST_ANSWER', 'met');
    await step('rosa', inCase(`/information-requests/${sent.made}/acceptance`), { reason: 'It is complete.' });
    expect(await logged()).toEqual(expect.arrayContaining(['request-acknowledged', 'request-answered', 'request-accepted', 'clock-met']));
    if ((await get('rosa', inCase(''))).stage === 'waiting') await step('rosa', inCase('/investigate'), { reason: 'The answer is in.' });
    await logged();
  });

  const statement = (considered: string) => ({
    facts: 'Use of one account passed 1e25 FLOP by the best estimate.',
    rules: [{ rule: RULE, version: 1 }],
    evidence: [],
    considered,
    rightToReply: 'Within the time named in the notice.',
    rightToAppeal: 'Within the time named in the notice.',
  });

  it('is decided by two persons: the second refuses, then another approves what was proposed anew', async () => {
    const first = await step('rosa', inCase('/proposals'), { outcome: 'MEASURES', statement: statement('Too little.') });
    expect(await refused('rosa', inCase(`/proposals/${first.made}/approval`), { reason: 'Mine' }, await etag())).toBe('FORBIDDEN_ROLE');
    await step('ruth', inCase(`/proposals/${first.made}/refusal`), { reason: 'What the provider answered is not considered.' });
    expect(await logged()).toEqual(['outcome-proposed', 'case-moved', 'outcome-refused', 'case-moved']);
    const second = await step('rosa', inCase('/proposals'), { outcome: 'MEASURES', statement: statement('The answer of the provider.') });
    expect(await refused('rhea', inCase(`/proposals/${second.made}/approval`), { reason: 'Yes' })).toBe('PRECONDITION_REQUIRED');
    await step('rhea', inCase(`/proposals/${second.made}/approval`), { reason: 'The statement is complete.' }, await etag());
    expect(await logged()).toEqual(['outcome-proposed', 'case-moved', 'outcome-approved', 'case-moved']);
    expect((await get('rosa', inCase(''))).stage).toBe('decided');
  });

  it('orders the provider to stop, after a warning that it answered, by two persons', async () => {
    const target = { provider: PROVIDER, scope: { kind: 'account', provider: PROVIDER, id: ACCOUNT } };
    made.warning = (
      await step('rosa', inCase('/order-warnings'), { ...target, reason: 'Use goes on.', text: 'Use of the account is to stop.' })
    ).made;
    const warned = await served('ORDER_WARNING');
    await step('lena', `/v1/served/${warned.id}/statement`, { text: 'We have no objection.' });
    const drafted = await step('rosa', inCase('/orders'), { ...target, reason: 'The outcome.', text: 'Stop the account.' });
    expect(await refused('rosa', inCase(`/orders/${drafted.made}/approval`), { reason: 'Mine' })).toBe('FORBIDDEN_ROLE');
    await step('rhea', inCase(`/orders/${drafted.made}/approval`), { reason: 'It follows from the outcome.' });
    await clock('ORDER_ACKNOWLEDGE', 'running');
    const order = await served('SUSPENSION_ORDER');
    await step('lena', `/v1/served/${order.id}/acknowledgement`);
    await clock('ORDER_ACKNOWLEDGE', 'met');
    expect(await logged()).toEqual(
      expect.arrayContaining(['order-warning-served', 'order-warning-answered', 'order-drafted', 'order-issued', 'order-acknowledged']),
    );
    made.order = drafted.made;
  });

  it('gives notice to the customer, who appeals with the code of the notice', async () => {
    const notice = await step('rhea', inCase('/notices'), { audience: 'CUSTOMER', through: 'PROVIDER', provider: PROVIDER });
    await clock('APPEAL_WINDOW', 'running');
    const item = await served('NOTICE');
    await step('lena', `/v1/served/${item.id}/acknowledgement`);
    const public_ = (code: string, path: string, body?: object) =>
      request(`${tidemark.origin}/v1/notices/${notice.made}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { 'notice-code': code, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    expect((await public_('wrong', '')).status).toBe(404);
    const shown = await public_(notice.noticeCode, '');
    expect(shown.status).toBe(200);
    expect(shown.text).toContain('1e25');
    const lodged = await public_(notice.noticeCode, '/appeals', { grounds: 'Half of the use was evaluation.' });
    expect([200, 201]).toContain(lodged.status);
    expect(await logged()).toEqual(
      expect.arrayContaining(['notice-served', 'notice-forwarded', 'appeal-lodged', 'case-moved', 'clock-started']),
    );
    await clock('APPEAL_DECISION', 'running');
    expect((await get('rosa', inCase(''))).stage).toBe('appealed');
  });

  it('hears the appeal by persons who took no part, and upholds it in part', async () => {
    const [appeal] = (await get('rolf', inCase('/appeals'))).items;
    expect(await refused('rosa', inCase(`/appeals/${appeal.id}/review`), { reason: 'Mine' })).not.toBeUndefined();
    await step('rolf', inCase(`/appeals/${appeal.id}/review`), { reason: 'I took no part.' });
    const proposed = await step('rolf', inCase(`/appeals/${appeal.id}/proposals`), {
      decision: 'UPHELD_IN_PART',
      outcome: 'MONITORING',
      reasons: 'Evaluation does not count; the rest stands.',
      rules: [],
      evidence: [],
    });
    expect(
      await refused('rhea', inCase(`/appeals/${appeal.id}/proposals/${proposed.made}/approval`), { reason: 'Yes' }, await etag()),
    ).not.toBeUndefined();
    await step('rita', inCase(`/appeals/${appeal.id}/proposals/${proposed.made}/approval`), { reason: 'I agree.' }, await etag());
    await clock('APPEAL_DECISION', 'met');
    expect(await logged()).toEqual(expect.arrayContaining(['appeal-taken', 'appeal-decision-proposed', 'appeal-decided', 'case-moved']));
    expect((await get('rosa', inCase(''))).stage).toBe('decided');
  });

  it('lifts the suspension, by two persons, and the provider is told', async () => {
    const asked = await step('rosa', inCase(`/orders/${made.order}/lift-requests`), {
      reason: 'The appeal.',
      text: 'The account may be used again.',
    });
    await step('rhea', inCase(`/orders/${made.order}/lift-requests/${asked.made}/approval`), { reason: 'As decided on appeal.' });
    expect(await logged()).toEqual(expect.arrayContaining(['order-lifted']));
    const { items } = await get('lena', '/v1/served');
    expect(items.find((one: { kind: string }) => one.kind === 'SUSPENSION_ORDER').status).toBe('lifted');
    expect((await get('lena', `/v1/identity-reads?customer=${customer}`)).items.length).toBeGreaterThan(0);
  });

  it('ends in a dossier: what it lists is in it, and made again it is the same to the byte but for its date', async () => {
    const first = await dossier();
    const manifest = JSON.parse(first.get('manifest.json')!.toString());
    const files = Object.entries(manifest.files as Record<string, string>);
    expect(files.length).toBeGreaterThan(2);
    for (const [name, sha256] of files) expect([name, createHash('sha256').update(first.get(name)!).digest('hex')]).toEqual([name, sha256]);
    expect(first.get('case.json')!.toString()).toContain(NAME);
    const again = await dossier(`?version=${manifest.version}`);
    const { madeAt: _, ...rest } = JSON.parse(again.get('manifest.json')!.toString());
    const { madeAt: __, ...restFirst } = manifest;
    expect(rest).toEqual(restFirst);
    for (const [name] of files) expect([name, again.get(name)!.equals(first.get(name)!)]).toEqual([name, true]);
  });

  async function dossier(query = ''): Promise<Map<string, Buffer>> {
    const answer = await fetch(`${tidemark.origin}${inCase('/dossier')}${query}`, {
      headers: { authorization: `Bearer ${await tokenOf('otto')}`, 'tidemark-purpose': 'For the court' },
    });
    expect(answer.status).toBe(200);
    return unzipped(Buffer.from(await answer.arrayBuffer()));
  }
});

/** What a zip holds, by name. */
function unzipped(bytes: Buffer): Promise<Map<string, Buffer>> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      const files = new Map<string, Buffer>();
      zip.on('entry', (entry) =>
        zip.openReadStream(entry, async (failed, stream) => {
          if (failed) return reject(failed);
          files.set(entry.fileName, await buffer(stream));
          zip.readEntry();
        }),
      );
      zip.on('end', () => resolve(files));
      zip.readEntry();
    });
  });
}
