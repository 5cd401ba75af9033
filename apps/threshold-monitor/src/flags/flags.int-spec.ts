import type { Scope } from '@tidemark/domain';
import { type AskingApp, startAskingApp } from '../../test/asking-app.fixture.js';
import { TOTALS_ROOM } from '../totals/totals.room.js';
import { FLAGS_ROOM } from './flags.room.js';

const T0 = Date.UTC(2026, 2, 1);
const MINUTE = 60_000;
const account = (provider: string, id: string): Scope => ({ kind: 'account', provider, id });
const customer = '0d0c1b2a-0000-4000-8000-000000000001';
const party = '0d0c1b2a-0000-4000-8000-0000000000aa';

describe('flags', () => {
  let monitor: AskingApp;
  let alpha: string;
  let beta: string;
  let oversight: string;
  const id: Record<string, string> = {};

  beforeAll(async () => {
    monitor = await startAskingApp([FLAGS_ROOM, TOTALS_ROOM]);
    alpha = monitor.tokens.provider('alpha');
    beta = monitor.tokens.provider('beta');
    oversight = monitor.tokens.oversight();
    const { rows } = monitor;
    id.possible = await rows.raise({ scope: account('alpha', 'a/1'), tier: 'POSSIBLE', raisedAtMs: T0 });
    id.beta = await rows.raise({ scope: account('beta', 'a/1'), raisedAtMs: T0 + MINUTE });
    id.customer = await rows.raise({
      scope: { kind: 'customer', id: customer },
      provider: 'alpha',
      rule: 'us-ca-sb53',
      raisedAtMs: T0 + 2 * MINUTE,
    });
    id.party = await rows.raise({ scope: { kind: 'party', id: party }, raisedAtMs: T0 + 3 * MINUTE });
    id.group = await rows.raise({ scope: { kind: 'group', id: party, controlRule: 'control' }, raisedAtMs: T0 + 4 * MINUTE });
    id.capacity = await rows.raise({
      scope: { kind: 'cluster', provider: 'alpha', id: 'c1' },
      kind: 'CAPACITY',
      tier: 'CERTAIN',
      ruleVersion: 2,
      raisedAtMs: T0 + 4 * MINUTE,
    });
    id.shadow = await rows.raise({ scope: account('alpha', 'a/1'), raisedAtMs: T0 + 5 * MINUTE, shadow: true });
    await rows.tellOf(id.possible, 'MOVED', T0 + 6 * MINUTE, {
      momentMs: String(T0 - 90 * MINUTE),
      previousMomentMs: String(T0 - MINUTE),
      causes: ['USAGE'],
    });
    await rows.tellOf(id.possible, 'WITHDRAWN', T0 + 7 * MINUTE, { causes: ['CORRECTION'], reason: 'The use was corrected.' });
  });
  afterAll(() => monitor.stop());

  const list = async (query = '', token = oversight): Promise<string[]> => {
    const { status, body } = await monitor.get(`/v1/flags${query}`, token);
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body.items.map((flag: { id: string }) => Object.keys(id).find((name) => id[name] === flag.id));
  };

  it('are listed last raised first, those of rules in trial never', async () => {
    const all = await list();
    expect(all.slice(0, 2).sort()).toEqual(['capacity', 'group']);
    expect(all.slice(2)).toEqual(['party', 'customer', 'beta', 'possible']);
  });

  it.each([
    ['?scope=account', ['beta', 'possible']],
    ['?scope=account&id=alpha/a/1', ['possible']],
    [`?scope=customer&id=${customer}`, ['customer']],
    [`?scope=customer&id=alpha/${customer.toUpperCase()}`, ['customer']],
    [`?scope=group&id=${party}`, ['group']],
    [`?scope=group&id=${party}&controlRule=ownership-25`, []],
    ['?rule=us-ca-sb53', ['customer']],
    ['?rule=eu-ai-act-51@2', ['capacity']],
    ['?tier=POSSIBLE', ['possible']],
    ['?kind=CAPACITY', ['capacity']],
    ['?status=WITHDRAWN', ['possible']],
    ['?provider=beta', ['beta']],
    [`?to=${T0 - 60 * MINUTE}`, ['possible']],
    [`?from=${T0 - MINUTE}&to=${T0 + MINUTE}`, ['beta']],
    [`?raisedFrom=${T0 + MINUTE}&raisedTo=${T0 + 3 * MINUTE}`, ['customer', 'beta']],
  ])('are narrowed by %s', async (query, expected) => expect(await list(query)).toEqual(expected));

  it('are shown as they were known: not raised yet, not moved yet, not withdrawn yet', async () => {
    expect(await list(`?knownAt=${T0 + MINUTE}`)).toEqual(['beta', 'possible']);
    expect(await list(`?knownAt=${T0 + 7 * MINUTE - 1}&status=WITHDRAWN`)).toEqual([]);
    expect(await list(`?knownAt=${T0 + 7 * MINUTE}&status=WITHDRAWN`)).toEqual(['possible']);
    expect(await list(`?knownAt=${T0 + 6 * MINUTE}&to=${T0 - 60 * MINUTE}`)).toEqual(['possible']);
    expect(await list(`?knownAt=${T0 + 6 * MINUTE - 1}&to=${T0 - 60 * MINUTE}`)).toEqual([]);
    const { body } = await monitor.get(`/v1/flags?tier=POSSIBLE&knownAt=${T0 + 6 * MINUTE}`, oversight);
    expect(body.items[0]).toMatchObject({ status: 'OPEN', currentMoment: new Date(T0 - 90 * MINUTE).toISOString() });
    expect(body.items[0].endedAt).toBeUndefined();
  });

  it('come page by page, none twice and none left out, also those of one instant', async () => {
    const seen: string[] = [];
    for (let path: string | undefined = '/v1/flags?limit=1'; path; ) {
      const { body, headers } = await monitor.get(path, oversight);
      seen.push(...body.items.map((flag: { id: string }) => flag.id));
      expect(headers.get('link') === null).toBe(body.next === undefined);
      path = /<(.*)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
    }
    expect(seen.sort()).toEqual([id.possible, id.beta, id.customer, id.party, id.group, id.capacity].sort());
  });

  it('are one with all that became of it', async () => {
    const { status, body } = await monitor.get(`/v1/flags/${id.possible!.toUpperCase()}`, alpha);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: id.possible,
      scope: { kind: 'ACCOUNT', provider: 'alpha', id: 'a/1' },
      status: 'WITHDRAWN',
      // As it was raised: what moved is told beside it.
      moment: new Date(T0 - MINUTE).toISOString(),
      currentMoment: new Date(T0 - 90 * MINUTE).toISOString(),
      endedAt: new Date(T0 + 7 * MINUTE).toISOString(),
    });
    expect(body.history.map(({ type }: { type: string }) => type)).toEqual(['raised', 'moved', 'withdrawn']);
    expect(body.history[2]).toMatchObject({ knownAt: new Date(T0 + 7 * MINUTE).toISOString(), detail: { causes: ['CORRECTION'] } });
  });

  it('of a provider are its own alone; those of parties and groups are not there for it', async () => {
    expect((await list('', alpha)).sort()).toEqual(['capacity', 'customer', 'possible']);
    expect(await list('', beta)).toEqual(['beta']);
    expect(await list(`?scope=party&id=${party}`, alpha)).toEqual([]);
    expect(await list('?provider=beta', alpha)).toEqual([]);
    expect(await list('?scope=account&id=a/1', alpha)).toEqual(['possible']);
    for (const flag of [id.beta, id.party, id.group, id.shadow, 'nonsense', '0d0c1b2a-0000-4000-8000-000000000099'])
      expect(await monitor.get(`/v1/flags/${flag}`, alpha)).toMatchObject({ status: 404, body: { code: 'FLAG_UNKNOWN' } });
    expect(await monitor.get(`/v1/flags/${id.party}`, oversight)).toMatchObject({ status: 200 });
    expect(await monitor.get(`/v1/flags/${id.shadow}`, oversight)).toMatchObject({ status: 404 });
    expect(await monitor.get('/v1/flags?scope=cluster&id=beta/c1', alpha)).toMatchObject({ status: 403, body: { code: 'OTHER_TENANT' } });
  });

  it('are for nobody without the scope that his role needs', async () => {
    const missing = { status: 403, body: { code: 'MISSING_SCOPE' } };
    expect(await monitor.get('/v1/flags', monitor.tokens.provider('alpha', ['usage:write']))).toMatchObject(missing);
    expect(await monitor.get('/v1/flags', monitor.tokens.oversight(['usage:read']))).toMatchObject(missing);
    expect(await monitor.get('/v1/flags', monitor.tokens.person('administrator'))).toMatchObject({ status: 403 });
    expect(await monitor.get('/v1/flags', 'nobody')).toMatchObject({ status: 401 });
  });

  it.each([
    ['scope=galaxy', 'SCOPE_INVALID'],
    ['id=x', 'SCOPE_MISSING'],
    ['scope=account&id=', 'SCOPE_ID_MISSING'],
    ['scope=account&id=plain', 'PROVIDER_PREFIX_MISSING'],
    ['scope=group&id=x&controlRule=votes', 'CONTROL_RULE_INVALID'],
    ['scope=party&id=x&controlRule=control', 'CONTROL_RULE_INVALID'],
    ['rule=EU', 'RULE_INVALID'],
    ['rule=eu@0', 'RULE_INVALID'],
    ['tier=SURE', 'TIER_INVALID'],
    ['kind=NOISE', 'FLAG_KIND_INVALID'],
    ['status=CLOSED', 'FLAG_STATUS_INVALID'],
    ['from=2026', 'FROM_INVALID'],
    ['raisedTo=x', 'TO_INVALID'],
    ['from=2026-01-02&to=2026-01-02', 'WINDOW_EMPTY'],
    ['limit=0', 'LIMIT_INVALID'],
    ['limit=1001', 'LIMIT_INVALID'],
    ['cursor=abc', 'CURSOR_INVALID'],
    ['until=1', 'INVALID_INPUT'],
    ['tier=CERTAIN&tier=PROBABLE', 'INVALID_INPUT'],
  ])('are refused for "%s" with %s', async (query, code) =>
    expect(await monitor.get(`/v1/flags?${query}`, oversight)).toMatchObject({ status: 400, body: { code } }),
  );

  it('are refused for a time to come', async () =>
    expect(await monitor.get('/v1/flags?knownAt=2099-01-01', oversight)).toMatchObject({
      status: 422,
      body: { code: 'KNOWN_AT_IN_FUTURE' },
    }));
});
