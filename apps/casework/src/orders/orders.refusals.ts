import type { RefusalRow } from '@tidemark/edge';

export const ORDER_REFUSALS = {
  WARNING_UNKNOWN: { status: 404, title: 'There is no such warning', remedy: 'Read the warnings of the case.' },
  WARNING_OVER: { status: 409, title: 'The warning can no longer be answered', remedy: 'Its time ended, or it was answered before.' },
  WARNING_RUNNING: {
    status: 409,
    title: 'The provider may still answer the warning',
    remedy: 'Wait for its answer or until the time in "answerBy"; in imminent danger draft the order anew, and say why it is.',
  },
  ORDER_UNWARNED: {
    status: 409,
    title: 'The provider was not warned of this order',
    remedy: 'Warn it first, about the same scope; in imminent danger say in "imminence" why nobody can wait.',
  },
  ORDER_FROM_PAST: {
    status: 422,
    title: 'An order cannot begin in the past',
    remedy: 'Leave "from" out: then it holds as soon as it is issued.',
  },
  ORDER_SCOPE_INVALID: {
    status: 422,
    title: 'No order can be made about this',
    remedy: 'An order is about one scope at one provider: make several of it.',
  },
  ORDER_PROVIDER_OTHER: {
    status: 422,
    title: 'The case has nothing to do with this provider or this customer',
    remedy: 'An order goes to a provider that the case’s subject or one of its flags is at.',
  },
  ORDER_STANDS_ALREADY: {
    status: 409,
    title: 'There is such an order already',
    remedy: 'Look at the order in "order": withdraw the draft, or have it lifted.',
  },
  ORDER_UNKNOWN: { status: 404, title: 'There is no such order in this case', remedy: 'Read the orders of the case.' },
  ORDER_NOT_IN_STATE: { status: 409, title: 'The order is not in a state that allows this', remedy: 'The answer names its state.' },
  LIFT_ASKED_ALREADY: {
    status: 409,
    title: 'It was asked already that the order be lifted',
    remedy: 'Have the request in "lift" answered first.',
  },
  LIFT_UNKNOWN: { status: 404, title: 'Nobody asked that this order be lifted', remedy: 'Read the order: it names what was asked.' },
  LIFT_ANSWERED: { status: 409, title: 'The request was answered already', remedy: 'Ask anew.' },
} as const satisfies Record<string, RefusalRow>;
