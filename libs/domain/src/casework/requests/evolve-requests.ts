import type { CaseEvent } from '../case-event.js';
import type { AnswerVersion, InformationRequest } from './information-request.js';
import type { InformationRequestEvent } from './request-event.js';

type Requests = ReadonlyMap<string, InformationRequest>;
type Of<Type extends CaseEvent['type']> = Extract<CaseEvent, { type: Type }>;

export function evolveInformationRequests(requests: Requests, event: CaseEvent): Requests {
  switch (event.type) {
    case 'information-requested':
      return new Map(requests).set(event.request, asked(event));
    case 'request-acknowledged':
      return changed(requests, event.request, () => ({ status: 'acknowledged', acknowledgedAt: event.at }));
    case 'request-answered':
      return changed(requests, event.request, (request) => ({
        status: 'answered',
        acknowledgedAt: request.acknowledgedAt ?? event.at,
        answers: [...request.answers, answerOf(event, request)],
      }));
    case 'request-accepted':
      return changed(requests, event.request, () => ({ status: 'accepted' }));
    case 'request-returned':
      return changed(requests, event.request, ({ returns }) => ({
        status: 'returned',
        dueAt: event.dueAt,
        returns: [...returns, { version: event.version, at: event.at, dueAt: event.dueAt, ...event.record, ...event.personal }],
      }));
    case 'request-withdrawn':
      return changed(requests, event.request, () => ({ status: 'withdrawn' }));
    case 'request-reminded':
      return changed(requests, event.request, ({ reminders }) => ({ reminders: [...reminders, event.at] }));
    case 'request-escalated':
      return escalated(requests, event);
    default:
      return requests;
  }
}

const asked = ({
  request,
  item,
  provider,
  template,
  questions,
  dueAt,
  awaited,
  at,
  by,
  record,
  personal,
}: Extract<InformationRequestEvent, { type: 'information-requested' }>): InformationRequest => ({
  id: request,
  item,
  provider,
  template,
  questions: questions.map((question) => ({ ...question, text: personal?.texts[question.id] })),
  message: personal?.message,
  reason: record?.reason,
  askedAt: at,
  askedBy: by,
  awaited,
  dueAt,
  status: 'sent',
  answers: [],
  returns: [],
  reminders: [],
  escalations: [],
  revision: 0,
});

const answerOf = ({ version, at, by, files, personal }: Of<'request-answered'>, { dueAt }: InformationRequest): AnswerVersion => ({
  version,
  at,
  by,
  late: at >= dueAt,
  files,
  ...personal,
});

/** With one revision more: the provider sees each of these changes. */
function changed(requests: Requests, id: string, change: (request: InformationRequest) => Partial<InformationRequest>): Requests {
  const request = requests.get(id);
  if (request === undefined) return requests;
  return new Map(requests).set(id, { ...request, ...change(request), revision: request.revision + 1 });
}

/** No revision: that a regulator's lead was told is none of the provider's business. */
function escalated(requests: Requests, { request: id, at, clock }: Of<'request-escalated'>): Requests {
  const request = requests.get(id);
  return request === undefined ? requests : new Map(requests).set(id, { ...request, escalations: [...request.escalations, { at, clock }] });
}
