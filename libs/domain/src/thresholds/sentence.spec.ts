import { PUBLISHED_RULEBOOK } from '../rulebook/published-rulebook.js';
import { judgeCapacity } from './capacity.js';
import type { MemberTotals } from './explain-members.js';
import { at, daysOf, msAt, ruleOf, vectorOf } from './judging.fixture.js';
import { project } from './projection.js';
import { flagSentence, type SentenceInput } from './sentence.js';
import type { Standing } from './standing.js';

const published = (id: string) => PUBLISHED_RULEBOOK.rules.find((rule) => rule.id === id)!;
const group = { kind: 'group', id: 'par-1', controlRule: 'control' } as const;
const standing = (own: Partial<Standing> = {}): Standing => ({
  kind: 'CROSSING',
  rule: 'r',
  ruleVersion: 1,
  scope: group,
  tier: 'PROBABLE',
  n: 1,
  moment: { hour: at('2026-03-05T14'), minute: 37 },
  atEntryIntoForce: false,
  totals: { lower: 0n, expected: 108n * 10n ** 9n, upper: 310n * 10n ** 9n },
  detail: {},
  ...own,
});
const sentence = (own: Partial<SentenceInput> = {}) =>
  flagSentence({
    standing: standing(),
    rule: ruleOf({ id: 'r', number: '1e23', comparison: 'GREATER' }),
    scopeName: 'par-1',
    knownAtMs: msAt('2026-03-06T09:12'),
    members: [],
    ...own,
  });
const tail = '(rule r, version 1: a policy of whoever runs this installation, not law); known since 2026-03-06 09:12 UTC.';
const account = (id: string, expected: bigint): MemberTotals => ({
  scope: { kind: 'account', provider: 'p', id },
  name: id,
  totals: { lower: 0n, expected, upper: expected * 2n },
});

describe('the sentence of a crossing', () => {
  it('says who, what, when, how much, spread how, by which rule and since when it is known', () =>
    expect(sentence({ members: Array.from({ length: 200 }, (_, index) => account(`a-${index}`, 5n)) })).toBe(
      `By the best estimate, the group under par-1 passed 1e23 FLOP on 2026-03-05 14:37 UTC, with 1.08e23 by the end of that hour (at most 3.1e23, provable 0), shared by 200 accounts: the largest has 0.5 %, 180 make 90 % ${tail}`,
    ));

  it('claims no more than its tier does', () => {
    expect(sentence({ standing: standing({ tier: 'POSSIBLE' }) })).toContain(
      'At most, with everything that is not known taken as large as it can be, the group under par-1 may have passed 1e23 FLOP on 2026-03-05 14:37 UTC, with 3.1e23 by the end',
    );
    const certain = standing({ tier: 'CERTAIN', totals: { lower: 10n ** 11n + 1n, expected: 2n * 10n ** 11n, upper: 3n * 10n ** 11n } });
    expect(sentence({ standing: certain })).toContain('Provably, the group under par-1 passed 1e23 FLOP');
    expect(sentence({ standing: certain })).toContain('with 1.00000000001e23 by the end of that hour (at most 3e23, best estimate 2e23)');
  });

  it('says that a number was reached where equal is enough, and within which window', () =>
    expect(sentence({ rule: ruleOf({ id: 'r', number: '1e23', comparison: 'AT_LEAST', window: 90 }) })).toContain(
      'the group under par-1 reached 1e23 FLOP within 90 days on 2026-03-05',
    ));

  it('says what stood already when the rule took effect', () =>
    expect(sentence({ standing: standing({ atEntryIntoForce: true, moment: { hour: at('2027-01-01'), minute: 0 } }) })).toContain(
      'had passed 1e23 FLOP before the rule took effect and stands from 2027-01-01 00:00 UTC',
    ));

  it('names what is one account', () => expect(sentence({ members: [account('a', 5n)] })).toContain(', all of it by one account (rule'));

  it('never says that reporting is mandatory, nor that what is no law is one', () => {
    expect(sentence({ rule: published('us-bis-702-7') })).toContain('proposed, never final: an exercise)');
    expect(sentence({ rule: published('eu-ai-act-51') })).toContain('obliges no cloud provider to report what a customer uses)');
    for (const rule of PUBLISHED_RULEBOOK.rules.filter(({ kind }) => kind === 'TRAINING')) {
      const said = sentence({ rule });
      expect(said).not.toMatch(/\b(must|mandatory|required|illegal|violat\w+)\b/i);
      if (/rescinded|vetoed|proposed|draft|not enforced/.test(said)) expect(said).toContain('an exercise');
    }
  });

  it('exactly the same facts give exactly the same words', () => expect(sentence()).toBe(sentence()));
});

