import { type RefusalRow } from '@tidemark/edge';

export const CONTROL_REFUSALS = {
  OWNER_UNKNOWN: {
    status: 404,
    title: 'There is no such customer record of yours to be the owner',
    remedy: 'Onboard the owner first, with "related": true where it rents nothing.',
  },
  OWNER_OF_ITSELF: { status: 422, title: 'Nobody owns or controls itself', remedy: 'Name two records.' },
  SHARE_INVALID: {
    status: 422,
    title: 'The share cannot be read',
    remedy: 'Write it exactly: "1/3", "0.25" or "25%", above 0 and at most 1.',
  },
  SHARE_MISSING: { status: 422, title: 'Shares and votes need a share', remedy: 'State the share exactly, for example "1/3".' },
  SHARE_NOT_OF_THIS_KIND: {
    status: 422,
    title: 'This kind of control has no share',
    remedy: 'Leave the share out, or state it as SHARES or VOTES beside.',
  },
  EDGE_INTERVAL_EMPTY: {
    status: 422,
    title: 'The time of the statement is empty',
    remedy: '"to" is exclusive and must be later than "from".',
  },
  EDGE_OVERLAPS: {
    status: 409,
    title: 'You said something about this owner, this customer and this kind for some instant of this time already',
    remedy: 'End the standing statement first, also in the past; "standing" names it.',
  },
  EDGE_UNKNOWN: {
    status: 404,
    title: 'There is no such statement of yours about this customer',
    remedy: 'See GET /v1/customers/{id}/owners.',
  },
  EDGE_ENDS_BEFORE_IT_STARTS: {
    status: 422,
    title: 'The statement would end before it starts',
    remedy: 'End it at its own start to say that it never held.',
  },
  EDGE_ALREADY_ENDED: {
    status: 409,
    title: 'The statement does not hold at that instant any more',
    remedy: 'It can end earlier, never later: make a new statement for the rest of the time.',
  },
  OWNER_ERASED: {
    status: 409,
    title: 'The person behind one of the records was erased',
    remedy: 'Onboard the person again; nothing new can be said about an erased record.',
  },
  CONTROLLER_UNKNOWN: {
    status: 404,
    title: 'There is no such record of yours, or no such party',
    remedy: 'See GET /v1/controllers for whoever controls somebody.',
  },
} as const satisfies Record<string, RefusalRow>;

export type ControlRefusalCode = keyof typeof CONTROL_REFUSALS;
