import type { VerificationLevel } from '../customers/customer-profile.js';
import { bandCrossings, judgeBandCrossings } from './band-judging.js';
import { type SignalScope, useSignals } from './band-signals.js';
import { judgeEvaluation } from './evaluation-due.js';
import { at, msAt, ruleOf, vectorOf } from './judging.fixture.js';
import type { Standing } from './standing.js';

const rules = [
  ruleOf({ id: 'billing', kind: 'BAND', number: '1e13', level: 'NONE' }),
  ruleOf({ id: 'identity', kind: 'BAND', number: '1e14', level: 'IDENTIFIED' }),
  ruleOf({ id: 'growth', kind: 'EVALUATION', evaluation: { type: 'GROWTH', times: 5 } }),
];
const customer = { kind: 'customer', id: 'cus' } as const;
const monthly = ['2026-01-10', '2026-02-10', '2026-03-10'].map((day) => [at(day), 100n] as const);

function signals(
  scope: SignalScope,
  rows: Parameters<typeof vectorOf>[0],
  own: { level?: VerificationLevel | 'UNLINKED'; evaluatedAt?: string; timesRaised?: (standing: Standing) => number } = {},
) {
  const vector = vectorOf(rows);
  const bands = bandCrossings({ scope, vector, rules });
  const nowMs = msAt('2026-06-01');
  const evaluations = own.evaluatedAt ? [{ id: 'e-1', atMs: msAt(own.evaluatedAt) }] : [];
  const standings = [
    ...judgeBandCrossings({ scope, vector, rules, level: own.level ?? 'ENHANCED' }, bands),
    ...judgeEvaluation({ scope, vector, rules, evaluations, nowMs }),
  ];
  return useSignals({ scope, vector, bands, standings, nowMs, timesRaised: own.timesRaised });
}

describe('what use tells the customer registry', () => {
  it('is every band that asks for a level, and every repetition of one', () =>
    expect(signals(customer, monthly)).toEqual([
      {
        key: 'BAND_REACHED/customer/cus/identity@1/1',
        kind: 'BAND_REACHED',
        scope: customer,
        band: 'identity',
        hour: at('2026-01-10'),
        total: 100n,
      },
      {
        key: 'REPEATED_USE/customer/cus/identity@1/MONTHS/2026-03',
        kind: 'REPEATED_USE',
        scope: customer,
        band: 'identity',
        hour: at('2026-03-10'),
        total: 300n,
      },
    ]));

  it('is nothing below the first band that asks for one', () => expect(signals(customer, [[at('2026-01-10'), 99n]])).toEqual([]));

  it('is of an account only that it lacks a customer, or its customer the level', () => {
    const account = { kind: 'account', provider: 'p', id: 'a/b%' } as const;
    expect(signals(account, monthly, { level: 'UNLINKED' }).map(({ key }) => key)).toEqual([
      'UNLINKED_ABOVE_BAND/account/p/a%2Fb%25/identity@1/1/1',
    ]);
    expect(signals(account, monthly, { level: 'BASIC' }).map(({ key }) => key)).toEqual([
      'UNVERIFIED_ABOVE_BAND/account/p/a%2Fb%25/identity@1/1/1',
    ]);
    expect(signals(account, monthly)).toEqual([]);
  });

  it('is six-fold growth, with the total at the evaluation', () => {
    const rows = [[at('2026-01-10'), 10n] as const, [at('2026-03-10'), 50n] as const];
    expect(signals(customer, rows, { evaluatedAt: '2026-02-01' })).toEqual([
      {
        key: 'GROWTH_SIXFOLD/customer/cus/e-1',
        kind: 'GROWTH_SIXFOLD',
        scope: customer,
        band: '',
        hour: at('2026-03-10'),
        total: 60n,
        evaluated: 10n,
      },
    ]);
  });

  it('keeps its key when the moment moves, and gets another when the flag comes back', () => {
    const keyOf = (rows: Parameters<typeof vectorOf>[0], times: number) =>
      signals(customer, rows, { level: 'NONE', timesRaised: () => times }).find(({ kind }) => kind === 'UNVERIFIED_ABOVE_BAND')!.key;
    expect(keyOf(monthly, 1)).toBe(keyOf([[at('2025-12-31'), 500n]], 1));
    expect(keyOf(monthly, 2)).not.toBe(keyOf(monthly, 1));
  });
});