it('the sentence of a projection says at which rate, when, and how far ahead', () => {
  const vector = vectorOf(daysOf('2026-03-01', 10, 24n * 10n ** 8n));
  const projection = project(vector, at('2026-03-11'), {
    number: { numerator: 10n ** 23n, denominator: 1n },
    comparison: 'GREATER',
    horizonDays: 60,
  });
  const projected = standing({ tier: 'PROJECTED', moment: { hour: projection.day! * 24, minute: 0 }, totals: undefined });
  expect(sentence({ standing: projected, projection })).toBe(
    `By the best estimate, at its 7-day rate of 2.4e21 FLOP a day, the group under par-1 will pass 1e23 FLOP on 2026-04-12, 32 days ahead, with 2.4e22 so far ${tail}`,
  );
});

describe('the sentences of other flags', () => {
  const band = ruleOf({ id: 'r', kind: 'BAND', number: '1e22', level: 'IDENTIFIED' });
  const customer = { kind: 'customer', id: 'cus' } as const;

  it('of levels', () => {
    const below = standing({
      kind: 'UNVERIFIED_ABOVE_BAND',
      scope: customer,
      tier: undefined,
      detail: { level: 'NONE', required: 'IDENTIFIED' },
    });
    expect(sentence({ standing: below, rule: band, scopeName: 'cus' })).toBe(
      `By the best estimate, customer cus reached 1e22 FLOP on 2026-03-05 14:37 UTC, from where its customer is to be identified, and is not verified ${tail}`,
    );
    const unlinked = standing({ ...below, kind: 'UNLINKED_ABOVE_BAND', scope: { kind: 'account', provider: 'p', id: 'a' } });
    expect(sentence({ standing: unlinked, rule: band, scopeName: 'p/a' })).toContain(
      'account p/a, which is linked to no customer, reached',
    );
  });

  it('of evaluations', () => {
    const growth = ruleOf({ id: 'r', kind: 'EVALUATION', evaluation: { type: 'GROWTH', times: 5 } });
    const detail = { evaluation: 'e', evaluatedAtMs: msAt('2026-01-01'), evaluatedFlop: '18000000000000000000000' };
    expect(sentence({ standing: standing({ kind: 'EVALUATION_DUE', detail }), rule: growth })).toContain(
      'had by 2026-03-05 14:37 UTC used 5 times as much since its last evaluation on 2026-01-01 00:00 UTC as until then: 1.08e23 FLOP in all, 1.8e22 at the evaluation',
    );
    const quarter = ruleOf({ id: 'r', kind: 'EVALUATION', evaluation: { type: 'MONTHS', months: 3 }, number: '1e24' });
    expect(sentence({ standing: standing({ kind: 'EVALUATION_DUE', detail: { sinceMs: 5, reachedMs: 5 } }), rule: quarter })).toContain(
      'On 2026-03-05 14:37 UTC it was 3 months since it reached 1e24 FLOP: the group under par-1, with 1.08e23 FLOP',
    );
  });

  it('of capacity, with what is missing', () => {
    const cluster = { kind: 'cluster', provider: 'p', id: 'c' } as const;
    const registered = { scope: cluster, accelerator: 'H100', accelerators: 200_000, interconnectGbps: 0, inServiceFromMs: 0 };
    const rule = published('us-bis-702-7-cluster');
    const [found] = judgeCapacity({ ...registered, peaks: { BF16: 989_000 } }, [rule]).standings;
    expect(sentence({ standing: found!, rule, scopeName: 'p/c' })).toContain(
      'As registered, compute cluster p/c has 200000 H100 with a dense peak of 1.98e20 op/s, which exceeds 1e20 op/s, and its interconnect is not registered, and above 300 Gbit/s it would fall under the rule',
    );
  });

  it('of use that facts speak against', () => {
    const over = standing({
      kind: 'OVER_CAPACITY',
      scope: { kind: 'cluster', provider: 'p', id: 'c' },
      detail: { acceleratorMs: String(9 * 3_600_000 + 1_800_000), acceleratorsRegistered: 8, hoursOver: 1, lastHour: 5 },
    });
    expect(sentence({ standing: over, scopeName: 'p/c' })).toContain(
      'From 2026-03-05 14:37 UTC on, compute cluster p/c is reported to have used 9.5 accelerator-hours in an hour of 8 registered accelerators, and more than is registered in 1 hour so far',
    );
    const after = standing({ kind: 'USE_AFTER_ORDER', scope: customer, detail: { suspendedFromMs: msAt('2026-03-01'), hoursOfUse: 3 } });
    expect(sentence({ standing: after, scopeName: 'cus' })).toContain(
      'Accounts of customer cus were used from 2026-03-05 14:37 UTC on, after it was suspended on 2026-03-01 00:00 UTC: 3 hours of use in all',
    );
  });
});
