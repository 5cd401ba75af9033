import type { RefusalTable } from '@tidemark/edge';

/** Why an identity is not released to a case. Statuses as over HTTP; gRPC has its own for each. */
export type ReleaseRefusal = 'RELEASE_NOT_GRANTED' | 'RELEASE_NOT_COVERED' | 'RELEASE_ENDED' | 'RELEASE_MALFORMED' | 'CUSTOMER_ERASED';

export const RELEASE_REFUSALS: RefusalTable<ReleaseRefusal> = {
  RELEASE_NOT_GRANTED: {
    status: 404,
    title: 'The registry knows no such grant to you',
    remedy: 'Ask again in a moment when it was granted just now; else have it granted inside the case.',
  },
  RELEASE_NOT_COVERED: {
    status: 403,
    title: 'The grant does not cover this',
    remedy: 'Ask for the customers and sections that the grant names, or have more granted.',
  },
  RELEASE_ENDED: { status: 409, title: 'The access has ended', remedy: 'Ask for access anew inside the case.' },
  RELEASE_MALFORMED: {
    status: 422,
    title: 'The request cannot be read',
    remedy: 'Name a grant, a case, a customer, at least one section and a purpose of 3 to 200 characters.',
  },
  CUSTOMER_ERASED: {
    status: 404,
    title: 'The person was erased',
    remedy: 'There is nobody behind this record any more: only the facts about it stay.',
  },
};
