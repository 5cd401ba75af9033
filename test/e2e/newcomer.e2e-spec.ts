import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PERSON_ROLES } from '@tidemark/access';
import type { Answer } from './harness/client.js';
import { run, Tidemark } from './harness/tidemark.js';
import { eventually, expectConservation, fateOf, record, report } from './harness/usage.js';

/** GPU-hours of the Microsoft ITP trace, to the digit that its publication prints. */
const ITP_HOURS = '1632719.7';

describe('a newcomer', () => {
  let tidemark: Tidemark;
  let before: { trace: Answer['body']; cluster: Answer['body'] };

  const trace = async (by = '') => (await (await tidemark.as('microsoft-itp')).get(`/v1/totals?scope=provider&id=microsoft-itp${by}`)).body;
  const cluster = async () => (await (await tidemark.as('aurora-cloud')).get('/v1/totals?scope=cluster&id=aurora-h100')).body;

  beforeAll(async () => {
    tidemark = await Tidemark.started();
  }, 150_000);
  afterAll(() => tidemark?.remove(), 60_000);

  it('finds credentials that nobody else can read, of the shape that is promised', async () => {
    expect((await stat(join(tidemark.home, 'credentials.json'))).mode & 0o777).toBe(0o600);
    const { tokenEndpoint, clients, people } = await tidemark.credentials();
    expect(tokenEndpoint).toBe(`${tidemark.origin}/oidc/token`);
    expect(people.find(({ username }) => username === 'ana')).toEqual({
      name: 'Ana Marsh',
      role: 'compliance-analyst',
      provider: 'aurora-cloud',
      username: 'ana',
      password: expect.stringMatching(/^.{20,}$/),
      totpSecret: expect.stringMatching(/^[A-Z2-7]{32}$/),
    });
    expect(new Set(people.map(({ role }) => role))).toEqual(new Set(PERSON_ROLES));
    for (const provider of ['aurora-cloud', 'borealis-compute', null])
      expect(people.filter((one) => one.provider === provider && one.role === 'compliance-analyst')).toHaveLength(2);
    expect(clients.map(({ name, role, provider }) => [name, role, provider])).toEqual([
      ['operator', 'operator', null],
      ['microsoft-itp', 'provider', 'microsoft-itp'],
      ['aurora-cloud', 'provider', 'aurora-cloud'],
      ['borealis-compute', 'provider', 'borealis-compute'],
    ]);
    for (const { name, clientId, clientSecret, scopes, kafka } of clients) {
      expect([name, typeof clientId, clientSecret.length >= 32, kafka]).toEqual([name, 'string', true, undefined]);
      expect(scopes).toContain(name === 'operator' ? 'oversight:read' : 'usage:write');
    }
  });

  it('pastes the printed lines into a shell: a receipt, and a second later the totals', async () => {
    const [token, send, totals] = tidemark.output.split('\n').filter((line) => /^ {2}(TOKEN=|curl )/.test(line));
    const receipt = JSON.parse((await run('sh', ['-c', `${token}\n${send}`])).stdout);
    expect(receipt).toMatchObject({ provider: 'aurora-cloud', source: 'aurora-meter', epoch: 1, sequence: '1', verdicts: [] });
    expect(receipt.contentHash).toMatch(/^[0-9a-f]{64}$/);
    expect(receipt.position.log).toBe('usage.reports.v1');
    await sleep(1_000);
    const shown = JSON.parse((await run('sh', ['-c', `${token}\n${totals}`])).stdout);
    expect(shown).toMatchObject({ scope: 'cluster', id: 'aurora-h100', acceleratorHours: '8.0', acceleratorMs: '28800000' });
    expect(BigInt(shown.expected)).toBeGreaterThan(0n);
  });

  it('sees the real trace with its published sum, which the clusters add up to', async () => {
    const total = await trace('&by=cluster');
    expect(total.acceleratorHours).toMatch(new RegExp(`^${ITP_HOURS.replace('.', '\\.')}`));
    expect(total.groups).toHaveLength(10);
    for (const key of ['acceleratorMs', 'lower', 'expected', 'upper'])
      expect(total.groups.reduce((sum: bigint, group: Answer['body']) => sum + BigInt(group[key]), 0n)).toBe(BigInt(total[key]));
    const { body } = await (await tidemark.as('microsoft-itp')).get('/v1/conservation');
    expectConservation(body);
    expect(body.records).toMatchObject({ received: '69351', counted: '69351', held: '0' });
    before = { trace: await trace(), cluster: await cluster() };
  });

  it('stops it and starts it again: soon ready, nothing loaded twice, everything still there', async () => {
    expect(await tidemark.end()).toBe(0);
    const took = await tidemark.start();
    // 5 s is promised to a machine with nothing else to do; a shared one gets more.
    expect(took).toBeLessThan(process.env.CI ? 15_000 : 10_000);
    expect(tidemark.output).not.toContain('Loading');
    expect(tidemark.output).toContain('"sequence":"2"');
    expect(await trace()).toEqual(before.trace);
    expect(await cluster()).toEqual(before.cluster);
  }, 150_000);

  it('finds every receipt again after kill -9 in the middle of sending, and counts nothing twice', async () => {
    const client = await tidemark.as('borealis-compute');
    const numbered = (n: number) =>
      report({
        source: 'borealis-meter',
        sequence: String(n),
        records: [record({ account: `acct-${n % 7}`, cluster: 'borealis-mi300x', job: `job-${n}` })],
      });
    const receipts = new Map<number, Answer['body']>();
    let next = 1;
    const sendUntilItDies = async () => {
      for (;;) {
        const n = next++;
        const answer = await client.report(numbered(n)).catch(() => undefined);
        if (answer?.status !== 202) return;
        receipts.set(n, answer.body);
      }
    };
    const senders = Promise.all(Array.from({ length: 8 }, sendUntilItDies));
    await eventually(
      'a few hundred receipts',
      async () => receipts.size,
      (size) => size >= 300,
      60_000,
    );
    await tidemark.kill();
    await senders;
    await tidemark.start();

    const sent = next - 1;
    expect(receipts.size).toBeGreaterThanOrEqual(300);
    for (const [n, receipt] of receipts) {
      const fate = await fateOf(client, 'borealis-meter', 1, n);
      expect(fate).toMatchObject({ status: 'COUNTED', contentHash: receipt.contentHash, copies: [] });
    }
    // What was not answered may or may not be there: sending again is always safe.
    const unanswered = Array.from({ length: sent }, (_, i) => i + 1).filter((n) => !receipts.has(n));
    for (const n of unanswered) expect((await client.report(numbered(n))).status).toBe(202);
    for (const n of unanswered) expect((await fateOf(client, 'borealis-meter', 1, n)).status).toBe('COUNTED');
    const { body } = await client.get('/v1/conservation?source=borealis-meter');
    expectConservation(body);
    expect(body.records.counted).toBe(String(sent));
    expect(BigInt(body.records.duplicate)).toBeLessThanOrEqual(BigInt(unanswered.length));
    const { body: totals } = await client.get('/v1/totals?scope=cluster&id=borealis-mi300x');
    expect(totals.acceleratorMs).toBe(String(sent * 8 * 3_600_000));
    // Only the moment for which it is told moves on with the ledger.
    const { knownAt: _, ledgerPosition: __, ...unchanged } = before.trace;
    expect(await trace()).toMatchObject(unchanged);
  }, 150_000);

  it('computes everything again from the append-only truth: no difference, while it runs', async () => {
    const { code, stdout } = await tidemark.command('rebuild');
    expect(stdout).toContain('Everything agrees.');
    expect(code).toBe(0);
  }, 60_000);

  it('is told to end by SIGTERM and ends with 0', async () => {
    expect(await tidemark.end()).toBe(0);
  }, 60_000);
});
