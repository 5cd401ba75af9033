/**
 * No tipping off, asked from outside: whatever regulators do in a case, nobody at a provider can read of it before something is served, and
 * then nobody but whom it was served on, and nothing but that.
 */
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Role } from '@tidemark/access';
import { signIn } from '../../apps/standalone/src/person-client/person-sign-in.js';
import { type Answer, request } from './harness/client.js';
import { routesOf } from './harness/permission-walk.js';
import { differences, type Looker, type Picture, pictureOf, type Sight } from './harness/picture.js';
import { Tidemark } from './harness/tidemark.js';
import { eventually, HOUR_MS, registerCluster } from './harness/usage.js';

const A = 'aurora-cloud';
const B = 'borealis-compute';
const ACCOUNT = 'silence-account';
const RULE = 'eu-ai-act-51';
const DAY_MS = 24 * HOUR_MS;
const TOKEN_MS = 240_000;
const PATIENCE_MS = 60_000;
const HEARD_MS = 2_000;
/** Of each provider: its machines, and a person of each role. */
const LOOKERS: readonly [string, Role, string][] = [
  [A, 'provider', A],
  ['erik', 'provider-engineer', A],
  ['ana', 'compliance-analyst', A],
  ['lena', 'compliance-lead', A],
  [B, 'provider', B],
  ['boris', 'provider-engineer', B],
  ['bo', 'compliance-analyst', B],
  ['liv', 'compliance-lead', B],
];
/** The same company, as it is known to both. */
const COMPANY = {
  kind: 'LEGAL',
  names: [{ text: 'Skerry Regnekraft AS', kind: 'LEGAL' }],
  jurisdiction: 'NO',
  identifiers: [{ scheme: 'REGISTRATION', value: 'NO-918273645', country: 'NO' }],
};
/** Words that regulators write: they may stand in no answer to a provider, nor in a log. */
const SECRET = 'Quillback';
const because = { reason: `${SECRET}: it follows.` };

