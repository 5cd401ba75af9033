import type { TrialFlag } from './trial-flags.port.js';

/** Moments of crossings, in usage time; half-open. Undefined: no bound. */
export interface TrialPeriod {
  readonly fromMs: number | undefined;
  readonly toMs: number | undefined;
}

/** What would be otherwise if the rule on trial were live. */
export interface TrialDifferences {
  /** Flags that nobody has now. */
  readonly added: readonly TrialFlag[];
  /** Flags of the version that is live now, which would be gone. */
  readonly removed: readonly TrialFlag[];
  /** The same matter at another moment. */
  readonly moved: readonly { readonly flag: TrialFlag; readonly liveMomentMs: number }[];
  readonly unchanged: number;
}

/**
 * Flags of a rule in shadow beside those of the live version of the same rule; without one, all are added. A matter that moves over an end
 * of the period has moved: it is neither added nor removed.
 */
export function compareTrial(shadow: readonly TrialFlag[], live: readonly TrialFlag[], period: TrialPeriod): TrialDifferences {
  const before = new Map(live.map((flag) => [matterOf(flag), flag]));
  const after = new Set(shadow.map(matterOf));
  const isIn = (momentMs: number): boolean => momentMs >= (period.fromMs ?? -Infinity) && momentMs < (period.toMs ?? Infinity);
  const same = shadow
    .flatMap((flag) => {
      const one = before.get(matterOf(flag));
      return one === undefined ? [] : [{ flag, liveMomentMs: one.momentMs }];
    })
    .filter(({ flag, liveMomentMs }) => isIn(flag.momentMs) || isIn(liveMomentMs));
  const moved = same.filter(({ flag, liveMomentMs }) => flag.momentMs !== liveMomentMs);
  return {
    added: shadow.filter((flag) => !before.has(matterOf(flag)) && isIn(flag.momentMs)),
    removed: live.filter((flag) => !after.has(matterOf(flag)) && isIn(flag.momentMs)),
    moved,
    unchanged: same.length - moved.length,
  };
}

const matterOf = ({ scope, kind, tier, n }: TrialFlag): string => `${scope.key}/${kind}/${tier ?? ''}/${n}`;
