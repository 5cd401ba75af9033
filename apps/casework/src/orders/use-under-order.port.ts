import type { SuspensionOrder, UseUnderOrder } from '@tidemark/domain';

export type Asked = { use: UseUnderOrder } | { notAsked: { code: string; why: string } };

/** What the ledger counted while an order held. */
export abstract class OrderedUse {
  /** Asked with the caller's own token: whoever may not see totals there does not see them here. Never throws for an app that is away. */
  abstract since(token: string, order: SuspensionOrder, nowMs: number): Promise<Asked>;
}
