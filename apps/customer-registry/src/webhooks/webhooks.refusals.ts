import { type RefusalRow } from '@tidemark/edge';

export const WEBHOOK_REFUSALS = {
  WEBHOOK_UNKNOWN: { status: 404, title: 'There is no such webhook of yours', remedy: 'See GET /v1/webhooks.' },
  WEBHOOK_URL_REFUSED: {
    status: 422,
    title: 'Webhooks cannot be sent there',
    remedy: 'Give an https URL of a host on the public internet, without credentials and fragment.',
  },
  WEBHOOKS_TOO_MANY: { status: 409, title: 'There are too many webhooks already', remedy: 'Delete one: a provider has at most 20.' },
  REPLAY_TOO_OLD: {
    status: 422,
    title: 'Messages that old are not kept',
    remedy: 'Replay from at most 30 days ago; older changes are in the records themselves.',
  },
} as const satisfies Record<string, RefusalRow>;

export type WebhookRefusalCode = keyof typeof WEBHOOK_REFUSALS;
