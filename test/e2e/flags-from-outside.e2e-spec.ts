import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from './harness/client.js';
import { Tidemark } from './harness/tidemark.js';
import { eventually, HOUR_MS, NOON_MS, record, registerCluster, report } from './harness/usage.js';

const JSON_TYPE = { 'content-type': 'application/json' };
/** Its peak is a round number, so that totals can be hit to the last digit: 800 TFLOP/s, at a utilisation of one half. */
const ROUND = 'Microsoft Maia 100';
const HALF = { evidence: 'TELEMETRY', utilisation: { kind: 'OFU', value: '0.5' } };
/** Above 1e23 FLOP, in force since 2025-01-02. */
const ABOVE_1E23 = 'us-outbound-850-notifiable';
const MOVES = 12;

interface Flag {
  kind: string;
  rule: string;
  tier?: string;
  status: string;
  moment: string;
  totals?: { expected: string };
}

/** Flags as somebody finds them who has the public API and the rulebook, and nothing else. */
describe('flags from outside', () => {
  let tidemark: Tidemark;
  let client: Client;

  beforeAll(async () => {
    tidemark = await Tidemark.started('--empty');
    client = await tidemark.makeProvider('alpha');
    await registerCluster(client, 'c1', { accelerator: ROUND, accelerators: 1_000_000, acceleratorsPerNode: undefined });
  }, 150_000);
  afterAll(() => tidemark?.remove(), 60_000);

  const flagsOf = async (scope: string, id: string): Promise<Flag[]> =>
    (await client.get(`/v1/flags?scope=${scope}&id=${id}&limit=1000`)).body.items;
  const known = (account: string, expected: string) =>
    eventually(
      `${expected} FLOP of ${account}`,
      () => client.get(`/v1/projections?scope=account&id=${account}`),
      ({ body }) => body.totals?.expected === expected,
    );
  const send = async (source: string, sequence: number, ...records: object[]) =>
    expect(await client.report(report({ source, sequence: String(sequence), records }))).toMatchObject({
      status: 202,
      body: { verdicts: [] },
    });
  /** `count` x `ms` x 800 TFLOP/s x 0.5. */
  const used = (account: string, count: number, ms: number, startMs = NOON_MS) =>
    record({ account, count, startMs: String(startMs), endMs: String(startMs + ms), ...HALF });

  it('a total equal to a number above which a rule begins does not cross, the least more does', async () => {
    await send('exact', 1, used('exact', 100_000, 2_500_000));
    await known('exact', `1${'0'.repeat(23)}`);
    const probable = async () => (await flagsOf('account', 'exact')).filter(({ rule, tier }) => rule === ABOVE_1E23 && tier === 'PROBABLE');
    expect(await probable()).toEqual([]);
    await send('exact', 2, used('exact', 5, 1_000, NOON_MS + 2 * HOUR_MS));
    await known('exact', '100000002000000000000000');
    expect(await probable()).toMatchObject([
      { status: 'OPEN', moment: '2025-03-01T14:00:00.000Z', totals: { expected: '100000002000000000000000' } },
    ]);
  });

  it('a total equal to a number that a rule includes crosses', async () => {
    await send('band', 1, used('band', 10_000, 2_500_000));
    await known('band', `1${'0'.repeat(22)}`);
    const bands = (await flagsOf('account', 'band')).filter(({ kind }) => kind === 'UNLINKED_ABOVE_BAND');
    expect(bands).toMatchObject([{ rule: 'band-identity', status: 'OPEN', moment: '2025-03-01T12:59:00.000Z' }]);
  });

  it.each([
    ['null for a number', '/v1/what-if', '{"rule":"eu-ai-act-51","number":null}', 200],
    ['null for a rule', '/v1/what-if', '{"rule":null,"number":"1e24"}', 200],
    ['nothing but null', '/v1/what-if', '{"rule":null,"number":null}', 400],
    ['JSON beyond any depth', '/v1/what-if', `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`, 400],
    ['JSON beyond any depth to a registry', '/v1/customers', `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`, 400],
  ])('%s is answered, and nothing breaks by it', async (_, path, body, status) => {
    expect(await client.send('POST', path, body, JSON_TYPE)).toMatchObject({ status });
  });

  /**
   * One ledger transaction takes the use from one account and gives it to another, so no total of the compute cluster ever passes the number.
   * Its postings travel in parts, by account; whoever judges between two of them sees the use twice. Fails until a transaction is judged whole.
   */
  it('a record that is corrected to another account is never counted for both', async () => {
    for (let n = 0; n < MOVES; n++) {
      await registerCluster(client, `moved-${n}`, { accelerator: ROUND, accelerators: 1_000_000, acceleratorsPerNode: undefined });
      const of = (account: string) => ({ ...used(account, 90_000, 2_500_000), cluster: `moved-${n}` });
      await send(`moved-${n}`, 1, of(`from-${n}`));
      await send(`moved-${n}`, 2, { ...of(`to-${n}`), correction: { epoch: 1, sequence: '1', index: 0 } });
      await known(`to-${n}`, `9${'0'.repeat(22)}`);
      await known(`from-${n}`, '0');
    }
    await sleep(500);
    const told = await Promise.all(Array.from({ length: MOVES }, (_, n) => flagsOf('cluster', `moved-${n}`)));
    expect(told.flat().filter(({ rule, tier }) => rule === ABOVE_1E23 && tier === 'PROBABLE')).toEqual([]);
  }, 120_000);
});
