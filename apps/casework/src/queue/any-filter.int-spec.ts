import { randomUUID } from 'node:crypto';
import { CASE_STAGES, MATTERS, SEVERITIES } from '@tidemark/domain';
import fc from 'fast-check';
import { aFlag, caseIn, joinFlag, ROLF, ROSA } from '../../test/case-stages.fixture.js';
import { type CaseworkUnderTest, startCasework } from '../../test/casework.fixture.js';
import { QUEUE_SORTS, type QueueSort } from './case-queue.port.js';

const RUNS = Number(process.env.QUEUE_RUNS ?? 60);
const DAY_MS = 86_400_000;

interface Line {
  id: string;
  matter: string;
  severity: string;
  stage: string;
  jurisdictions: string[];
  regimes: string[];
  tiers: string[];
  assignee: string | null;
  flags: string[];
  snoozedUntil?: string;
  breached: number;
  due?: { at: string };
}

/** What each filter asks, told again by what a line of the queue shows. */
const HOLDS: Readonly<Record<string, (line: Line, value: string, nowMs: number) => boolean>> = {
  jurisdiction: ({ jurisdictions }, value) => jurisdictions.includes(value),
  regime: ({ regimes }, value) => regimes.includes(value),
  tier: ({ tiers }, value) => tiers.includes(value),
  severity: ({ severity }, value) => severity === value,
  stage: ({ stage }, value) => value === 'all' || stage === value,
  matter: ({ matter }, value) => matter === value,
  assignee: ({ assignee }, value) =>
    assignee === ({ me: 'rosa', none: null }[value] === undefined ? value : value === 'me' ? 'rosa' : null),
  overdue: ({ due }, value, nowMs) => value === 'false' || (due !== undefined && Date.parse(due.at) < nowMs),
  dueBefore: ({ due }, value) => due !== undefined && Date.parse(due.at) < Date.parse(value),
};

