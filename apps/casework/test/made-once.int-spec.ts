import { randomUUID } from 'node:crypto';
import type { Answer, CallOptions } from '@tidemark/testing';
import { caseIn, RHEA, ROSA, RUTH, SUBJECT } from './case-stages.fixture.js';
import { type CaseworkUnderTest, startCasework } from './casework.fixture.js';
import { ANNA, DELEGATION, INCIDENT, MAKING } from './whole-world.fixture.js';

/** What a second request without a key comes to: another of it, or why there is none. */
const TWICE: Readonly<Record<string, 'another' | string>> = {
  '/v1/cases': 'another',
  '/v1/incidents': 'another',
  '/v1/delegations': 'another',
  attachments: 'another',
  notes: 'another',
  mentions: 'another',
  'identity-requests': 'another',
  'break-glass': 'another',
  'information-requests': 'another',
  'declaration-requests': 'another',
  declarations: 'another',
  'order-warnings': 'another',
  orders: 'ORDER_STANDS_ALREADY',
  holds: 'another',
  'evaluation-requests': 'EVALUATION_ASKED_ALREADY',
  corrections: 'another',
  proposals: 'STATE_FORBIDS',
  notices: 'another',
  replies: 'another',
  appeals: 'APPEAL_UNDER_WAY',
  'erasure-requests': 'another',
};
const because = { reason: 'For the test' };

interface Making {
  by: string;
  path: string;
  options: CallOptions;
  stage?: Parameters<typeof caseIn>[1];
}
const WITHOUT_CASE: readonly Making[] = [
  { by: ROSA, path: '/v1/cases', options: { body: { matter: 'OTHER', subject: SUBJECT, ...because } } },
  { by: ANNA, path: '/v1/incidents', options: { body: INCIDENT } },
  { by: RUTH, path: '/v1/delegations', options: { body: DELEGATION } },
];
const IN_CASE: readonly Making[] = [
  ...MAKING.map(({ by, path, body }) => ({ by, path, options: { body } })),
  { by: ROSA, path: 'attachments', options: { body: 'As it was found', headers: { 'content-type': 'text/plain' } } },
  { by: ROSA, path: 'notices', stage: 'decided', options: { body: { through: 'PROVIDER', provider: 'north' } } },
  { by: ROSA, path: 'replies', stage: 'decided', options: { body: { text: 'By letter' } } },
  { by: ROSA, path: 'appeals', stage: 'decided', options: { body: { grounds: 'It was not us' } } },
  { by: ROSA, path: 'erasure-requests', stage: 'closed', options: { body: because } },
];

/** The same with other content. */
const otherwise = ({ body, ...rest }: CallOptions): CallOptions => ({
  ...rest,
  body: typeof body === 'string' ? `${body}!` : { ...(body as object), reason: 'Another' },
});

describe('whatever is made over HTTP', () => {
  let casework: CaseworkUnderTest;
  beforeAll(async () => {
    casework = await startCasework();
    await casework.call(RHEA, 'POST', '/v1/cases', { body: { matter: 'OTHER', subject: SUBJECT, ...because } });
  }, 60_000);
  afterAll(() => casework?.stop());

  const addressOf = async ({ path, stage = 'investigating' }: Making) =>
    path.startsWith('/') ? path : `/v1/cases/${await caseIn(casework, stage)}/${path}`;
  const send = (by: string, address: string, { body, headers }: CallOptions, key?: string): Promise<Answer> =>
    casework.call(by, 'POST', address, { body, headers: { ...headers, ...(key === undefined ? {} : { 'idempotency-key': key }) } });
  /** Everything that was recorded by people: cases, parts and what stands beside them. */
  const recorded = async () =>
    (
      await casework.everything<{ all: string }>(
        'select (select count(*) from case_event) + (select count(*) from delegation) + (select count(*) from case_file) as all',
      )
    )[0]!.all;
  /** The code of a notice is shown once: answers are kept in the clear, and it is none that may be. */
  const toldOf = ({ body: { noticeCode: _, ...told } }: Answer): object => told;
  const madeOf = ({ body }: Answer): string => body.made ?? body.id ?? body.case;

  const all = [...WITHOUT_CASE, ...IN_CASE];
  const table = all.map((making) => [making.path, making] as const);

  it.each(table)('%s: once by its key, however often and however many at once', async (_, making) => {
    const address = await addressOf(making);
    const key = randomUUID();
    const many = await Promise.all(Array.from({ length: 6 }, () => send(making.by, address, making.options, key)));
    const count = await recorded();
    expect(many.map((one) => [one.status, toldOf(one)])).toEqual(many.map(() => [many[0]!.status, toldOf(many[0]!)]));
    expect([200, 201]).toContain(many[0]!.status);
    expect(madeOf(many[0]!)).toMatch(/^.{8,}$/);
    expect(many.filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(5);

    const again = await send(making.by, address, making.options, key);
    expect([toldOf(again), again.headers.get('idempotency-replayed')]).toEqual([toldOf(many[0]!), 'true']);
    const other = await send(making.by, address, otherwise(making.options), key);
    expect([400, 422]).toContain(other.status);
    if (other.status === 422) expect(other.body.code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(await recorded()).toBe(count);
  });

  it.each(table)('%s: what a second without a key comes to is said', async (path, making) => {
    const address = await addressOf(making);
    const first = await send(making.by, address, making.options);
    const second = await send(making.by, address, making.options);
    expect([first.status < 300, second.body.code ?? 'another']).toEqual([true, TWICE[path]]);
    if (TWICE[path] === 'another') expect(madeOf(second)).not.toBe(madeOf(first));
  });

  it('the same key of another person is another request', async () => {
    const [{ options }] = [WITHOUT_CASE[0]!];
    const key = randomUUID();
    const [mine, hers] = [await send(ROSA, '/v1/cases', options, key), await send(RUTH, '/v1/cases', options, key)];
    expect([mine.status, hers.status, mine.body.case === hers.body.case]).toEqual([201, 201, false]);
  });
});
