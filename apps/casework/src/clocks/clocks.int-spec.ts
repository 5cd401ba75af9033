import { randomUUID } from 'node:crypto';
import { type CaseContext, type CaseEvent, decideOpening, startClock } from '@tidemark/domain';
import { type CaseworkUnderTest, startCasework } from '../../test/casework.fixture.js';
import { CaseWrites } from '../case-log/case-writes.js';
import { CaseClocks } from './case-clocks.port.js';
import { ClockJob } from './clock-job.js';

const ROSA = 'rosa:regulator-reviewer';
const OTHER = 'olga:regulator-lead:::elsewhere';
const AUDITOR = 'aude:auditor';
const OPERATOR = 'oscar:operator';
const PROVIDER = 'petra:compliance-lead:north';
const DAY = 86_400_000;
const subject = { kind: 'customer', provider: 'north', id: '5d4f1f7e-9f6e-4f35-8a83-5d6f0f4a7f11' };

describe('clocks of cases', () => {
  let casework: CaseworkUnderTest;
  beforeAll(async () => {
    casework = await startCasework();
  }, 60_000);
  afterAll(() => casework?.stop());

  const open = async (as = ROSA, jurisdiction = '-'): Promise<string> => {
    const made = await casework.call(as, 'POST', '/v1/cases', { body: { matter: 'OTHER', subject, jurisdiction, reason: 'A tip' } });
    expect([made.status, made.body.code]).toEqual([201, undefined]);
    return made.body.case as string;
  };
  const logOf = async (id: string): Promise<CaseEvent[]> =>
    (await casework.everything<{ facts: CaseEvent }>('select facts from case_event where case_id = $1 order by sequence', [id])).map(
      ({ facts }) => facts,
    );
  const saidIn = async (id: string) =>
    (await logOf(id)).flatMap((event) =>
      'due' in event && 'clock' in event ? [{ type: event.type, due: event.due, at: event.at, by: event.by }] : [],
    );
  const look = () => casework.part(ClockJob).look();
  const clocksOf = async (id: string, as = ROSA) => (await casework.call(as, 'GET', `/v1/cases/${id}/clocks`)).body.items;
  const triage = (id: string) => casework.call(ROSA, 'POST', `/v1/cases/${id}/triage`, { body: { reason: 'It stands' } });

  it('run by the calendar of the jurisdiction, warn once, and are breached once, each said with its true moment', async () => {
    // A Thursday evening in Brussels; Friday 1 May is a holiday: three worked days end with Wednesday.
    casework.clock.nowMs = Date.parse('2026-04-30T20:00:00Z');
    const id = await open(ROSA, 'EU');
    const [clock] = await clocksOf(id);
    const due = Date.parse('2026-05-06T22:00:00Z');
    expect(clock).toMatchObject({
      kind: 'TRIAGE',
      status: 'running',
      dueAt: '2026-05-06T22:00:00.000Z',
      calendar: 'EU@0',
      remainingMs: due - casework.clock.nowMs,
    });
    const half = casework.clock.nowMs + (due - casework.clock.nowMs) / 2;

    casework.clock.nowMs = half;
    await look();
    await look();
    expect(await saidIn(id)).toEqual([{ type: 'clock-warned', due: half, at: half, by: 'casework' }]);

    casework.clock.nowMs = due + 1;
    await look();
    await look();
    expect((await saidIn(id)).slice(1)).toEqual([
      { type: 'clock-warned', due: due - DAY, at: due + 1, by: 'casework' },
      { type: 'clock-breached', due, at: due + 1, by: 'casework' },
    ]);
    expect((await clocksOf(id))[0]).toMatchObject({
      status: 'breached',
      breachedAt: '2026-05-06T22:00:00.000Z',
      warned: 2,
      remainingMs: -1,
    });
  });

  it('lose nothing while nobody looks for a week, and a step that comes first finds the case as its clocks have it', async () => {
    casework.clock.nowMs = Date.parse('2026-06-01T08:00:00Z');
    const ids = [await open(), await open(), await open()];
    casework.clock.nowMs += 10 * DAY;
    expect(await triage(ids[0]!)).toMatchObject({ status: 200 });
    await look();
    for (const id of ids) {
      const said = await saidIn(id);
      expect(said.map(({ type }) => type)).toEqual(['clock-warned', 'clock-warned', 'clock-breached']);
      expect(new Set(said.map(({ at }) => at))).toEqual(new Set([casework.clock.nowMs]));
      expect(said[2]!.due).toBe(Date.parse('2026-06-05T00:00:00Z'));
    }
    const types = (await logOf(ids[0]!)).map(({ type }) => type);
    expect(types.indexOf('clock-breached')).toBeLessThan(types.indexOf('case-moved'));
  });

  it('are worked once by two that look at the same time', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, () => open()));
    casework.clock.nowMs += 30 * DAY;
    const { clocks, writes } = { clocks: casework.part(CaseClocks), writes: casework.part(CaseWrites) };
    const silent = { gauge: () => ({ set: () => undefined }), counter: () => ({ inc: () => undefined }) };
    const second = new ClockJob(clocks, writes, casework.clock, silent as never);
    await Promise.all([look(), second.look(), look(), second.look()]);
    for (const id of ids) expect((await saidIn(id)).map(({ type }) => type)).toEqual(['clock-warned', 'clock-warned', 'clock-breached']);
    expect(await casework.everything('select from case_clock where next_at_ms <= $1', [casework.clock.nowMs])).toEqual([]);
  });

  it('of more cases than are asked for together are all worked in one look', async () => {
    const writes = casework.part(CaseWrites);
    const ids = Array.from({ length: 210 }, () => randomUUID());
    const opening = {
      matter: 'OTHER',
      subject: { kind: 'customer', id: 'c' },
      severity: 'LOW',
      jurisdiction: '-',
      source: 'FLAG',
    } as const;
    for (const id of ids)
      await writes.openAsCasework(casework.clock.nowMs, id, async (open) =>
        open.apply(decideOpening({ ...opening, case: id, reason: 'A flag' }, { ...open.context, authority: 'many' } as CaseContext)),
      );
    casework.clock.nowMs += 30 * DAY;
    await look();
    const left = await casework.everything('select from case_clock where next_at_ms <= $1', [casework.clock.nowMs]);
    expect(left).toEqual([]);
    expect(await casework.everything(`select from case_clock where authority = 'many' and status = 'breached'`)).toHaveLength(210);
  });

  it('of a case that fails hold up no other, and are worked when it can be', async () => {
    const [failing, other] = [await open(), await open()];
    // Nothing can be appended to it: as when its log is damaged.
    const owner = `case/${failing}`;
    const [key] = await casework.everything<{ wrapped: Buffer }>('select wrapped from sealing_key where owner = $1', [owner]);
    const wrap = (wrapped: Buffer) => casework.everything('update sealing_key set wrapped = $2 where owner = $1', [owner, wrapped]);
    await wrap(Buffer.from([0]));
    casework.clock.nowMs += 30 * DAY;
    await look();
    expect(await saidIn(other)).toHaveLength(3);
    expect(await saidIn(failing)).toEqual([]);
    const metrics = await casework.call('olga:operator', 'GET', '/metrics');
    expect(String(metrics.body)).toMatch(/tidemark_casework_clocks_failures_total [1-9]/);
    await wrap(key!.wrapped);
    casework.clock.nowMs += 10 * 60_000;
    await look();
    expect(await saidIn(failing)).toHaveLength(3);
  });

  it('are listed for the authority of the case alone, by when they are due, page by page', async () => {
    casework.clock.nowMs = Date.parse('2027-01-04T08:00:00Z');
    const mine = await open('lena:regulator-lead:::lists');
    casework.clock.nowMs += DAY;
    const later = await open('lena:regulator-lead:::lists');
    const list = (query: string, as = 'lena:regulator-lead:::lists') => casework.call(as, 'GET', `/v1/clocks${query}`);
    const first = await list('?limit=1');
    expect(first.body.items).toMatchObject([
      { case: mine, id: 'TRIAGE:opening', kind: 'TRIAGE', status: 'running', duty: 'Triage the case' },
    ]);
    expect((await list(`?limit=1&cursor=${first.body.next}`)).body).toMatchObject({ items: [{ case: later }] });
    expect((await list('?kind=SNOOZE')).body.items).toEqual([]);
    expect((await list('?dueBefore=2027-01-09')).body.items).toMatchObject([{ case: mine }]);
    expect((await list('?status=breached')).body.items).toEqual([]);
    casework.clock.nowMs += 30 * DAY;
    await look();
    expect((await list('?status=breached')).body.items).toMatchObject([
      { case: mine, breachedAt: '2027-01-08T00:00:00.000Z' },
      { case: later },
    ]);
    expect((await list('', OTHER)).body.items).toEqual([]);
    expect((await list('?kind=NONE')).status).toBe(400);
    expect(await casework.call(OTHER, 'GET', `/v1/cases/${mine}/clocks`)).toMatchObject({ status: 404, body: { code: 'CASE_UNKNOWN' } });
    expect((await list('', PROVIDER)).status).toBe(403);
    expect((await casework.call(PROVIDER, 'GET', `/v1/cases/${mine}/clocks`)).status).toBe(403);
    expect((await list('', OPERATOR)).status).toBe(403);
    expect((await casework.call(AUDITOR, 'GET', '/v1/clocks')).status).toBe(200);
  });

  it('of the house are not met by hand, nor by those who may not', async () => {
    const id = await open();
    const fulfil = (as: string, clock = 'TRIAGE:opening') =>
      casework.call(as, 'POST', `/v1/cases/${id}/clocks/${encodeURIComponent(clock)}/fulfilment`, { body: { reason: 'It was done' } });
    expect(await fulfil(ROSA)).toMatchObject({ status: 409, body: { code: 'CLOCK_NOT_OF_RULE' } });
    expect(await fulfil(ROSA, 'RULE:eu-ai-act-51@1:0:case')).toMatchObject({ status: 404, body: { code: 'CLOCK_UNKNOWN' } });
    expect(await fulfil(OTHER)).toMatchObject({ status: 404, body: { code: 'CASE_UNKNOWN' } });
    for (const as of [AUDITOR, PROVIDER, OPERATOR]) expect((await fulfil(as)).status).toBe(403);
  });

  it('of rules are met by whoever records that the duty was done, and when', async () => {
    const id = await open();
    const started = casework.clock.nowMs;
    await casework.part(CaseWrites).runAsCasework(started, id, async (open) =>
      open.apply({
        events: [
          startClock(open.context, {
            id: 'RULE:eu-ai-act-51@1:0:case',
            kind: 'RULE',
            duty: 'Developer notifies the Commission',
            subject: 'case',
            jurisdiction: 'EU',
            term: { unit: 'HOURS', count: 24 },
            startsOn: 'KNOWLEDGE',
            startedAt: started,
          }),
        ],
      }),
    );
    casework.clock.nowMs += 3 * DAY;
    await look();
    const body = { reason: 'The Commission sent its receipt', evidence: ['file-1'], doneAt: new Date(started + DAY / 2).toISOString() };
    const path = `/v1/cases/${id}/clocks/${encodeURIComponent('RULE:eu-ai-act-51@1:0:case')}/fulfilment`;
    expect(await casework.call(ROSA, 'POST', path, { body })).toMatchObject({ status: 200, body: { case: id } });
    const clock = (await clocksOf(id)).find((one: { kind: string }) => one.kind === 'RULE');
    expect(clock).toMatchObject({ status: 'met', endedAt: body.doneAt });
    expect(clock.breachedAt).toBeUndefined();
    expect(await casework.call(ROSA, 'POST', path, { body })).toMatchObject({ status: 409, body: { code: 'CLOCK_OVER' } });
    expect((await logOf(id)).map(({ type }) => type)).toContain('clock-breached');
  });

  describe('and their calendars', () => {
    const terms = { zone: 'Asia/Tokyo', weekend: [7], holidays: ['2027-05-04', '2027-05-03'], rollsForward: false, source: 'The gazette' };
    const put = (jurisdiction: string, body: object, as = OPERATOR, headers: Record<string, string> = {}) =>
      casework.call(as, 'PUT', `/v1/working-calendars/${jurisdiction}`, { body, headers });

    it('are built in until an operator gives others, by version; a clock that runs keeps its end', async () => {
      casework.clock.nowMs = Date.parse('2027-04-30T00:00:00Z');
      const before = await open(ROSA, 'JP');
      const ended = (await clocksOf(before))[0].dueAt;
      const set = await put('JP', terms);
      expect(set).toMatchObject({
        status: 200,
        body: { jurisdiction: 'JP', version: 1, verified: true, holidays: ['2027-05-03', '2027-05-04'] },
      });
      expect(set.headers.get('etag')).toBe('"1"');
      const after = await open(ROSA, 'JP');
      // Saturday, then Wednesday and Thursday: Sunday is off, and two days of gazette.
      expect((await clocksOf(after))[0]).toMatchObject({ calendar: 'JP@1', dueAt: '2027-05-06T15:00:00.000Z' });
      expect((await clocksOf(before))[0]).toMatchObject({ calendar: 'JP@0', dueAt: ended });

      expect(await put('JP', { ...terms, holidays: [...terms.holidays].reverse() })).toMatchObject({ status: 200, body: { version: 1 } });
      expect(await put('JP', { ...terms, weekend: [] }, OPERATOR, { 'if-match': '"0"' })).toMatchObject({ status: 412 });
      expect(await put('JP', { ...terms, weekend: [] }, OPERATOR, { 'if-match': '"1"' })).toMatchObject({
        status: 200,
        body: { version: 2 },
      });
      const read = (path: string) => casework.call(AUDITOR, 'GET', `/v1/working-calendars${path}`);
      expect((await read('/JP')).body).toMatchObject({ version: 2, weekend: [], setBy: 'oscar', setAt: '2027-04-30T00:00:00.000Z' });
      expect((await read('/JP?version=1')).body).toMatchObject({ version: 1, weekend: [7] });
      expect((await read('/JP?version=0')).body).toMatchObject({
        version: 0,
        verified: false,
        source: expect.stringContaining('date-holidays'),
      });
      expect(await read('/JP?version=7')).toMatchObject({ status: 404, body: { code: 'CALENDAR_UNKNOWN' } });
      expect(await read('/FR')).toMatchObject({ status: 404, body: { code: 'CALENDAR_UNKNOWN' } });
      expect((await put('FR', terms)).body).toMatchObject({ version: 1 });
      const all = (await read('')).body.items as { jurisdiction: string; version: number }[];
      expect(all.map(({ jurisdiction, version }) => `${jurisdiction}@${version}`)).toEqual([
        '-@0',
        'CN@0',
        'EU@0',
        'FR@1',
        'GB@0',
        'JP@2',
        'KR@0',
        'SG@0',
        'US@0',
      ]);
    });

    it('are never edited in the database', () =>
      expect(casework.everything('update working_calendar set zone = $1', ['UTC'])).rejects.toThrow('never changed'));

    it.each([
      ['a zone that there is not', { zone: 'Europe/Atlantis' }],
      ['a week in which nobody works', { weekend: [1, 2, 3, 4, 5, 6, 7] }],
      ['a day that does not exist', { holidays: ['2027-02-30'] }],
      ['a day with a time', { holidays: ['2027-02-03T10:00:00Z'] }],
      ['no source', { source: '' }],
    ])('are refused with %s', async (_, wrong) => expect((await put('SG', { ...terms, ...wrong })).status).toBe(400));

    it('are the operator’s to change and not for providers to read', async () => {
      expect((await put('eu', terms)).body.code).toBe('JURISDICTION_MALFORMED');
      for (const as of [ROSA, AUDITOR, PROVIDER]) expect((await put('SG', terms, as)).status).toBe(403);
      expect((await casework.call(PROVIDER, 'GET', '/v1/working-calendars')).status).toBe(403);
      for (const as of [ROSA, AUDITOR, OPERATOR]) expect((await casework.call(as, 'GET', '/v1/working-calendars')).status).toBe(200);
    });
  });
});
