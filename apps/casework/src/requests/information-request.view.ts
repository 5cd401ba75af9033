import { type AnswerVersion, type CaseState, filesFor, type InformationRequest, type ServedFile } from '@tidemark/domain';
import { isoOf } from '@tidemark/edge';
import type { ServedItem } from '../case-log/case-writes.js';
import type { ServedPart } from '../served/served-now.js';

/** As regulators and auditors read it. Words that were erased are absent. */
export function informationRequestView(state: CaseState, request: InformationRequest) {
  const { id, item, provider, askedAt, askedBy, awaited, dueAt, status, acknowledgedAt, reason, escalations } = request;
  return {
    id,
    item,
    provider,
    status,
    awaited,
    askedAt: isoOf(askedAt),
    askedBy,
    dueAt: isoOf(dueAt),
    ...(acknowledgedAt === undefined ? {} : { acknowledgedAt: isoOf(acknowledgedAt) }),
    ...(reason === undefined ? {} : { reason }),
    ...asked(request),
    answers: request.answers.map(answerView),
    returns: request.returns.map(({ at, dueAt: due, ...one }) => ({ ...one, at: isoOf(at), dueAt: isoOf(due) })),
    escalations: escalations.map(({ at, clock }) => ({ at: isoOf(at), clock })),
    files: filesFor(state.requests, item).map(fileView),
  };
}
export type InformationRequestView = ReturnType<typeof informationRequestView>;

/** As its provider reads it: what was addressed to it, and what it answered itself. No reason, no escalation, nothing of the case. */
export function servedRequestView(state: CaseState, { part, id: item }: ServedItem) {
  const request = state.requests.information.get(part)!;
  const { acknowledgedAt } = request;
  return {
    ...(acknowledgedAt === undefined ? {} : { acknowledgedAt: isoOf(acknowledgedAt) }),
    ...asked(request),
    answers: request.answers.map(answerView),
    returns: request.returns.map(({ version, at, dueAt, missing }) => ({ version, at: isoOf(at), dueAt: isoOf(dueAt), missing })),
    files: filesFor(state.requests, item).map(fileView),
  };
}

const asked = ({ template, message, questions, reminders }: InformationRequest) => ({
  ...(template === undefined ? {} : { template }),
  ...(message === undefined ? {} : { message }),
  questions,
  reminders: reminders.map(isoOf),
});

const answerView = ({ at, ...answer }: AnswerVersion) => ({ ...answer, at: isoOf(at) });

export const fileView = ({ at, item: _, ...file }: ServedFile) => ({ ...file, at: isoOf(at) });

/** Of a case, the requests for information that providers were served. */
export const servedRequests: ServedPart = ({ requests }) =>
  [...requests.information.values()].map(({ id, item, provider, status, askedAt, dueAt, revision }) => ({
    id: item,
    provider,
    kind: 'INFORMATION_REQUEST',
    part: id,
    status: status === 'accepted' ? 'settled' : status,
    servedAtMs: askedAt,
    dueAtMs: dueAt,
    revision,
  }));
