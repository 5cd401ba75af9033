import type { Answer, Client } from './harness/client.js';
import { Tidemark } from './harness/tidemark.js';
import {
  cluster,
  eventually,
  expectConservation,
  fateOf,
  fatesIn,
  HOUR_MS,
  NOON_MS,
  record,
  registerCluster,
  report,
} from './harness/usage.js';

const hourOf = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');

describe('what becomes known late', () => {
  let tidemark: Tidemark;
  let alpha: Client;
  let operator: Client;

  beforeAll(async () => {
    tidemark = await Tidemark.started('--empty');
    operator = await tidemark.as('operator');
    alpha = await tidemark.makeProvider('alpha');
    await registerCluster(alpha, 'c1');
  }, 150_000);
  afterAll(() => tidemark?.remove(), 60_000);

  /** Sends a report and waits until it is counted. */
  const sent = async (source: string, sequence: number, records: object[], epoch = 1): Promise<Answer['body']> => {
    const { status, body } = await alpha.report(report({ source, epoch, sequence: String(sequence), records }));
    expect([status, body.verdicts ?? body]).toEqual([202, []]);
    return fateOf(alpha, source, epoch, sequence);
  };
  const fates = async (source: string, sequence: number) => fatesIn(await fateOf(alpha, source, 1, sequence));
  const msOf = async (account: string, more = ''): Promise<string> => {
    const { status, body } = await alpha.get(`/v1/totals?scope=account&id=${account}${more}`);
    return status === 404 ? body.code : body.acceleratorMs;
  };
  const findings = async (kind: string, source: string): Promise<Answer['body'][]> =>
    (await alpha.get(`/v1/findings?kind=${kind}&source=${source}`)).body.findings;

  it('an unknown cluster holds its records; registered, they count by themselves, at the hours of their use', async () => {
    const use = record({ account: 'late-cluster', cluster: 'later', startMs: NOON_MS + HOUR_MS / 2, endMs: NOON_MS + 2 * HOUR_MS });
    const held = await sent('m-cluster', 1, [use]);
    expect(held.records[0]).toMatchObject({ fate: 'HELD', reason: 'UNKNOWN_CLUSTER', waitingFor: 'cluster:alpha/later' });
    expect(await msOf('late-cluster')).toBe('0');
    const { body: before } = await alpha.get('/v1/conservation?source=m-cluster');
    expect(before.records).toMatchObject({ received: '1', held: '1', counted: '0' });

    expect((await alpha.put('/v1/clusters/later', cluster())).status).toBe(201);
    await eventually(
      'the count',
      () => fates('m-cluster', 1),
      ([fate]) => fate === 'COUNTED',
    );
    const { body } = await alpha.get('/v1/totals?scope=account&id=late-cluster&by=hour');
    expect(body.groups.map(({ key, acceleratorMs }: Answer['body']) => [key.hour.replace('.000Z', 'Z'), acceleratorMs])).toEqual([
      [hourOf(NOON_MS), String((8 * HOUR_MS) / 2)],
      [hourOf(NOON_MS + HOUR_MS), String(8 * HOUR_MS)],
    ]);
    const { body: after } = await alpha.get('/v1/conservation?source=m-cluster');
    expect(after.records).toMatchObject({ received: '1', held: '0', counted: '1' });
    expectConservation(after);
  }, 30_000);

  it('an unknown accelerator holds until the operator gives the alias, or the model itself', async () => {
    const named = (account: string, accelerator: string) => record({ account, accelerator });
    const held = await sent('m-model', 1, [
      named('late-alias', 'Hopper of ours'),
      named('late-model', 'Frontier X1'),
      named('known', 'H100 SXM5'),
    ]);
    expect(held.records.map(({ fate, reason }: Answer['body']) => [fate, reason])).toEqual([
      ['HELD', 'UNKNOWN_ACCELERATOR'],
      ['HELD', 'UNKNOWN_ACCELERATOR'],
      ['COUNTED', undefined],
    ]);
    const model = encodeURIComponent('NVIDIA H100 SXM5 80GB');
    expect((await operator.put('/v1/accelerator-aliases/hopper-of-OURS', { model: 'NVIDIA H100 SXM5 80GB' })).status).toBeLessThan(300);
    await eventually(
      'the alias',
      () => fates('m-model', 1),
      ([fate]) => fate === 'COUNTED',
    );
    expect(await fates('m-model', 1)).toEqual(['COUNTED', 'HELD', 'COUNTED']);
    const peaks = { vendor: 'Frontier', peaksGflops: { BF16: 2_000_000, FP8: 4_000_000 }, sources: { BF16: 'sheet', FP8: 'sheet' } };
    expect((await operator.put('/v1/accelerators/Frontier%20X1', peaks)).status).toBe(201);
    await eventually(
      'the model',
      () => fates('m-model', 1),
      (all) => all.every((fate) => fate === 'COUNTED'),
    );
    const { body } = await alpha.get('/v1/totals?scope=account&id=late-model');
    // 8 accelerators, one hour, 2e15 and 4e15 op/s: 0.35 of the 16-bit peak is expected, all of the widest is the most there can be.
    expect(body).toMatchObject({
      lower: '0',
      expected: String(8n * 3_600n * 700_000_000_000_000n),
      upper: String(8n * 3_600n * 4_000_000_000_000_000n),
    });
    expect((await alpha.get(`/v1/accelerators/${model}`)).body.aliases).toContain('hopper-of-OURS');
  }, 30_000);

  it('a cluster that was not yet in service holds; corrected dates release', async () => {
    await registerCluster(alpha, 'young', { inServiceFrom: '2025-06-01' });
    const held = await sent('m-young', 1, [record({ account: 'young', cluster: 'young' })]);
    expect(held.records[0]).toMatchObject({ fate: 'HELD', reason: 'NOT_IN_SERVICE' });
    await alpha.put('/v1/clusters/young', cluster({ inServiceFrom: '2025-02-01' }));
    await eventually(
      'the count',
      () => fates('m-young', 1),
      ([fate]) => fate === 'COUNTED',
    );
    expect(await msOf('young')).toBe(String(8 * HOUR_MS));
  }, 30_000);

  it('a question about the past has the answer of the past, for ever', async () => {
    const first = await sent('m-known', 1, [record({ account: 'known-at' })]);
    const early = (await alpha.get('/v1/totals?scope=account&id=known-at')).body;
    const second = await sent('m-known', 2, [
      record({ account: 'known-at', startMs: NOON_MS - 90 * 24 * HOUR_MS, endMs: NOON_MS - 90 * 24 * HOUR_MS + HOUR_MS }),
    ]);
    const at = (moment: string | number) => `&knownAt=${encodeURIComponent(moment)}`;
    expect(await msOf('known-at')).toBe(String(16 * HOUR_MS));
    expect(await msOf('known-at', at(early.knownAt))).toBe(String(8 * HOUR_MS));
    expect(await msOf('known-at', at(Number(first.knownAtMs)))).toBe(String(8 * HOUR_MS));
    expect(await msOf('known-at', at(Number(second.knownAtMs)))).toBe(String(16 * HOUR_MS));
    expect(['0', 'UNKNOWN_SCOPE']).toContain(await msOf('known-at', at(Number(first.knownAtMs) - 1)));
    const again = (await alpha.get(`/v1/totals?scope=account&id=known-at${at(early.knownAt)}`)).body;
    expect(again).toEqual(early);
    const { body } = await alpha.get(`/v1/totals?scope=account&id=known-at${at('2999-01-01')}`);
    expect(body.code).toBe('KNOWN_AT_IN_FUTURE');
  }, 30_000);

  it('a correction replaces, a void takes away; both post differences and the past stays as it was', async () => {
    const original = await sent('m-correct', 1, [record({ account: 'wrong' }), record({ account: 'never-happened' })]);
    const correction = { epoch: 1, sequence: '1', index: 0 };
    await sent('m-correct', 2, [
      record({ account: 'right', count: 4, correction }),
      { correction: { epoch: 1, sequence: '1', index: 1, void: true } },
    ]);
    expect(await fates('m-correct', 1)).toEqual(['REPLACED', 'REPLACED']);
    expect((await fateOf(alpha, 'm-correct', 1, 1)).records[0].replacedBy).toBeDefined();
    expect([await msOf('wrong'), await msOf('never-happened'), await msOf('right')]).toEqual(['0', '0', String(4 * HOUR_MS)]);
    expect(await msOf('wrong', `&knownAt=${original.knownAtMs}`)).toBe(String(8 * HOUR_MS));
    const { body } = await alpha.get('/v1/conservation?source=m-correct');
    expect(body.records).toEqual({ received: '4', counted: '2', held: '0', duplicate: '0', conflict: '0', rejected: '0', replaced: '2' });
    expectConservation(body);
  }, 30_000);

  it('a correction that comes before its target waits for it', async () => {
    const held = await sent('m-early', 2, [record({ account: 'early', count: 2, correction: { epoch: 1, sequence: '1', index: 0 } })]);
    expect(held.records[0]).toMatchObject({ fate: 'HELD', reason: 'TARGET_MISSING' });
    await sent('m-early', 1, [record({ account: 'early' })]);
    expect([await fates('m-early', 1), await fates('m-early', 2)]).toEqual([['REPLACED'], ['COUNTED']]);
    expect(await msOf('early')).toBe(String(2 * HOUR_MS));
  }, 30_000);

  it.each([
    ['a target that was rejected', 'm-rejected', 0, 'TARGET_REJECTED'],
    ['an index beyond the report', 'm-beyond', 7, 'TARGET_OUT_OF_RANGE'],
  ])('%s never arrives, and says so', async (_, source, index, reason) => {
    const { body } = await alpha.report(report({ source, records: [record({ count: 0 })] }));
    expect(body.verdicts[0].code).toBe('COUNT_OUT_OF_RANGE');
    const held = await sent(source, 2, [record({ correction: { epoch: 1, sequence: '1', index } })]);
    expect(held.records[0]).toMatchObject({ fate: 'HELD', reason });
  });

  it('the same report again is a duplicate, another under its number a conflict that changes nothing', async () => {
    const use = (count: number) => report({ source: 'm-again', records: [record({ account: 'again', count })] });
    const first = (await alpha.report(use(8))).body;
    const same = (await alpha.report(use(8))).body;
    const other = (await alpha.report(use(9))).body;
    expect([same.contentHash === first.contentHash, other.contentHash === first.contentHash]).toEqual([true, false]);
    const fate = await eventually(
      'both copies',
      () => fateOf(alpha, 'm-again', 1, 1),
      ({ copies }) => copies.length === 2,
    );
    expect(fate.copies.map((copy: Answer['body']) => copy.fate ?? copy.status ?? copy.verdict)).toEqual(['DUPLICATE', 'CONFLICT']);
    expect(await msOf('again')).toBe(String(8 * HOUR_MS));
    const { body } = await alpha.get('/v1/conservation?source=m-again');
    expect(body.records).toMatchObject({ received: '3', counted: '1', duplicate: '1', conflict: '1' });
    expectConservation(body);
    expect(await findings('REPORT_CONFLICT', 'm-again')).toHaveLength(1);
  }, 30_000);

  it('the same devices are counted once: again by the account is a duplicate, by another a conflict', async () => {
    const on = (account: string, devices: number[]) => record({ account, count: devices.length, devices, node: 'node-1' });
    await sent('m-devices', 1, [on('holder', [0, 1, 2, 3])]);
    const fate = await sent('m-devices', 2, [on('holder', [0, 1]), on('rival', [2, 3]), on('rival', [3, 4]), on('rival', [8])]);
    expect(fatesIn(fate)).toEqual(['DUPLICATE', 'CONFLICT', 'COUNTED', 'CONFLICT']);
    expect(fate.records[2].parts).toMatchObject({ countedMs: String(HOUR_MS), conflictMs: String(HOUR_MS) });
    expect([await msOf('holder'), await msOf('rival')]).toEqual([String(4 * HOUR_MS), String(HOUR_MS)]);
  }, 30_000);

  it('a gap in a sequence is a finding until what is missing comes', async () => {
    await sent('m-gap', 1, [record({ account: 'gap' })]);
    expect(await findings('SEQUENCE_GAP', 'm-gap')).toEqual([]);
    await sent('m-gap', 4, [record({ account: 'gap' })]);
    const [gap] = await findings('SEQUENCE_GAP', 'm-gap');
    expect(gap).toMatchObject({ kind: 'SEQUENCE_GAP', source: 'm-gap', occurrences: expect.anything() });
    expect(Number(gap.occurrences)).toBe(2);
    await sent('m-gap', 3, [record({ account: 'gap' })]);
    await sent('m-gap', 2, [record({ account: 'gap' })]);
    expect(await findings('SEQUENCE_GAP', 'm-gap')).toEqual([]);
  }, 30_000);

  it('more than the cluster has, another model, a lower epoch: findings, and everything still counts', async () => {
    await registerCluster(alpha, 'small', { accelerators: 4, acceleratorsPerNode: undefined });
    expect(fatesIn(await sent('m-over', 1, [record({ cluster: 'small', account: 'over' })]))).toEqual(['COUNTED']);
    expect(await msOf('over')).toBe(String(8 * HOUR_MS));
    const over = (await alpha.get('/v1/findings?kind=OVER_CAPACITY&cluster=small')).body.findings;
    expect(over).toHaveLength(1);
    await sent('m-mismatch', 1, [record({ accelerator: 'A100', account: 'mismatch' })]);
    expect(await findings('MODEL_MISMATCH', 'm-mismatch')).toHaveLength(1);
    await sent('m-epoch', 1, [record()], 2);
    await sent('m-epoch', 1, [record()], 1);
    expect(await findings('EPOCH_WENT_BACK', 'm-epoch')).toHaveLength(1);
  }, 30_000);

  it('a report of a schema version that nobody reads yet is kept whole, outside the equation', async () => {
    const { status } = await alpha.report(report({ source: 'm-opaque', schemaVersion: 9 }));
    expect(status).toBe(202);
    expect((await fateOf(alpha, 'm-opaque', 1, 1)).status).toBe('OPAQUE');
    const { body } = await alpha.get('/v1/conservation?source=m-opaque');
    expect([body.opaqueReports, body.records.received]).toEqual(['1', '0']);
  }, 30_000);

  it('after all this every equation holds and the postings add up to the totals', async () => {
    const { body } = await alpha.get('/v1/conservation');
    expectConservation(body);
    for (const source of body.sources) expectConservation(source);
    const sums = { lower: 0n, expected: 0n, upper: 0n };
    let acceleratorMs = 0n;
    for (let after: string | null = '0'; after !== null; ) {
      const page = await alpha.get(`/v1/postings?after=${after}&limit=5`);
      for (const line of page.text.split('\n').filter((text) => text !== '')) {
        const posting = JSON.parse(line);
        acceleratorMs += BigInt(posting.acceleratorMs);
        for (const key of ['lower', 'expected', 'upper'] as const) sums[key] += BigInt(posting.tflop[key]);
      }
      const next: string | null = page.headers.get('tidemark-next-after');
      after = next === after ? null : next;
    }
    const { body: total } = await alpha.get('/v1/totals?scope=provider');
    expect({
      acceleratorMs: String(acceleratorMs),
      tflop: Object.fromEntries(Object.entries(sums).map(([key, sum]) => [key, String(sum)])),
    }).toEqual({
      acceleratorMs: total.acceleratorMs,
      tflop: total.tflop,
    });
  }, 30_000);
});