describe('the queue, however it is asked', () => {
  let casework: CaseworkUnderTest;
  let lines: Line[];
  beforeAll(async () => {
    casework = await startCasework();
    for (const [i, matter] of MATTERS.entries()) {
      const subject = { kind: 'customer', provider: 'north', id: randomUUID() };
      const body = {
        matter,
        subject,
        reason: 'A tip',
        severity: SEVERITIES[i % SEVERITIES.length],
        jurisdiction: ['EU', 'KR', '-'][i % 3],
      };
      const made = await casework.call(ROSA, 'POST', '/v1/cases', { body });
      casework.clock.nowMs += 1_000;
      if (i % 2 === 0)
        await casework.call(ROSA, 'POST', `/v1/cases/${made.body.case}/assignment`, { body: { person: 'rosa', reason: 'Mine' } });
    }
    for (const stage of CASE_STAGES) {
      const id = await caseIn(casework, stage);
      if (stage === 'triaged') await joinFlag(casework, id, aFlag(randomUUID()));
      if (stage === 'investigating')
        await casework.call(ROSA, 'POST', `/v1/cases/${id}/snooze`, {
          body: { until: new Date(casework.clock.nowMs + 2 * DAY_MS).toISOString(), reason: 'It waits' },
        });
    }
    lines = await read('stage=all&snoozed=show');
  }, 60_000);
  afterAll(() => casework?.stop());

  const ask = async (query: string) => {
    const { status, body } = await casework.call(ROSA, 'GET', `/v1/cases?${query}`);
    if (status !== 200) throw new Error(`${query}: ${status} ${JSON.stringify(body)}`);
    return body as { items: Line[]; next?: string };
  };
  /** Every page, with what happens between two of them. */
  async function read(query: string, between: () => Promise<unknown> = async () => undefined): Promise<Line[]> {
    const found: Line[] = [];
    let { items, next } = await ask(query);
    for (let pages = 0; ; pages++) {
      found.push(...items);
      if (next === undefined) return found;
      if (pages > 200) throw new Error(`${query} has no end`);
      await between();
      ({ items, next } = await ask(`${query}&cursor=${next}`));
    }
  }

  const VALUES: Readonly<Record<string, () => readonly string[]>> = {
    jurisdiction: () => ['EU', 'KR', '-', 'FR'],
    regime: () => ['eu-ai-act', 'none-such'],
    tier: () => ['POSSIBLE', 'PROBABLE', 'CERTAIN'],
    severity: () => SEVERITIES,
    stage: () => [...CASE_STAGES, 'all'],
    matter: () => MATTERS,
    assignee: () => ['me', 'none', 'rosa', 'nobody'],
    overdue: () => ['true', 'false'],
    dueBefore: () => ['2026-01-02', '2026-02-01', '2025-01-01'],
  };

  it('finds with any filters, together, exactly the cases that they tell, in any order, page by page', async () => {
    const filters = fc.record(Object.fromEntries(Object.entries(VALUES).map(([name, values]) => [name, fc.constantFrom(...values())])), {
      requiredKeys: [],
    });
    const property = fc.asyncProperty(
      filters,
      fc.constantFrom(...QUEUE_SORTS),
      fc.integer({ min: 1, max: 5 }),
      async (asked, sort, limit) => {
        const given = Object.entries(asked) as [string, string][];
        const query = new URLSearchParams([...given, ['snoozed', 'show'], ['sort', sort], ['limit', String(limit)]]);
        const found = await read(query.toString());
        const stages = asked.stage === undefined ? lines.filter(({ stage }) => stage !== 'closed') : lines;
        const expected = stages.filter((line) => given.every(([name, value]) => HOLDS[name]!(line, value, casework.clock.nowMs)));
        expect(found.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort());
      },
    );
    await fc.assert(property, { numRuns: RUNS });
  });

  it.each(Object.keys(VALUES))('is narrowed by each value of %s alone', async (name) => {
    for (const value of VALUES[name]!()) {
      const found = await read(`${name}=${encodeURIComponent(value)}&snoozed=show${name === 'stage' ? '' : '&stage=all'}`);
      const expected = lines.filter((line) => HOLDS[name]!(line, value, casework.clock.nowMs));
      expect([value, found.map(({ id }) => id).sort()]).toEqual([value, expected.map(({ id }) => id).sort()]);
    }
  });

  it.each(['hide', 'only', 'show'])('shows what is snoozed, or not: %s', async (snoozed) => {
    const count = (await read(`stage=all&snoozed=${snoozed}`)).length;
    expect(count).toBe({ hide: lines.length - 1, only: 1, show: lines.length }[snoozed]);
  });

  it.each(QUEUE_SORTS)('gives each case once, one by one, by %s', async (sort: QueueSort) => {
    const found = (await read(`stage=all&snoozed=show&limit=1&sort=${sort}`)).map(({ id }) => id);
    expect([found.length, new Set(found).size]).toEqual([lines.length, lines.length]);
    const whole = (await read(`stage=all&snoozed=show&sort=${sort}`)).map(({ id }) => id);
    expect(found).toEqual(whole);
  });

  it.each(['due', 'severity', 'opened'] as const)('gives each case once by %s while others work on them', async (sort) => {
    let turn = 0;
    const between = () => {
      const { id } = lines[turn++ % lines.length]!;
      casework.clock.nowMs += 10;
      return casework.call(ROLF, 'POST', `/v1/cases/${id}/notes`, { body: { text: `Seen ${turn}` } });
    };
    const found = (await read(`stage=all&snoozed=show&limit=1&sort=${sort}`, between)).map(({ id }) => id);
    expect([found.length, new Set(found).size]).toEqual([lines.length, lines.length]);
  });

  it('by what changed last, gives whatever did not change meanwhile once, and nothing twice', async () => {
    const touched = new Set<string>();
    let turn = 0;
    const between = async () => {
      if (turn++ % 3 !== 0) return;
      const { id } = lines[(turn * 7) % lines.length]!;
      touched.add(id);
      casework.clock.nowMs += 10;
      await casework.call(ROLF, 'POST', `/v1/cases/${id}/notes`, { body: { text: `Seen ${turn}` } });
    };
    const found = (await read('stage=all&snoozed=show&limit=1&sort=changed', between)).map(({ id }) => id);
    expect(new Set(found).size).toBe(found.length);
    expect(lines.filter(({ id }) => !touched.has(id) && !found.includes(id))).toEqual([]);
  });

  it.each(QUEUE_SORTS)('a cursor of another order is refused or starts elsewhere, never a fault: %s', async (sort) => {
    for (const other of QUEUE_SORTS) {
      const { next } = await ask(`stage=all&limit=1&sort=${other}`);
      const { status, body } = await casework.call(ROSA, 'GET', `/v1/cases?stage=all&limit=1&sort=${sort}&cursor=${next}`);
      expect([status, body.code ?? 'CURSOR_INVALID']).toEqual([status === 200 ? 200 : 400, 'CURSOR_INVALID']);
    }
  });
});
