import type { RefusalRow } from '@tidemark/edge';

export const APPEAL_REFUSALS = {
  APPEAL_UNKNOWN: { status: 404, title: 'There is no such appeal in this case', remedy: 'List them: GET /v1/cases/{id}/appeals.' },
  APPEAL_UNDER_WAY: { status: 409, title: 'An appeal is being heard', remedy: 'Wait for its decision; add what is new as a reply.' },
  APPEAL_DECIDED: { status: 409, title: 'The appeal was decided', remedy: 'What remains is a court.' },
  APPEAL_NOT_LATE: { status: 409, title: 'The appeal is heard already', remedy: 'Nothing is to be admitted.' },
  APPEAL_NOT_HEARD: { status: 409, title: 'The appeal is not being heard', remedy: 'A late one has to be admitted by a lead first.' },
  APPEAL_TAKEN: { status: 409, title: 'The appeal is in somebody’s hands', remedy: 'Read the appeal: who took it, and what is proposed.' },
  APPEAL_OUTCOME: {
    status: 422,
    title: 'Outcome and decision on the appeal do not go together',
    remedy: 'UPHELD and UPHELD_IN_PART say the outcome from now on; REJECTED and REMITTED say none.',
  },
  TOOK_PART: { status: 403, title: 'Whoever took part in the case cannot judge its appeal', remedy: 'Ask somebody who had no hand in it.' },
  NOT_THE_REVIEWER: { status: 403, title: 'Whoever took the appeal proposes its decision', remedy: 'Take it first: POST .../review.' },
} as const satisfies Record<string, RefusalRow>;