describe('casework tips nobody off', () => {
  let tidemark: Tidemark;
  let sight: Sight;
  const tokens = new Map<string, { token: string; untilMs: number }>();
  const customers: Record<string, string> = {};
  let id: string;
  /** Ids that are of the case: none of them may stand in an answer to a provider. */
  const hidden: string[] = [];
  let before: Map<string, Picture>;
  let proposal: string;

  const tokenOf = async (name: string): Promise<string> => {
    const known = tokens.get(name);
    if (known && known.untilMs > Date.now()) return known.token;
    const { people } = await tidemark.credentials();
    const person = people.find(({ username }) => username === name);
    const token = person ? (await signIn(`${tidemark.origin}/oidc`, person)).accessToken : await (await tidemark.as(name)).token();
    tokens.set(name, { token, untilMs: person ? Date.now() + TOKEN_MS : Number.POSITIVE_INFINITY });
    return token;
  };
  const call = async (who: string, method: string, path: string, body?: object | string, headers: Record<string, string> = {}) =>
    request(`${tidemark.origin}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await tokenOf(who)}`,
        ...(typeof body === 'object' ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  const step = async (who: string, path: string, body: object | string = {}, headers: Record<string, string> = {}, method = 'POST') => {
    const answer = await call(who, method, path, body, headers);
    if (answer.status >= 300) throw new Error(`${who} ${method} ${path}: ${answer.status} ${answer.text}`);
    if (answer.body?.made !== undefined) hidden.push(answer.body.made);
    return answer.body;
  };
  const get = async (who: string, path: string): Promise<Answer['body']> => {
    const { status, text, body } = await call(who, 'GET', path);
    if (status !== 200) throw new Error(`${who} ${path}: ${status} ${text}`);
    return body;
  };
  const inCase = (path: string) => `/v1/cases/${id}${path}`;
  const etag = async () => ({ 'if-match': (await call('rhea', 'GET', inCase(''))).headers.get('etag')! });

  const pictures = async (): Promise<Map<string, Picture>> =>
    new Map(
      await Promise.all(
        LOOKERS.map(async ([name, role, provider]): Promise<[string, Picture]> => {
          const looker: Looker = { name, role, provider, token: () => tokenOf(name) };
          return [name, await pictureOf(sight, looker)];
        }),
      ),
    );
  /** What changed, by who sees it. */
  const changed = (from: Map<string, Picture>, to: Map<string, Picture>): Record<string, ReturnType<typeof differences>> =>
    Object.fromEntries(
      LOOKERS.map(([name]) => [name, differences(from.get(name)!, to.get(name)!)] as const).filter(
        ([, seen]) => Object.keys(seen).length > 0,
      ),
    );
  /** What comes late of what was there before (totals, groups) must not be taken for what comes of a case. */
  const settled = async (): Promise<Map<string, Picture>> => {
    let last = await pictures();
    await eventually(
      'Quiet',
      async () => {
        const next = await pictures();
        const seen = changed(last, next);
        last = next;
        return seen;
      },
      (seen) => Object.keys(seen).length === 0,
      PATIENCE_MS,
    );
    return last;
  };

  beforeAll(async () => {
    tidemark = await Tidemark.started('--no-frontier-run');
    for (const [provider, analyst] of [
      [A, 'ana'],
      [B, 'bo'],
    ] as const) {
      customers[provider] = (await step(analyst, '/v1/customers', COMPANY)).id;
      await step(analyst, '/v1/links', {
        account: ACCOUNT,
        customer: customers[provider],
        from: '2024-01-01',
        evidence: { kind: 'DECLARED', detail: 'The contract.' },
      });
      await step(provider, '/v1/webhooks', {
        url: `https://hooks.${provider}.example/tidemark`,
        events: ['request.served', 'order.warned', 'order.served', 'notice.served', 'item.changed'],
      });
      const machine = await tidemark.as(provider);
      await registerCluster(machine, 'silence-cluster', { accelerators: 1_000_000 });
      await machine.put('/v1/meters/silence-meter', { cluster: 'silence-cluster' });
    }
    // One party of both before there is a flag: the case is about both from its beginning.
    await eventually(
      'The party of both',
      () => get('stella', `/v1/parties?customer=${customers[A]}`),
      ({ items }) => JSON.stringify(items).includes(customers[B]!),
      PATIENCE_MS,
    );
    await sleep(HEARD_MS);
    for (const provider of [A, B]) {
      const machine = await tidemark.as(provider);
      const end = Math.floor((Date.now() - 2 * DAY_MS) / HOUR_MS) * HOUR_MS;
      const reported = await machine.report({
        source: 'silence-meter',
        epoch: 1,
        sequence: '1',
        records: [
          {
            account: ACCOUNT,
            cluster: 'silence-cluster',
            count: 1_000_000,
            startMs: String(end - 12 * HOUR_MS),
            endMs: String(end),
            utilisation: { kind: 'OFU', value: '0.5' },
            format: 'BF16',
            evidence: 'TELEMETRY',
            workload: 'TRAINING',
          },
        ],
      });
      expect(reported.status).toBe(202);
    }
    const flagged = await eventually(
      'The flag of the group',
      () => get('rosa', `/v1/flags?rule=${RULE}&tier=PROBABLE&limit=500`),
      ({ items }) =>
        [A, B].every((provider) => items.some((one: Answer['body']) => JSON.stringify(one.scope).includes(customers[provider]!))),
      PATIENCE_MS,
    );
    const flag = flagged.items.find((one: Answer['body']) => JSON.stringify(one.scope).includes(customers[A]!));
    const queue = await eventually(
      'Its case, about the party of both',
      () => get('rosa', `/v1/cases?flag=${flag.id}`),
      ({ items }) => items[0]?.subject.kind === 'party',
      PATIENCE_MS,
    );
    [{ id }] = queue.items;
    hidden.push(id);
    sight = {
      origin: tidemark.origin,
      routes: await routesOf(tidemark.origin),
      given: { cases: [id, randomUUID()], served: [randomUUID()], notices: [randomUUID()], 'shared-declarations': [randomUUID()] },
      preferred: new Set([ACCOUNT, 'silence-cluster', ...Object.values(customers)]),
    };
    before = await settled();
  }, 300_000);
  afterAll(() => tidemark?.remove(), 60_000);

  it('looks at much: every looker reads hundreds of answers, of its own customers too', () => {
    for (const [name, , provider] of LOOKERS) {
      const picture = before.get(name)!;
      expect([name, picture.size > 250]).toEqual([name, true]);
      expect(picture.get(`/v1/customers/${customers[provider]}`)).toMatch(/^200 /);
    }
  });

  it('shows nothing of all that regulators do short of serving', async () => {
    const until = new Date(Date.now() + 10 * DAY_MS).toISOString();
    await step('rosa', '/v1/cases', { ...because, matter: 'OTHER', subject: { kind: 'account', provider: A, id: ACCOUNT } });
    await step('rosa', inCase('/triage'), because);
    await step('rosa', inCase('/investigate'), because);
    await step('rosa', inCase('/assignment'), { ...because, person: null });
    await step('rosa', inCase('/watchers/me'), undefined, {}, 'PUT');
    await step('rosa', inCase('/notes'), { text: `${SECRET} is suspected.` });
    await step('rosa', inCase('/attachments'), `${SECRET} of file`, {
      'content-type': 'text/plain',
      'file-name': 'what.txt',
      'tidemark-file-name': 'what.txt',
    });
    await step('rosa', inCase('/mentions'), { ...because, kind: 'case', ref: id });
    await step('rosa', inCase('/snooze'), { ...because, until });
    const asked = await step('rosa', inCase('/identity-requests'), {
      ...because,
      customers: [customers[A]],
      fields: ['NAMES'],
      purpose: 'IDENTIFY_SUBJECT',
      until,
    });
    await step('ruth', inCase(`/identity-requests/${asked.made}/grant`), because);
    await eventually(
      'The identity',
      () => call('rosa', 'GET', inCase(`/identities/${customers[A]}`)),
      ({ status }) => status === 200,
      PATIENCE_MS,
    );
    const glass = await step('rosa', inCase('/break-glass'), {
      danger: `${SECRET}: imminent.`,
      customers: [customers[B]],
      fields: ['NAMES'],
    });
    await eventually(
      'The identity',
      () => call('rosa', 'GET', inCase(`/identities/${customers[B]}`)),
      ({ status }) => status === 200,
      PATIENCE_MS,
    );
    await step('ruth', inCase(`/identity-grants/${glass.made}/review`), { ...because, verdict: 'NOT_JUSTIFIED' });
    await step('rosa', inCase('/holds'), because);
    await step('rosa', inCase('/reports'), { rule: RULE });
    await step('operator', '/v1/authorities/eu-office', { name: 'EU office', kind: 'TENANT', jurisdictions: ['EU'] }, {}, 'PUT');
    const referral = await step('rosa', inCase('/referrals'), {
      ...because,
      to: 'eu-office',
      sections: ['SUBJECT_PSEUDONYM', 'FLAGS'],
      legalBasis: 'Article 1.',
    });
    await step('ruth', inCase(`/referrals/${referral.made}/approval`), because);
    const evaluation = await step('rosa', inCase('/evaluation-requests'), because);
    await step('rosa', inCase(`/evaluation-requests/${evaluation.made}/result`), {
      evaluator: 'An institute',
      method: 'A battery of tasks.',
      passed: true,
      at: new Date().toISOString(),
    });
    await step('rosa', '/v1/incidents', {
      kind: 'MISUSE',
      severity: 'HIGH',
      imminentDanger: false,
      occurredAt: new Date(Date.now() - 40 * DAY_MS).toISOString(),
      discoveredAt: new Date(Date.now() - 39 * DAY_MS).toISOString(),
      source: 'REGULATOR',
      description: `${SECRET} was misused.`,
      customer: customers[A],
      provider: A,
      jurisdictions: ['US-CA'],
    });
    const first = await step('rosa', inCase('/proposals'), { outcome: 'MEASURES', statement });
    await step('ruth', inCase(`/proposals/${first.made}/refusal`), because);
    proposal = (await step('rosa', inCase('/proposals'), { outcome: 'MEASURES', statement })).made;
    await get('otto', inCase(''));
    expect((await call('otto', 'GET', inCase('/dossier'), undefined, { 'tidemark-purpose': 'For the court' })).status).toBe(200);
    expect((await call('otto', 'GET', inCase('/log/export'), undefined, { 'tidemark-purpose': 'For the court' })).status).toBe(200);
    // What other apps hear of a case they hear a moment later.
    await sleep(HEARD_MS);
    expect(changed(before, await pictures())).toEqual({});
  }, 300_000);

  /** Lets something be served on A, and says which addresses changed to whom; what A is told by webhook is told late. */
  const serving = async (serve: () => Promise<void>): Promise<Record<string, string[]>> => {
    const served = async () => (await get('lena', '/v1/served')).items.map(({ id: item, version }: Answer['body']) => `${item} ${version}`);
    const standing = await served();
    await serve();
    await eventually('What was served', served, (now) => JSON.stringify(now) !== JSON.stringify(standing));
    const after = await settled();
    const seen = changed(before, after);
    for (const [name, picture] of after)
      for (const [address, text] of picture)
        expect([name, address, [...hidden, SECRET].filter((word) => text.includes(word) && !address.includes(word))]).toEqual([
          name,
          address,
          [],
        ]);
    before = after;
    return Object.fromEntries(
      Object.entries(seen).map(([name, addresses]) => [name, [...new Set(Object.keys(addresses).map(kindOf))].sort()]),
    );
  };
  /** The item, and that the caller's own endpoints were told of it. */
  const SERVED = ['v1/served', 'v1/webhooks'];
  const kindOf = (address: string): string => address.split(/[?]/)[0]!.split('/').slice(1, 3).join('/');
  const ofA = LOOKERS.filter(([, , provider]) => provider === A).map(([name]) => name);
  const onlyA = (seen: Record<string, string[]>) => {
    expect(Object.keys(seen).sort()).toEqual([...ofA].sort());
    return seen;
  };

  it('shows a request for information to whom it is addressed, and nothing else', async () => {
    const seen = await serving(async () => {
      await step('ruth', inCase(`/proposals/${proposal}/refusal`), because);
      const questions = [{ id: 'purpose', kind: 'TEXT', text: 'What was it used for?' }];
      await step('rosa', inCase('/information-requests'), { ...because, provider: A, questions });
    });
    for (const name of ofA) expect([name, onlyA(seen)[name]]).toEqual([name, SERVED]);
    expect(await getIdentityReads()).toEqual([]);
  }, 300_000);

  it('shows a draft of an order to nobody, and an order to whom it is addressed, who then sees that an authority read its customer', async () => {
    const proposed = await step('rosa', inCase('/proposals'), { outcome: 'MEASURES', statement });
    await step('rhea', inCase(`/proposals/${proposed.made}/approval`), because, await etag());
    const target = { ...because, provider: A, scope: { kind: 'account', provider: A, id: ACCOUNT } };
    const order = { ...target, text: 'Stop.', imminence: `${SECRET}: imminent.` };
    const refused = await step('rosa', inCase('/orders'), order);
    await step('rhea', inCase(`/orders/${refused.made}/refusal`), because);
    const drafted = await step('rosa', inCase('/orders'), order);
    await sleep(HEARD_MS);
    expect(changed(before, await pictures())).toEqual({});
    const seen = await serving(async () => {
      await step('rhea', inCase(`/orders/${drafted.made}/approval`), because);
    });
    for (const name of ofA) expect([name, onlyA(seen)[name]]).toEqual([name, name === 'lena' ? ['v1/identity-reads', ...SERVED] : SERVED]);
  }, 300_000);

  it('shows a notice to whom hands it over, and no person, case or purpose of the reading', async () => {
    const seen = await serving(async () => {
      const { made } = await step('rhea', inCase('/notices'), { audience: 'CUSTOMER', through: 'PROVIDER', provider: A });
      // It is handed over with its code: whoever does that has both.
      hidden.splice(hidden.indexOf(made), 1);
    });
    for (const name of ofA) expect([name, onlyA(seen)[name]]).toEqual([name, SERVED]);
    expect(await getIdentityReads()).toMatchObject([{ reader: 'authority' }]);
  }, 300_000);

  const getIdentityReads = async (): Promise<Answer['body'][]> =>
    (await get('lena', `/v1/identity-reads?limit=500&customer=${customers[A]}`)).items.filter(
      ({ readerProvider }: Answer['body']) => readerProvider !== A,
    );

  it('gives ids out that tell nothing of what was given out meanwhile', async () => {
    const items = (await get('lena', '/v1/served')).items;
    const webhook = (await get('lena', '/v1/webhooks')).items[0];
    const deliveries = (await get('lena', `/v1/webhooks/${webhook.id}/deliveries`)).items;
    const link = await step('ana', '/v1/links', {
      account: `${ACCOUNT}-later`,
      customer: customers[A],
      from: '2024-01-01',
      evidence: { kind: 'DECLARED', detail: 'The contract.' },
    });
    for (const given of [...items, webhook, link]) expect(given.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-/);
    // One of 52 random bits is that low once in four thousand million.
    for (const given of deliveries) expect(given.id).toBeGreaterThan(1_000_000);
    expect([items.length > 2, deliveries.length > 2]).toEqual([true, true]);
  });

  it('tells its figures to no provider, with or without a token', async () => {
    for (const [name] of LOOKERS) expect([name, (await call(name, 'GET', '/metrics')).status]).toEqual([name, 403]);
    const open = await request(`${tidemark.origin}/metrics`);
    expect([open.status, /tidemark_(?!door_)/.test(open.text)]).toEqual([200, false]);
    expect((await call('operator', 'GET', '/metrics')).text).toContain('tidemark_casework_clocks_running');
  });

  it('keeps words of people out of its logs', async () => {
    const files = await readdir(tidemark.home, { recursive: true });
    const logs = files.filter((name) => name.endsWith('.log'));
    expect(logs.length).toBeGreaterThan(0);
    const text = `${tidemark.output}${(await Promise.all(logs.map((name) => readFile(join(tidemark.home, name), 'utf8')))).join('')}`;
    for (const word of [SECRET, 'Skerry']) expect([word, text.includes(word)]).toEqual([word, false]);
  });
});

/** Without a secret: a notice holds it. */
const statement = {
  facts: 'Use passed 1e25 FLOP.',
  rules: [{ rule: RULE, version: 1 }],
  evidence: [],
  considered: 'All.',
  rightToReply: 'Within the time named in the notice.',
  rightToAppeal: 'Within the time named in the notice.',
};
