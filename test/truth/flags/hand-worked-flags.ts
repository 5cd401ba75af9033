/** Facts for cases worked out by hand. Hours count from 2026-01-01T00:00Z; one TFLOP is 1e12 FLOP. */
import { type FlagFact, type FlagStatement, HOUR_MS, type RuleTruth, type StandingTruth } from './flag-truth.model.js';
import { rational } from './rational.js';

export const START_MS = Date.UTC(2026, 0, 1);
export const START_HOUR = START_MS / HOUR_MS;
export const at = (hour: number): number => START_MS + hour * HOUR_MS;

/** Each fact known at its own minute after the end of all use, in the order given. */
export const world = (...statements: FlagStatement[]): FlagFact[] =>
  statements.map((statement, i) => ({ ...statement, knownAtMs: START_MS + i * 60_000 }));

/** Expected use; lower is nothing and upper twice as much, unless told otherwise. */
export const use = (account: string, hour: number, expected: bigint, over: Partial<Extract<FlagStatement, { type: 'posted' }>> = {}) =>
  ({
    ...{ type: 'posted', provider: 'p', account, cluster: 'c', accelerator: 'X', hour: START_HOUR + hour, acceleratorMs: 3_600_000n },
    ...{ lower: 0n, expected, upper: 2n * expected },
    ...over,
  }) satisfies FlagStatement;

export const link = (account: string, customer: string, fromMs = at(0), toMs?: number): FlagStatement => ({
  ...{ type: 'linked', link: `${account}-${customer}-${fromMs}`, provider: 'p', account, customer, fromMs },
  ...(toMs === undefined ? {} : { toMs }),
});
export const unlink = (account: string, customer: string, atMs: number, fromMs = at(0)): FlagStatement => ({
  ...{ type: 'unlinked', link: `${account}-${customer}-${fromMs}`, provider: 'p', account, customer, atMs },
});
export const holds = (
  owner: string,
  owned: string,
  share: [number, number] | 'BOARD',
  fromMs = at(0),
  kind: 'SHARES' | 'VOTES' = 'SHARES',
): FlagStatement => ({
  ...{ type: 'controlStated', edge: `${owner}>${owned} ${kind} ${fromMs}`, provider: 'p', owner, owned, fromMs },
  ...(share === 'BOARD' ? { kind: 'BOARD' } : { kind, share: rational(...share) }),
});

/** More than 100 TFLOP at all time, on the best estimate, unless told otherwise. */
export const ruleOf = (over: Partial<RuleTruth> = {}): RuleTruth => ({
  ...{ id: 'r', version: 1, kind: 'TRAINING', scopes: ['cluster', 'account', 'customer', 'party', 'group'], tiers: ['PROBABLE'] },
  ...{ number: rational(100n * 10n ** 12n), comparison: 'GREATER', controlRule: 'control', conditions: [] },
  ...over,
});
export const rule = (over: Partial<RuleTruth> = {}): FlagStatement => ({ type: 'rule', rule: ruleOf(over), state: 'ACTIVE' });

/** "account p a PROBABLE 1 @ 3:30": hours from the start, minutes. */
export const sayStanding = ({ kind, scope, tier, n, hour, minute }: StandingTruth): string =>
  `${kind === 'CROSSING' ? '' : `${kind} `}${scope} ${tier ?? '-'} ${n} @ ${hour - START_HOUR}:${String(minute).padStart(2, '0')}`;
