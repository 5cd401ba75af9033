import { randomUUID } from 'node:crypto';
import { monitor } from '@tidemark/contracts';
import { type CaseworkUnderTest, startCasework } from '../../test/casework.fixture.js';
import { caseOfFlag, raiseFlag } from '../../test/intake.fixture.js';

const ROSA = 'rosa:regulator-reviewer::rosa';
const AUDITOR = 'audrey:auditor';
const ELSEWHERE = 'olga:regulator-lead:::elsewhere';
const OUTSIDERS = ['ana:compliance-analyst:north', 'north-client:provider-platform:north', 'op:operator'];
const DAY_MS = 86_400_000;
const { Scope_Kind, Flag_Tier } = monitor;

describe('the queue', () => {
  let casework: CaseworkUnderTest;
  /** One of a flag, one that a person opened, one of another authority. */
  let flagged: string;
  let opened: string;
  let flag: string;
  const subject = { kind: 'customer', provider: 'north', id: randomUUID() };
  beforeAll(async () => {
    casework = await startCasework();
    flag = await raiseFlag(casework, { scope: { kind: Scope_Kind.ACCOUNT, provider: 'north', id: 'acme' }, tier: Flag_Tier.CERTAIN });
    flagged = (await caseOfFlag(casework, flag))!;
    casework.clock.nowMs += 1_000;
    const body = { matter: 'OTHER', subject, reason: 'A tip', severity: 'CRITICAL', jurisdiction: 'KR' };
    opened = (await casework.call(ROSA, 'POST', '/v1/cases', { body })).body.case;
    await casework.call(ELSEWHERE, 'POST', '/v1/cases', { body });
    await casework.call(ROSA, 'POST', `/v1/cases/${opened}/assignment`, { body: { person: 'rosa', reason: 'Mine' } });
    casework.clock.nowMs += 1_000;
    await casework.call(ROSA, 'PUT', `/v1/cases/${flagged}/watchers/me`);
  }, 60_000);
  afterAll(() => casework?.stop());

  const ask = (query: string, as = ROSA) => casework.call(as, 'GET', `/v1/cases?${query}`);
  const found = async (query: string, as = ROSA) => (await ask(query, as)).body.items.map(({ id }: { id: string }) => id);

  it('shows the cases of the own authority alone, with what a list needs and no identity', async () => {
    const { body } = await ask('');
    expect(body.items).toHaveLength(2);
    expect(body.items.find(({ id }: { id: string }) => id === flagged)).toMatchObject({
      matter: 'TRAINING_COMPUTE',
      jurisdictions: ['EU'],
      tiers: ['CERTAIN'],
      stage: 'open',
      severity: 'HIGH',
      assignee: null,
      flags: [flag],
      flagCount: 1,
      due: { kind: expect.any(String), remainingMs: expect.any(Number) },
      breached: 0,
    });
    expect(await found('', ELSEWHERE)).toHaveLength(1);
    expect(await found('', AUDITOR)).toHaveLength(2);
  });

  it('is narrowed by every filter', async () => {
    const only: [string, string[]][] = [
      ['jurisdiction=EU', [flagged]],
      ['jurisdiction=KR', [opened]],
      ['jurisdiction=FR', []],
      ['regime=Reg.%20(EU)%202024%2F1689', []],
      ['tier=CERTAIN', [flagged]],
      ['severity=CRITICAL', [opened]],
      ['stage=open&matter=OTHER', [opened]],
      ['stage=closed', []],
      ['matter=TRAINING_COMPUTE', [flagged]],
      ['assignee=me', [opened]],
      ['assignee=none', [flagged]],
      ['assignee=rosa&severity=HIGH', []],
      ['watching=true', [flagged]],
      [`subjectKind=customer&subjectProvider=north&subjectId=${subject.id}`, [opened]],
      [`flag=${flag}`, [flagged]],
      ['flag=none-such', []],
      ['snoozed=only', []],
      ['overdue=true', []],
      [`dueBefore=${casework.clock.nowMs}`, []],
    ];
    for (const [query, ids] of only) expect([query, await found(query)]).toEqual([query, ids]);
    const regime = (await ask(`flag=${flag}`)).body.items[0].regimes[0];
    expect(await found(`regime=${encodeURIComponent(regime)}`)).toEqual([flagged]);
    expect(await found(`watching=true`, AUDITOR)).toEqual([]);
  });

  it('is in each order, page by page', async () => {
    for (const [sort, ids] of Object.entries({ severity: [opened, flagged], opened: [opened, flagged], changed: [flagged, opened] })) {
      const first = await ask(`sort=${sort}&limit=1`);
      const second = await ask(`sort=${sort}&limit=1&cursor=${first.body.next}`);
      expect([sort, [...first.body.items, ...second.body.items].map(({ id }: { id: string }) => id)]).toEqual([sort, ids]);
      expect([first.headers.get('link'), second.body.next]).toEqual([expect.stringContaining('cursor='), undefined]);
    }
    const first = await ask('limit=1');
    expect(
      new Set([...first.body.items.map(({ id }: { id: string }) => id), ...(await found(`limit=1&cursor=${first.body.next}`))]).size,
    ).toBe(2);
  });

  it('has what is overdue', async () => {
    casework.clock.nowMs += 60 * DAY_MS;
    expect((await found('overdue=true')).sort()).toEqual([flagged, opened].sort());
    const [line] = (await ask('overdue=true')).body.items;
    expect(line.due.remainingMs).toBeLessThan(0);
  });

  it('begins behind any key of a cursor, also one that no case has', async () => {
    const cursor = (...key: (string | number)[]) => Buffer.from(JSON.stringify(key)).toString('base64url');
    for (const severity of [-40_000, 40_000, 2 ** 31 - 1])
      expect((await ask(`sort=severity&cursor=${cursor(severity, 1, randomUUID())}`)).status).toBe(200);
    expect((await ask(`sort=due&cursor=${cursor(Number.MAX_SAFE_INTEGER, randomUUID())}`)).status).toBe(200);
  });

  it('refuses what it cannot answer, and whoever may not ask', async () => {
    for (const query of [
      'tier=MAYBE',
      'stage=lost',
      'limit=501',
      'sort=name',
      'subjectKind=customer',
      'subjectProvider=north',
      `subjectKind=customer&subjectId=${subject.id}`,
      'dueBefore=soon',
      'cursor=x',
      'watching=1',
    ])
      expect([query, (await ask(query)).status]).toEqual([query, 400]);
    for (const as of OUTSIDERS) expect([as, (await ask('', as)).status]).toEqual([as, 403]);
    expect((await casework.call(undefined, 'GET', '/v1/cases')).status).toBe(401);
  });
});
