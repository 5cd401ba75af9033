import type { Actor, CaseContext, CaseDecision, CaseEvent, CaseState } from '@tidemark/domain';
import type { Random } from '../storm/workload/random.js';

/** Something that somebody does in a case. What it says may still be refused: people try what cannot be done. */
export interface Act {
  name: string;
  by: Actor;
  /** Of a provider: the item that was served on it. */
  item?: string | undefined;
  decide(state: CaseState, context: CaseContext): CaseDecision<CaseEvent>;
}

/** How often of all that could be done. */
export type Weighted = readonly [weight: number, act: Act];

export const WHY = { reason: 'It stands to reason' };

/** Like any random UUID, and the same for the same seed. */
export function uuidOf(random: Random): string {
  const hex = [0, 1, 2, 3].map(() => random.int(0, 0xffff_ffff).toString(16).padStart(8, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

export function pickWeighted(random: Random, acts: readonly Weighted[]): Act | undefined {
  let left = random.next() * acts.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, act] of acts) {
    left -= weight;
    if (left < 0) return act;
  }
  return undefined;
}
