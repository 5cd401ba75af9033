import type { RefusalRow } from '@tidemark/edge';

export const SERVED_REFUSALS = {
  ITEM_NOT_ACKNOWLEDGED: {
    status: 409,
    title: 'This kind of item is not acknowledged',
    remedy: 'Read the item: it says what is asked of you.',
  },
  ITEM_NOT_ANSWERED: {
    status: 409,
    title: 'This kind of item is not answered in this way',
    remedy: 'Read the item: an information request takes an answer, a declaration request a declaration.',
  },
} as const satisfies Record<string, RefusalRow>;
