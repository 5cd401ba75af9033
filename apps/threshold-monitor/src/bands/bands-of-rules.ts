import type { Caller } from '@tidemark/access';
import { passingTotal, type Rule } from '@tidemark/domain';

export interface Band {
  readonly rule: Rule & Required<Pick<Rule, 'number' | 'comparison'>>;
  /** TFLOP: the least total that is in it. */
  readonly passes: bigint;
}

export interface Bands {
  /** By their numbers, rising. */
  readonly bands: readonly Band[];
  /** Bands of a rolling window: totals over all time say nothing about them. */
  readonly notCounted: readonly Rule[];
}

/** The bands in force. A provider's own policy speaks of its own scopes alone: the scheme's totals are told apart by the scheme's bands. */
export function bandsOf(caller: Pick<Caller, 'provider'>, rules: readonly Rule[]): Bands {
  const own = rules.filter(({ kind, provider }) => kind === 'BAND' && (provider === undefined || provider === caller.provider));
  const counted = own.filter(
    (rule): rule is Band['rule'] => rule.window === 'ALL_TIME' && rule.number !== undefined && rule.comparison !== undefined,
  );
  const bands = counted.map((rule) => ({ rule, passes: passingTotal(rule.number, rule.comparison).passes }));
  return {
    bands: bands.sort((one, other) =>
      one.passes < other.passes ? -1 : one.passes > other.passes ? 1 : one.rule.id < other.rule.id ? -1 : 1,
    ),
    notCounted: own.filter(({ window }) => window !== 'ALL_TIME'),
  };
}
