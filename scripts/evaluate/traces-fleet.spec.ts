import { parseCsv } from './csv-rows.js';
import { readTrace } from './traces-data.js';
import { flagsFrom1e25, judgeFleet } from './traces-flags.js';
import { fewestForNinety, fleetOf } from './traces-fleet.js';

const HEADER = 'provider,cluster,account,user,job_id,start,end,accelerator_model,accelerator_count,utilization,workload_kind';
const traceOf = (...lines: string[]) => readTrace(parseCsv(Buffer.from([HEADER, ...lines].join('\n'))));
const judged = (...lines: string[]) => judgeFleet(fleetOf(traceOf(...lines).jobs, 'A100'));

describe('a trace is read', () => {
  it('with accounts and customers as far as it names them', () => {
    const { jobs } = traceOf(
      'p,c,team,ann,1,2025-01-01T00:00:00Z,2025-01-01T01:00:00Z,,1,,',
      'p,c,team,,2,2025-01-01T00:00:00Z,2025-01-01T01:00:00Z,,1,,',
      'p,c,,ann,3,2025-01-01T00:00:00Z,2025-01-01T01:00:00Z,,1,,',
      'p,c,,,4,2025-01-01T00:00:00Z,2025-01-01T01:00:00Z,,1,,',
    );
    expect(jobs.map(({ account, customer }) => [account, customer])).toEqual([
      ['team/ann', 'team'],
      ['team', 'team'],
      ['ann', 'ann'],
      [undefined, undefined],
    ]);
  });

  it('to its end where a job is still running, and says what it leaves out', () => {
    const trace = traceOf(
      'p,c,a,,1,2025-01-01T00:00:00Z,,,1,,',
      'p,c,a,,2,2025-01-02T00:00:00Z,2025-01-03T00:00:00Z,,0.5,,',
      'p,c,a,,3,,2025-01-03T00:00:00Z,,1,,',
      'p,c,a,,4,2025-01-02T00:00:00Z,2025-01-02T00:00:00Z,,1,,',
      'p,c,a,,5,2025-01-02T00:00:00Z,soon,,1,,',
      'p,c,a,,6,2025-01-02T00:00:00Z,2025-01-03T00:00:00Z,,none,,',
    );
    expect(trace.running).toBe(1);
    expect(trace.jobs.map(({ count, startMs, endMs }) => (count * (endMs - startMs)) / 3_600_000)).toEqual([48, 12]);
    expect(Object.fromEntries(trace.leftOut)).toEqual({
      'no start': 1,
      'no duration': 1,
      'an end that is no time': 1,
      'no accelerators': 1,
    });
  });
});

describe('a fleet', () => {
  const day = (account: string, count: number, more = '', model = '') =>
    `p,c,${account},,j,2025-01-01T00:00:00Z,2025-01-02T00:00:00Z,${model},${count},${more},`;

  it('adds up to the same for clusters, accounts, customers and all of it', () => {
    const { clusters, accounts, customers, everything } = judged(day('a', 8), day('b', 2), day('a', 1));
    const total = everything.expected;
    expect(total).toBe((11n * 86_400n * 312n * 10n ** 12n * 35n) / 100n);
    expect(clusters.map(({ expected }) => expected)).toEqual([total]);
    expect(accounts.map(({ name, expected }) => [name, expected])).toEqual([
      ['a', (total * 9n) / 11n],
      ['b', (total * 2n) / 11n],
    ]);
    expect(customers.map(({ expected }) => expected)).toEqual(accounts.map(({ expected }) => expected));
  });

  it('is one account and one customer a cluster where nobody is named', () => {
    const { clusters, accounts } = fleetOf(traceOf(day('', 8), day('', 2)).jobs, 'A100');
    expect(clusters).toMatchObject([{ tenants: [], jobs: 2, acceleratorHours: 240, largestJobHours: 192 }]);
    expect(accounts).toMatchObject([{ name: { account: 'users of c' }, isNamed: false }]);
  });

  it('holds accelerators that the catalogue does not know, and takes kernel-busy time for no more than it is', () => {
    const fleet = fleetOf(traceOf(day('a', 8, '', 'Abacus 9'), day('b', 1, '0.98', 'A100')).jobs, 'A100');
    expect(Object.fromEntries(fleet.held)).toEqual({ 'Abacus 9': 1 });
    // 3,600 s x 312 TFLOP/s x 0.35 x 0.98 is 385,257.6 TFLOP an hour, to the nearest whole one.
    expect(judgeFleet(fleet).everything.expected).toBe(24n * 385_258n * 10n ** 12n);
  });

  it('is flagged where it crosses, with the bands below', () => {
    // 30,000 A100 for a day: 2.83e23 expected, 1.62e24 at most.
    const { customers, accounts, clusters } = judged(day('a', 30_000), day('b', 1500));
    expect(customers[0]!.moments.map((tiers) => Object.keys(tiers))).toEqual([['POSSIBLE', 'PROBABLE'], [], []]);
    expect(accounts.map(({ bands }) => bands)).toEqual([['band-identity', 'band-enhanced'], ['band-identity']]);
    expect(clusters[0]!.bands).toEqual([]);
    expect(flagsFrom1e25(customers)).toBe(0);
  });

  it('is counted from 1e25 on, every rule and tier', () => {
    // A million A100 for two days: 5.4e25 at most, 1.9e25 expected.
    const { customers } = judged('p,c,a,,j,2025-01-01T00:00:00Z,2025-01-03T00:00:00Z,,1000000,,');
    const rules = new Set(customers[0]!.flags.filter(({ tier }) => tier === 'PROBABLE').map(({ rule }) => rule));
    expect(rules).toContain('eu-ai-act-51');
    expect(flagsFrom1e25(customers)).toBeGreaterThanOrEqual(2);
  });

  it('is counted where 1e25 is only foretold', () => {
    // 36,000 A100 for five days: 9.7e24 at most, 1.7e24 expected, and 1e25 within 25 days if it goes on.
    const { customers } = judged('p,c,a,,j,2025-01-01T00:00:00Z,2025-01-06T00:00:00Z,,36000,,');
    expect(customers[0]).toMatchObject({ moments: [expect.anything(), {}, {}], foretold: [false, true, false] });
    expect(flagsFrom1e25(customers)).toBe(1);
  });

  it('has the fewest accounts that make nine tenths', () => {
    expect([fewestForNinety([50n, 40n, 10n]), fewestForNinety([89n, 11n]), fewestForNinety([91n, 9n]), fewestForNinety([])]).toEqual([
      2, 2, 1, 0,
    ]);
  });
});
