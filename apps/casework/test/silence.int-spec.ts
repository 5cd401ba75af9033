import { randomUUID } from 'node:crypto';
import type { Answer } from '@tidemark/testing';
import { ClockJob } from '../src/clocks/clock-job.js';
import { caseIn, ROSA, RUTH, SUBJECT } from './case-stages.fixture.js';
import { type CaseworkUnderTest, startCasework } from './casework.fixture.js';

const ROUNDS = 200;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NORTH = 'nils:compliance-lead:north:nils';
const SOUTH = 'sven:compliance-lead:south:sven';
const because = { reason: 'It follows' };
const ACCOUNT = { kind: 'account', provider: 'north', id: 'acc-1' };

/** What is the caller's own question, or another at each answer, is not what it learns. */
const shape = ({ status, headers, body }: Answer, asked: string) => ({
  status,
  headers: [...headers].filter(([name]) => !['date', 'x-correlation-id', 'etag'].includes(name)).sort(),
  body: JSON.stringify(body ?? null).replaceAll(asked, '<asked>'),
});

/** The chance that one of the first took longer than one of the second: one half when nothing tells them apart. */
const longer = (one: readonly number[], other: readonly number[]): number =>
  one.flatMap((a) => other.map((b) => (a > b ? 1 : a < b ? 0 : 0.5))).reduce((sum: number, won) => sum + won, 0) /
  (one.length * other.length);

describe('what a provider can learn of a case by asking for what is not its own', () => {
  let casework: CaseworkUnderTest;
  /** A case with something served on north, something drafted and not served, and a notice to its customer. */
  let id: string;
  let item: string;
  let drafted: string;
  let notice: string;
  let share: string;

  const call = (as: string | undefined, method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
    casework.call(as, method, path, { ...(body === undefined ? {} : { body }), headers });
  const step = async (as: string, path: string, body: object): Promise<Answer['body']> => {
    const answer = await call(as, 'POST', `/v1/cases/${id}${path}`, body);
    if (answer.status !== 200 && answer.status !== 201) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };

  beforeAll(async () => {
    casework = await startCasework();
    id = await caseIn(casework, 'decided');
    notice = (await step(ROSA, '/notices', { through: 'EMAIL', email: 'post@example.org' })).made;
    await step(RUTH, '/reopen', { ...because, evidence: ['flag-2'] });
    await step(ROSA, '/triage', because);
    await step(ROSA, '/investigate', because);
    await step(ROSA, '/information-requests', { ...because, provider: 'north', questions: [{ id: 'why', kind: 'TEXT', text: 'Why?' }] });
    [{ id: item }] = (await call(NORTH, 'GET', '/v1/served')).body.items;
    drafted = (await step(ROSA, '/orders', { ...because, provider: 'north', scope: SUBJECT, text: 'Stop.', imminence: 'It is' })).made;
    share = randomUUID();
    await casework.everything('insert into declaration_share (share, case_id, auditor) values ($1, $2, $3)', [share, id, 'otto']);
  }, 120_000);
  afterAll(() => casework?.stop());

  /** Turn by turn, so that whatever else the machine does falls on both alike. */
  const tell = async (ask: (id: string) => Promise<Answer>, real: string): Promise<number> => {
    const took = { real: [] as number[], none: [] as number[] };
    const seen = new Set<string>();
    for (let round = -10; round < ROUNDS; round++)
      for (const [kind, asked] of [['real', real] as const, ['none', randomUUID()] as const]) {
        const started = performance.now();
        const answer = await ask(asked);
        if (round >= 0) took[kind].push(performance.now() - started);
        seen.add(JSON.stringify(shape(answer, asked)));
      }
    expect([...seen]).toHaveLength(1);
    expect([...seen][0]).not.toContain('"status":200');
    return longer(took.real, took.none);
  };

  const QUESTIONS: [string, string, string, () => string, string][] = [
    ['what was served on another', 'GET', '/v1/served/ID', () => item, SOUTH],
    ['what was served on another, to acknowledge it', 'POST', '/v1/served/ID/acknowledgement', () => item, SOUTH],
    ['files of what was served on another', 'GET', `/v1/served/ID/files/${randomUUID()}`, () => item, SOUTH],
    ['what is not served yet', 'GET', '/v1/served/ID', () => drafted, NORTH],
    ['the case itself', 'GET', '/v1/cases/ID', () => id, NORTH],
    ['orders of the case', 'GET', '/v1/cases/ID/orders', () => id, NORTH],
    ['requests of the case', 'GET', '/v1/cases/ID/information-requests', () => id, NORTH],
    ['declarations of the case', 'GET', '/v1/cases/ID/declarations', () => id, SOUTH],
    ['a declaration that was shared with an auditor', 'GET', '/v1/shared-declarations/ID', () => share, NORTH],
    ['a request of an authority', 'POST', '/v1/authority-requests/ID/answer', () => id, NORTH],
  ];

  it.each(QUESTIONS)(
    '%s is answered as an id that nobody has, and in the same time',
    async (_, method, path, real, as) => {
      const chance = await tell((asked) => call(as, method, path.replace('ID', asked)), real());
      expect(chance).toBeGreaterThan(0.35);
      expect(chance).toBeLessThan(0.65);
    },
    120_000,
  );

  it('a notice with a wrong code is answered as one that there is not, in the same time, and pauses as it does', async () => {
    const ask = async (asked: string) => {
      // A pause after ten wrong codes would hide the difference.
      casework.clock.nowMs += 16 * MINUTE;
      return call(undefined, 'GET', `/v1/notices/${asked}`, undefined, { 'notice-code': 'wrong' });
    };
    const chance = await tell(ask, notice);
    expect(chance).toBeGreaterThan(0.35);
    expect(chance).toBeLessThan(0.65);
    const paused = async (asked: string) => {
      const codes: string[] = [];
      for (let wrong = 0; wrong < 12; wrong++)
        codes.push((await call(undefined, 'GET', `/v1/notices/${asked}`, undefined, { 'notice-code': `wrong ${wrong}` })).body.code);
      return codes;
    };
    casework.clock.nowMs += 16 * MINUTE;
    expect(await paused(notice)).toEqual(await paused(randomUUID()));
    expect(new Set(await paused(notice))).toEqual(new Set(['NOTICE_PAUSED']));
  }, 120_000);

  it('clocks that warn, end and are breached change nothing that a provider on which nothing was served can read', async () => {
    const opened = await call(ROSA, 'POST', '/v1/cases', { ...because, matter: 'TRAINING_COMPUTE', subject: ACCOUNT });
    const read = async () => {
      const answers = await Promise.all(
        ['/v1/served', '/v1/incidents', '/v1/request-templates', `/v1/cases/${opened.body.case}/orders`].map((path) =>
          call('sara:compliance-lead:west:sara', 'GET', path),
        ),
      );
      return answers.map((answer) => shape(answer, opened.body.case));
    };
    const before = await read();
    casework.clock.nowMs += 90 * DAY;
    await casework.part(ClockJob).look();
    const { body } = await call(ROSA, 'GET', `/v1/cases/${opened.body.case}/clocks`);
    expect(body.items).toMatchObject([{ kind: 'TRIAGE', status: 'breached' }]);
    expect(await read()).toEqual(before);
  });
});
