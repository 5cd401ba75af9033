import type { Answer, Client } from './harness/client.js';
import { codesUnder } from './harness/code-book.js';
import { Tidemark } from './harness/tidemark.js';
import { cluster, fateOf, record, registerCluster, report } from './harness/usage.js';

/** Questions that cannot be answered, asked as a provider. */
const BAD_QUESTIONS: Record<string, [status: number, path: string]> = {
  SCOPE_INVALID: [400, '/v1/totals?scope=galaxy&id=x'],
  SCOPE_ID_MISSING: [400, '/v1/totals?scope=cluster'],
  FROM_INVALID: [400, '/v1/totals?scope=provider&from=2025'],
  TO_INVALID: [400, '/v1/totals?scope=provider&to=tomorrow'],
  WINDOW_EMPTY: [400, '/v1/totals?scope=provider&from=2025-03-02&to=2025-03-02'],
  KNOWN_AT_INVALID: [400, '/v1/totals?scope=provider&knownAt=then'],
  KNOWN_AT_IN_FUTURE: [422, '/v1/totals?scope=provider&knownAt=2999-01-01'],
  GROUPING_INVALID: [400, '/v1/totals?scope=provider&by=week'],
  UNKNOWN_SCOPE: [404, '/v1/totals?scope=account&id=nobody'],
  UNKNOWN_SOURCE: [404, '/v1/conservation?source=nothing'],
  UNKNOWN_CLUSTER: [404, '/v1/findings?cluster=nowhere'],
  EPOCH_INVALID: [400, '/v1/reports/m/0/1'],
  SEQUENCE_INVALID: [400, '/v1/reports/m/1/0'],
  REPORT_UNKNOWN: [404, '/v1/reports/m/1/1'],
  FINDING_KIND_INVALID: [400, '/v1/findings?kind=ghost'],
  CURSOR_INVALID: [400, '/v1/findings?cursor=nonsense'],
  LIMIT_INVALID: [400, '/v1/findings?limit=0'],
  AFTER_INVALID: [400, '/v1/postings?after=-1'],
};

/** More than 50,000 groups are needed; the ledger's own tests make them. And what one service leaves to the other, the two on one port answer. */
const QUESTIONS_ELSEWHERE = ['TOO_MANY_GROUPS', 'SCOPE_ANSWERED_ELSEWHERE'];

/** The same of the monitor. With a body: asked what would be if. */
const BAD_MONITOR_QUESTIONS: Record<string, [status: number, path: string, body?: object]> = {
  SCOPE_INVALID: [400, '/v1/flags?scope=galaxy'],
  SCOPE_ID_MISSING: [400, '/v1/totals?scope=customer'],
  SCOPE_MISSING: [400, '/v1/flags?id=x'],
  CONTROL_RULE_INVALID: [400, '/v1/flags?scope=group&id=x&controlRule=votes'],
  UNKNOWN_SCOPE: [404, '/v1/totals?scope=customer&id=nobody'],
  FLAG_UNKNOWN: [404, '/v1/flags/nothing/evidence'],
  BAND_UNKNOWN: [404, '/v1/totals/bands/no-such-band?scope=account'],
  TIER_INVALID: [400, '/v1/flags?tier=SURE'],
  FLAG_KIND_INVALID: [400, '/v1/flags?kind=NOISE'],
  FLAG_STATUS_INVALID: [400, '/v1/flags?status=DONE'],
  RULE_INVALID: [400, '/v1/flags?rule=Art.51'],
  FROM_INVALID: [400, '/v1/flags?from=2025'],
  TO_INVALID: [400, '/v1/flags?raisedTo=tomorrow'],
  WINDOW_EMPTY: [400, '/v1/flags?from=2025-03-02&to=2025-03-02'],
  KNOWN_AT_INVALID: [400, '/v1/flags?knownAt=then'],
  KNOWN_AT_IN_FUTURE: [422, '/v1/totals?scope=unlinked&knownAt=2199-01-01'],
  GROUPING_INVALID: [400, '/v1/totals?scope=unlinked&by=party'],
  CURSOR_INVALID: [400, '/v1/projections?cursor=nonsense'],
  LIMIT_INVALID: [400, '/v1/flags?limit=0'],
  AFTER_INVALID: [400, '/v1/flags/stream?after=yesterday'],
  NUMBER_INVALID: [400, '/v1/what-if', { number: 'lots' }],
  WHAT_IF_EMPTY: [400, '/v1/what-if', {}],
  WHAT_IF_INVALID: [400, '/v1/what-if', { number: '1e25', scopes: ['party'] }],
};

