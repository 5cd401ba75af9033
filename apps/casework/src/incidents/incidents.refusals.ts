import type { RefusalRow } from '@tidemark/edge';

export const INCIDENT_REFUSALS = {
  INCIDENT_UNKNOWN: {
    status: 404,
    title: 'There is no such incident of yours',
    remedy: 'A provider sees the incidents that it reported, an authority those in its cases: GET /v1/incidents.',
  },
  INCIDENT_UNDESCRIBED: { status: 422, title: 'The incident is not described', remedy: 'Say what happened.' },
  INCIDENT_TIMES: {
    status: 422,
    title: 'The times cannot be',
    remedy: 'It occurs, is discovered, and is reported, in this order and not in the future.',
  },
  INCIDENT_SUBJECT: {
    status: 422,
    title: 'It is not said whose customer or account it is',
    remedy: 'Name the provider beside the customer or account.',
  },
  INCIDENT_LINKED: { status: 409, title: 'The incident is linked to this already', remedy: 'Nothing needs to be done.' },
  INCIDENT_LINK_UNKNOWN: {
    status: 404,
    title: 'There is no such flag or declaration in a case of your authority',
    remedy: 'Look at the id, and at the case that a declaration is in.',
  },
  INCIDENT_CLOCK_UNKNOWN: { status: 404, title: 'The incident has no such duty', remedy: 'See its clocks: GET /v1/incidents/{i}.' },
  INCIDENT_REPORTED_ALREADY: {
    status: 409,
    title: 'A report that does this duty was recorded before',
    remedy: 'See the reports of the incident: GET /v1/incidents/{i}.',
  },
} as const satisfies Record<string, RefusalRow>;
