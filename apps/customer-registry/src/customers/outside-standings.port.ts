import type { OutsideStanding } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

/** What the rooms of screening and control know of a customer at a decision about its level. */
export abstract class OutsideStandings {
  abstract of(tx: Transaction, customer: string, nowMs: number): Promise<OutsideStanding>;
}

/** Nothing outside bears on the decision: for commands that ask for no requirement. */
export const NOTHING_OUTSIDE: OutsideStanding = {
  screening: { openMatches: 0, confirmedMatches: 0 },
  ownership: { owners: [] },
};
