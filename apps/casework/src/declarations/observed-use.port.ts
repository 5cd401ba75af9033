import type { CaseScope, Observation, UsageWindow } from '@tidemark/domain';

export type Observed = { observation: Observation } | { notObserved: { code: string; why: string } };

/** What the ledger counted for a subject, window by window, as known at one moment. */
export abstract class ObservedUse {
  /** Asked with the caller's own token: whoever may not see totals there does not see them here. Never throws for an app that is away. */
  abstract observe(token: string, scope: CaseScope, windows: readonly UsageWindow[]): Promise<Observed>;
}