/** They take more than one question, much in one, or a person of the scheme. The monitor's own tests ask them. */
const MONITOR_QUESTIONS_ELSEWHERE = [
  ...QUESTIONS_ELSEWHERE,
  ...[
    'TOO_MANY_STREAMS',
    'WHAT_IF_BUSY',
    'WHAT_IF_TOO_LARGE',
    'EVIDENCE_TOO_LARGE',
    'EVALUATED_AT_INVALID',
    'BANDS_BUSY',
    'BANDS_TOO_LARGE',
  ],
];

const H100 = 'NVIDIA H100 SXM5 80GB';
const peaks = (over: object = {}) => ({ vendor: 'V', peaksGflops: { BF16: 1000 }, sources: { BF16: 'sheet' }, ...over });

type Registration = [status: number, who: 'alpha' | 'operator', path: string, body?: object];

/** Registrations that are refused, and facilities that are not there. No body: a GET. */
const BAD_REGISTRATIONS: Record<string, Registration> = {
  ID_MALFORMED: [422, 'alpha', '/v1/clusters/%20x', cluster()],
  PROVIDER_ID_MALFORMED: [422, 'operator', '/v1/providers/North', {}],
  TEXT_MALFORMED: [422, 'operator', '/v1/providers/north', { name: 'a\u0007b' }],
  COUNTRY_MALFORMED: [422, 'alpha', '/v1/sites/s', { country: 'Germany' }],
  UNKNOWN_ACCELERATOR: [422, 'alpha', '/v1/clusters/c', cluster({ accelerator: 'abacus' })],
  ACCELERATORS_OUT_OF_RANGE: [422, 'alpha', '/v1/clusters/c', cluster({ accelerators: 0 })],
  ACCELERATORS_PER_NODE_OUT_OF_RANGE: [422, 'alpha', '/v1/clusters/c', cluster({ acceleratorsPerNode: 0 })],
  ACCELERATORS_PER_NODE_ABOVE_TOTAL: [422, 'alpha', '/v1/clusters/c', cluster({ accelerators: 4, acceleratorsPerNode: 8 })],
  INTERCONNECT_OUT_OF_RANGE: [422, 'alpha', '/v1/clusters/c', cluster({ interconnectGbps: 0 })],
  TIME_MALFORMED: [422, 'alpha', '/v1/clusters/c', cluster({ inServiceFrom: 'yesterday' })],
  SERVICE_INTERVAL_EMPTY: [422, 'alpha', '/v1/clusters/c', cluster({ inServiceTo: '2024-01-01' })],
  UNKNOWN_CLUSTER: [422, 'alpha', '/v1/meters/m', { cluster: 'nowhere' }],
  PUBLIC_KEY_NOT_ED25519: [422, 'alpha', '/v1/meters/m', { publicKey: 'AAAA' }],
  EXPECTED_INTERVAL_OUT_OF_RANGE: [422, 'alpha', '/v1/meters/m', { expectedIntervalSeconds: 0 }],
  UNKNOWN_MODEL: [422, 'operator', '/v1/accelerator-aliases/ours', { model: 'abacus' }],
  ALIAS_TAKEN: [409, 'operator', '/v1/accelerator-aliases/A100', { model: H100 }],
  NAME_MALFORMED: [422, 'operator', '/v1/accelerator-aliases/--', { model: H100 }],
  PEAKS_MISSING: [422, 'operator', '/v1/accelerators/X1', peaks({ peaksGflops: {} })],
  PEAK_OUT_OF_RANGE: [422, 'operator', '/v1/accelerators/X1', peaks({ peaksGflops: { BF16: 0 } })],
  SOURCES_MISSING: [422, 'operator', '/v1/accelerators/X1', peaks({ peaksGflops: { BF16: 1, FP8: 2 } })],
  TOO_MANY_NAMES: [422, 'operator', '/v1/accelerators/X1', peaks({ aliases: Array.from({ length: 101 }, (_, i) => `x1 ${i}`) })],
  PROVIDER_NOT_FOUND: [404, 'operator', '/v1/providers/nobody'],
  SITE_NOT_FOUND: [404, 'alpha', '/v1/sites/nowhere'],
  CLUSTER_NOT_FOUND: [404, 'alpha', '/v1/clusters/nowhere'],
  METER_NOT_FOUND: [404, 'alpha', '/v1/meters/nothing'],
  ACCELERATOR_NOT_FOUND: [404, 'alpha', '/v1/accelerators/abacus'],
};

