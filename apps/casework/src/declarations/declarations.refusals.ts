import type { RefusalRow } from '@tidemark/edge';

export const DECLARATION_REFUSALS = {
  DECLARATION_UNKNOWN: {
    status: 404,
    title: 'The case has no such declaration',
    remedy: 'Look at the id in the list of the case’s declarations.',
  },
  VERSION_UNKNOWN: { status: 404, title: 'The declaration has no such version', remedy: 'The list of declarations names each version.' },
  VERSIONS_TOO_MANY: {
    status: 409,
    title: 'No more versions of the declaration are taken',
    remedy: 'Tell the authority: it can ask for another declaration.',
  },
  DECLARATION_INVALID: {
    status: 422,
    title: 'The declaration cannot be taken as it is',
    remedy: '"problems" names each place and what is wrong with it.',
  },
  DECLARATION_MISSING: { status: 409, title: 'Nothing was declared yet', remedy: 'Wait for the first version.' },
  DECLARATION_ERASED: {
    status: 410,
    title: 'The words of the declaration were erased',
    remedy: 'That there was one, when and through whom stays in the log.',
  },
  CUSTOMER_NOT_CONCERNED: {
    status: 422,
    title: 'The customer record cannot be named here',
    remedy: 'Name a record of the provider that is asked, inside what the case is about; or none.',
  },
  AUDITOR_IS_PARTY: { status: 422, title: 'The auditor took part in the asking', remedy: 'Name a third party.' },
  SHARE_TIME_INVALID: {
    status: 422,
    title: 'The time cannot be set',
    remedy: 'Give a moment ahead, within the days that the answer names; it can be ordered again.',
  },
  SHARE_NOT_IN_STATE: {
    status: 409,
    title: 'The share is not in a state that allows this',
    remedy: 'Read the declaration: its shares say where they stand.',
  },
  SHARE_UNKNOWN: {
    status: 404,
    title: 'There is no such share',
    remedy: 'Only the person whom the order names can read it, in the role auditor.',
  },
  SHARE_ENDED: { status: 410, title: 'The access has ended', remedy: 'Ask whoever ordered it for another.' },
} as const satisfies Record<string, RefusalRow>;
