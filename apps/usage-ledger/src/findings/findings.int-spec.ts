import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { FacilityEventSchema } from '@tidemark/contracts';
import { type LedgerApp, startLedgerApp } from '../../test/ledger-app.fixture.js';
import { columnsOf, envelopeOf } from '../../test/ledger-rows.fixture.js';

const START = Date.UTC(2024, 0, 1);
const HOUR = START / 3_600_000;
const HOUR_MS = 3_600_000n;

describe('findings', () => {
  let ledger: LedgerApp;
  let alpha: string;
  let beta: string;
  let oversight: string;
  let facts = 0;

  const fact = (value: NonNullable<MessageInitShape<typeof FacilityEventSchema>['fact']>, recordedAtMs = 0n) => {
    const event = create(FacilityEventSchema, { id: `f${++facts}`, recordedAtMs, fact: value });
    return ledger.rows.query('insert into facility_fact values ($1, 0, $2, $3, 1)', [
      facts,
      event.id,
      Buffer.from(toBinary(FacilityEventSchema, event)),
    ]);
  };
  const report = (provider: string, source: string, epoch: number, sequence: bigint, position: number, knownAtMs: number) =>
    ledger.rows.report(envelopeOf({ provider, source, epoch, sequence }, columnsOf([1], START)), position, knownAtMs);
  const find = async (query: string, token = alpha) => (await ledger.get(`/v1/findings?${query}`, token)).body.findings;

  beforeAll(async () => {
    ledger = await startLedgerApp();
    ledger.clock.nowMs = 1_000_000;
    alpha = ledger.tokens.provider('alpha');
    beta = ledger.tokens.provider('beta');
    oversight = ledger.tokens.oversight();
    const cluster = {
      provider: 'alpha',
      accelerators: 2,
      inServiceFromMs: BigInt(START) + HOUR_MS / 2n,
      inServiceToMs: BigInt(START) + 3n * HOUR_MS,
    };
    await fact({ case: 'cluster', value: { ...cluster, id: 'c1', accelerators: 100 } });
    await fact({ case: 'cluster', value: { ...cluster, id: 'c1' } });
    await fact({ case: 'cluster', value: { ...cluster, id: 'c2' } });
    await fact({ case: 'meter', value: { provider: 'alpha', source: 'm1', expectedIntervalSeconds: 10 } }, 5_000n);
    await fact({ case: 'meter', value: { provider: 'alpha', source: 'mute', expectedIntervalSeconds: 100 } }, 690_000n);
    await fact({ case: 'meter', value: { provider: 'alpha', source: 'late', expectedIntervalSeconds: 100 } }, 700_000n);
    await fact({ case: 'meter', value: { provider: 'alpha', source: 'any', expectedIntervalSeconds: 0 } });
    await fact({ case: 'meter', value: { provider: 'beta', source: 'm1', expectedIntervalSeconds: 1 } });

    await report('alpha', 'm1', 1, 3n, 1, 960_000);
    await report('alpha', 'm1', 1, 4n, 2, 961_000);
    await report('alpha', 'm1', 1, 9n, 3, 962_000);
    await report('alpha', 'm1', 2, 1n, 4, 969_999);
    await report('alpha', 'm/2', 1, 2n ** 64n - 1n, 5, 963_000);
    await report('beta', 'm1', 7, 2n, 6, 999_999);
    await ledger.rows.copy(
      envelopeOf({ provider: 'alpha', source: 'm1', epoch: 1, sequence: 4n }, columnsOf([2], START)),
      7,
      964_000,
      true,
    );
    await ledger.rows.copy(
      envelopeOf({ provider: 'alpha', source: 'm1', epoch: 1, sequence: 4n }, columnsOf([1], START)),
      8,
      964_000,
      false,
    );
    const amounts = (ms: bigint): [bigint, bigint, bigint, bigint] => [ms, 1n, 1n, 1n];
    await ledger.rows.segment('alpha', 9, 970_000, [
      // In service for half of the first hour: 2 x 1,800,000 ms. Two accounts reach it together, and the second hour is full but not over.
      { account: 'a', cluster: 'c1', accelerator: 'H100', hour: HOUR, amounts: amounts(HOUR_MS) },
      { account: 'b', cluster: 'c1', accelerator: 'A100', hour: HOUR, amounts: amounts(1n) },
      { account: 'a', cluster: 'c1', accelerator: 'H100', hour: HOUR + 1, amounts: amounts(2n * HOUR_MS) },
      { account: 'a', cluster: 'c2', accelerator: 'H100', hour: HOUR + 3, amounts: amounts(1n) },
    ]);
    for (const [kind, detail] of [
      ['MODEL_MISMATCH', 'x'],
      ['MODEL_MISMATCH', 'ä'],
      ['FORMAT_UNSUPPORTED', 'FP8'],
      ['ZEBRA', ''],
    ])
      await ledger.rows.query(
        `insert into finding select $1, p.id, s.id, c.id, 'V100', $2, 3, 100, 200 from provider p join source s on s.provider_id = p.id and s.name = 'm1'
         join compute_cluster c on c.provider_id = p.id and c.name = 'c1'`,
        [kind, detail],
      );
    await ledger.rows.query(`insert into finding select 'TOTAL_OVERFLOW', id, 0, 0, '', '', 1, 1, 2 from provider where name = 'beta'`);
  });

  afterAll(() => ledger.stop());

  it('name the missing ranges of a sequence, each epoch by itself', async () => {
    expect(await find('kind=SEQUENCE_GAP')).toEqual([
      expect.objectContaining({
        provider: 'alpha',
        source: 'm1',
        detail: 'epoch 1: 6 missing: 1-2, 5-8',
        occurrences: '6',
        firstKnownAtMs: '960000',
        lastKnownAtMs: '962000',
      }),
      expect.objectContaining({ source: 'm/2', detail: 'epoch 1: 18446744073709551614 missing: 1-18446744073709551614' }),
    ]);
    expect(await find('kind=SEQUENCE_GAP', beta)).toEqual([expect.objectContaining({ source: 'm1', detail: 'epoch 7: 1 missing: 1' })]);
    expect(await find('kind=SEQUENCE_GAP&source=m%2F2')).toHaveLength(1);
  });

  it('list a hundred ranges and say that there are more', async () => {
    await ledger.rows.query(
      `insert into report select s.id, 3, n * 2, s.provider_id, 1000 + n, 1, 1, '', 1, false, 1, 0 from source s, generate_series(1, 101) as n where s.name = 'm/2'`,
    );
    await ledger.rows.query(`insert into source_epoch select id, 3, provider_id, 202, 101, 1 from source where name = 'm/2'`);
    const [gap] = (await find('kind=SEQUENCE_GAP&source=m%2F2')).slice(-1);
    expect(gap.detail).toMatch(/^epoch 3: 101 missing: 1, 3, 5, .*, 199, and more$/);
    await ledger.rows.query('delete from source_epoch where epoch = 3');
  });

  it('tell a meter silent after three of its intervals, since its last report or its registration', async () => {
    expect(await find('kind=METER_SILENT')).toEqual([
      expect.objectContaining({
        source: 'm1',
        detail: 'last heard at 1970-01-01T00:16:09.999Z; a report is expected every 10 s',
        firstKnownAtMs: '999999',
        occurrences: '3',
      }),
      expect.objectContaining({
        source: 'mute',
        detail: expect.stringContaining('never heard since it was registered at 1970-01-01T00:11:30.000Z'),
      }),
    ]);
    expect(await find('kind=METER_SILENT', beta)).toEqual([]);
    ledger.clock.nowMs -= 1;
    expect((await find('kind=METER_SILENT')).map((f: { source: string }) => f.source)).toEqual(['mute']);
    ledger.clock.nowMs += 1;
  });

  it('tell use beyond what is registered and in service, by the latest registration', async () => {
    expect(await find('kind=OVER_CAPACITY')).toEqual([
      expect.objectContaining({
        cluster: 'c1',
        detail: '2024-01-01T00:00Z: 3600001 accelerator-ms of 3600000 that are registered',
        source: '',
      }),
      expect.objectContaining({ cluster: 'c2', detail: '2024-01-01T03:00Z: 1 accelerator-ms of 0 that are registered' }),
    ]);
    expect(await find('kind=OVER_CAPACITY&cluster=c2')).toHaveLength(1);
    expect(await find('kind=OVER_CAPACITY', beta)).toEqual([]);
  });

  it('tell reports that came again with other content', async () => {
    expect(await find('kind=REPORT_CONFLICT')).toEqual([
      expect.objectContaining({
        source: 'm1',
        firstKnownAtMs: '964000',
        detail: expect.stringMatching(/^report 1\/4 came again as [0-9a-f]{64}; [0-9a-f]{64} stands$/),
      }),
    ]);
  });

  it('come page by page, each once, whatever the size of the page', async () => {
    const all = await find('limit=1000');
    expect(all.map((f: { kind: string }) => f.kind)).toEqual([
      'FORMAT_UNSUPPORTED',
      'METER_SILENT',
      'METER_SILENT',
      'MODEL_MISMATCH',
      'MODEL_MISMATCH',
      'OVER_CAPACITY',
      'OVER_CAPACITY',
      'REPORT_CONFLICT',
      'SEQUENCE_GAP',
      'SEQUENCE_GAP',
      'ZEBRA',
    ]);
    for (const limit of [1, 2, 3, 10, 11]) {
      const found = [];
      let cursor = '';
      do {
        const { body } = await ledger.get(`/v1/findings?limit=${limit}${cursor}`, alpha);
        expect(body.findings.length).toBeLessThanOrEqual(limit);
        found.push(...body.findings);
        cursor = body.next === undefined ? '' : `&cursor=${body.next}`;
      } while (cursor !== '');
      expect(found).toEqual(all);
    }
  });

  it('are filtered by source and by cluster', async () => {
    expect((await find('cluster=c1')).map((f: { kind: string }) => f.kind)).toEqual([
      'FORMAT_UNSUPPORTED',
      'MODEL_MISMATCH',
      'MODEL_MISMATCH',
      'OVER_CAPACITY',
      'ZEBRA',
    ]);
    expect((await find('source=m%2F2')).map((f: { kind: string }) => f.kind)).toEqual(['SEQUENCE_GAP']);
    expect(await find('source=mute')).toHaveLength(1);
    expect((await find('source=alpha/m1&cluster=alpha/c1', oversight)).map((f: { kind: string }) => f.kind)).toEqual([
      'FORMAT_UNSUPPORTED',
      'MODEL_MISMATCH',
      'MODEL_MISMATCH',
      'ZEBRA',
    ]);
  });

  it('are seen by their own provider and by oversight', async () => {
    expect((await find('', beta)).map((f: { kind: string; provider: string }) => [f.kind, f.provider])).toEqual([
      ['SEQUENCE_GAP', 'beta'],
      ['TOTAL_OVERFLOW', 'beta'],
    ]);
    expect(await find('', oversight)).toHaveLength(13);
    expect(await ledger.get('/v1/findings?cluster=alpha/c1', beta)).toMatchObject({ status: 403, body: { code: 'OTHER_TENANT' } });
    expect(await ledger.get('/v1/findings', ledger.tokens.provider('alpha', ['usage:write']))).toMatchObject({
      status: 403,
      body: { code: 'MISSING_SCOPE' },
    });
  });

  it.each([
    ['kind=gap', 400, 'FINDING_KIND_INVALID'],
    ['limit=0', 400, 'LIMIT_INVALID'],
    ['limit=1001', 400, 'LIMIT_INVALID'],
    ['limit=ten', 400, 'LIMIT_INVALID'],
    ['cursor=x', 400, 'CURSOR_INVALID'],
    [`cursor=${Buffer.from('["SEQUENCE_GAP","x","1"]').toString('base64url')}`, 400, 'CURSOR_INVALID'],
    [`cursor=${Buffer.from('["METER_SILENT","x"]').toString('base64url')}`, 400, 'CURSOR_INVALID'],
    [`cursor=${Buffer.from('["ZEBRA","1","1","1","","\\u0000"]').toString('base64url')}`, 400, 'CURSOR_INVALID'],
    ['source=unknown', 404, 'UNKNOWN_SOURCE'],
    ['cluster=unknown', 404, 'UNKNOWN_CLUSTER'],
  ])('are refused for %s', async (query, status, code) => {
    expect(await ledger.get(`/v1/findings?${query}`, alpha)).toMatchObject({ status, body: { code } });
  });
});
