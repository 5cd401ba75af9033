import type { RefusalRow } from '@tidemark/edge';

export const RETENTION_REFUSALS = {
  HOLD_UNKNOWN: { status: 404, title: 'The case has no such hold', remedy: 'Read GET /v1/cases/{id}/retention.' },
  HOLD_RELEASED: { status: 409, title: 'The hold was released before', remedy: 'Nothing is left to do.' },
  RELEASE_REQUEST_UNKNOWN: {
    status: 404,
    title: 'Nobody asked that this hold be released',
    remedy: 'Ask first, and have another person release it.',
  },
  CASE_HELD: { status: 409, title: 'A legal hold keeps the case whole', remedy: 'Have the holds released that the answer names, or wait.' },
  CASE_NOT_CLOSED: { status: 409, title: 'Only a closed case forgets its person', remedy: 'Close the case first.' },
  ERASURE_REQUEST_UNKNOWN: { status: 404, title: 'Nobody asked for this erasure', remedy: 'Ask first, and have another person order it.' },
  ERASURE_UNASKED: {
    status: 409,
    title: 'No person has asked for this erasure yet',
    remedy: 'Ask for it in your own name, and have another person order what you asked.',
  },
  PERSON_ERASED: {
    status: 409,
    title: 'The person was erased from this case',
    remedy: 'The facts and reasons stay. What is to be looked at anew takes a new case.',
  },
} as const satisfies Record<string, RefusalRow>;
