import { type RefusalRow } from '@tidemark/edge';

/** Every way in which a screening, or a decision about a match, is refused. */
export const SCREENING_REFUSALS = {
  SCREENING_UNKNOWN: { status: 404, title: 'There is no such screening of yours', remedy: 'See GET /v1/screenings.' },
  SCREENING_ERASED: {
    status: 410,
    title: 'The person of this screening was erased',
    remedy: 'That there was a screening stays; who was screened and what was found is gone for good.',
  },
  SCREENING_CONFIGURATION_CHANGED: {
    status: 409,
    title: 'The screening was made by another configuration of the matcher',
    remedy: 'Repeat it with the release that made it, or screen anew; the recorded answer stays readable.',
  },
  SCREENING_NO_LISTS: {
    status: 409,
    title: 'There is nothing to compare with',
    remedy: 'Have the operator import a list first, with POST /v1/lists/{list}/versions: compared with nothing is not screened.',
  },
  SCREENING_LISTS_UNKNOWN: { status: 422, title: 'A list is not known', remedy: 'See GET /v1/lists for those that are screened against.' },
  MATCH_UNKNOWN: { status: 404, title: 'There is no such match of yours', remedy: 'See GET /v1/screenings/matches.' },
  MATCH_DECIDED: {
    status: 409,
    title: 'The match is decided',
    remedy: 'To change your mind, decide OPEN with the reason first.',
  },
  MATCH_OPEN_ALREADY: { status: 409, title: 'The match is open', remedy: 'Decide FALSE_POSITIVE or CONFIRMED.' },
  MATCH_CHANGED: {
    status: 412,
    title: 'The match changed since you looked at it',
    remedy: 'Read it again and decide about what it is now.',
  },
  MATCH_ERASED: { status: 409, title: 'The person behind the match was erased', remedy: 'Nothing is left to decide about.' },
} as const satisfies Record<string, RefusalRow>;

export type ScreeningRefusalCode = keyof typeof SCREENING_REFUSALS;
