import type { Caller } from '@tidemark/access';
import { actorOf } from '@tidemark/access';
import { type CaseScope, scopeKeyOf } from '@tidemark/domain';
import { type CursorPart, type Refused, readCursor, refuse } from '@tidemark/edge';
import { label } from '../case-log/queue-row.js';
import { subjectOf } from '../cases/case-subject.js';
import type { QueueAsk, QueuedCase, QueueKey, QueueSort } from './case-queue.port.js';
import type { QueueQuery } from './queue.dto.js';

const KEYS: Readonly<Record<QueueSort, readonly CursorPart[]>> = {
  due: ['number', 'uuid'],
  severity: ['int', 'number', 'uuid'],
  opened: ['number', 'uuid'],
  changed: ['number', 'uuid'],
};
/** Behind all that have a duty: the last moment that there is, as the database orders it. */
const NOT_DUE = 8_640_000_000_000_000;
const SEVERITY_ORDER = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'];

export const keyOf = (one: QueuedCase, sort: QueueSort): QueueKey => {
  const due = one.due?.atMs ?? NOT_DUE;
  if (sort === 'due') return [due, one.id];
  if (sort === 'severity') return [SEVERITY_ORDER.indexOf(one.severity), due, one.id];
  return [sort === 'opened' ? one.openedAtMs : one.changedAtMs, one.id];
};

/** What the query asks for, as the caller may ask it: cases of her own authority. */
export function askOf(
  query: QueueQuery,
  caller: Caller,
  { authority, nowMs }: { authority: string; nowMs: number },
): QueueAsk | Refused<'SUBJECT_INCOMPLETE'> {
  const { sort, snoozed, flag, cursor, severity, stage, matter, assignee } = query;
  const person = actorOf(caller);
  const subject = subjectAsked(query);
  if (subject !== undefined && 'refused' in subject) return subject;
  const before = [query.dueBefore, query.overdue === 'true' ? nowMs : undefined].filter((one) => one !== undefined);
  return {
    ...{ authority, nowMs, sort, snoozed, flag, severity, stage, matter, limit: query.limit + 1 },
    labels: labelsAsked(query, person, subject),
    assignee: assignee === 'me' ? person : assignee === 'none' ? null : assignee,
    dueBeforeMs: before.length === 0 ? undefined : Math.min(...before),
    after: readCursor<QueueKey>(cursor, KEYS[sort]),
  };
}

/** A part of a subject is refused: ignored it would widen the question, and taken as it is it would find nothing. */
function subjectAsked({ subjectKind, subjectId, subjectProvider }: QueueQuery): CaseScope | Refused<'SUBJECT_INCOMPLETE'> | undefined {
  if (subjectKind !== undefined && subjectId !== undefined)
    return subjectOf({ kind: subjectKind, id: subjectId, provider: subjectProvider }, 'subjectProvider');
  if (subjectKind === undefined && subjectId === undefined && subjectProvider === undefined) return undefined;
  return refuse('SUBJECT_INCOMPLETE', 'Send subjectKind and subjectId, or neither.', {
    field: subjectKind === undefined ? 'subjectKind' : 'subjectId',
  });
}

function labelsAsked({ jurisdiction, regime, tier, watching }: QueueQuery, person: string, subject: CaseScope | undefined): string[] {
  return [
    ...(jurisdiction === undefined ? [] : [label('jurisdiction', jurisdiction)]),
    ...(regime === undefined ? [] : [label('regime', regime)]),
    ...(tier === undefined ? [] : [label('tier', tier)]),
    ...(watching === 'true' ? [label('watcher', person)] : []),
    ...(subject === undefined ? [] : [label('subject', scopeKeyOf(subject))]),
  ];
}