describe('questions and registrations that are refused say why', () => {
  let tidemark: Tidemark;
  const who = {} as Record<'alpha' | 'operator', Client>;

  beforeAll(async () => {
    tidemark = await Tidemark.started('--empty');
    who.operator = await tidemark.as('operator');
    who.alpha = await tidemark.makeProvider('alpha');
    await registerCluster(who.alpha, 'c1');
    await who.alpha.report(report({ source: 'm-first', records: [record()] }));
    await fateOf(who.alpha, 'm-first', 1, 1);
  }, 150_000);
  afterAll(() => tidemark?.remove(), 60_000);

  const told = ({ status, headers, body }: Answer) => [status, body?.code, headers.get('content-type')?.split(';')[0]];

  it('the tables here and the code book name the same codes', () => {
    expect([...Object.keys(BAD_QUESTIONS), ...QUESTIONS_ELSEWHERE].sort()).toEqual(codesUnder('Questions to the ledger').sort());
    const monitor = [...Object.keys(BAD_MONITOR_QUESTIONS), ...MONITOR_QUESTIONS_ELSEWHERE];
    expect(monitor.sort()).toEqual(codesUnder('Questions to the monitor').sort());
    expect(Object.keys(BAD_REGISTRATIONS).sort()).toEqual(codesUnder('Facilities').sort());
  });

  it.each(Object.entries(BAD_QUESTIONS))('question: %s', async (code, [status, path]) => {
    expect(told(await who.alpha.get(path))).toEqual([status, code, 'application/problem+json']);
  });

  it.each(Object.entries(BAD_MONITOR_QUESTIONS))('question to the monitor: %s', async (code, [status, path, body]) => {
    const json = { 'content-type': 'application/json' };
    const answer = body === undefined ? await who.alpha.get(path) : await who.alpha.send('POST', path, JSON.stringify(body), json);
    expect(told(answer)).toEqual([status, code, 'application/problem+json']);
  });

  it.each(Object.entries(BAD_REGISTRATIONS))('facility: %s', async (code, [status, name, path, body]) => {
    const answer = body === undefined ? await who[name].get(path) : await who[name].put(path, body);
    expect(told(answer)).toEqual([status, code, 'application/problem+json']);
  });

  it.each(['/v1/totals?scope=provider&color=red', '/v1/totals?scope=provider&scope=cluster', '/v1/findings?page=2'])(
    'a parameter that is unknown or repeated is named: %s',
    async (path) => {
      const answer = await who.alpha.get(path);
      expect(told(answer)).toEqual([400, 'INVALID_INPUT', 'application/problem+json']);
      expect(answer.body.errors.length).toBeGreaterThan(0);
    },
  );

  it('a refused registration changes nothing', async () => {
    expect((await who.alpha.get('/v1/clusters')).body.map(({ id, version }: Answer['body']) => [id, version])).toEqual([['c1', 1]]);
    expect((await who.alpha.get('/v1/meters')).body).toEqual([]);
    expect((await who.operator.get('/v1/providers')).body.map(({ id }: Answer['body']) => id)).toEqual(['alpha']);
  });
});
