import type { CaseState } from '@tidemark/domain';
import { isoOf } from '@tidemark/edge';
import { clockView } from '../cases/case.view.js';

/** What keeps a case, what was asked, and what was forgotten. */
export function retentionView({ papers, clocks, version }: CaseState, nowMs: number) {
  const { holds, erasureRequests, erasedSubjects, retentionDueAt, erased } = papers;
  return {
    version,
    holds: [...holds.values()].map(({ id, placed, reason, releaseRequests, released }) => ({
      id,
      status: released === undefined ? 'standing' : 'released',
      placedBy: placed.person,
      placedAt: isoOf(placed.at),
      ...(reason === undefined ? {} : { reason }),
      releaseRequests: [...releaseRequests].map(([request, { person, at, reason: why }]) => ({
        request,
        askedBy: person,
        askedAt: isoOf(at),
        ...(why === undefined ? {} : { reason: why }),
      })),
      ...(released === undefined ? {} : { releasedBy: released.person, releasedAt: isoOf(released.at) }),
    })),
    erasureRequests: [...erasureRequests.values()].map(({ id, cause, asked, reason, ordered }) => ({
      id,
      cause,
      askedBy: asked.person,
      askedAt: isoOf(asked.at),
      ...(reason === undefined ? {} : { reason }),
      ...(ordered === undefined ? {} : { orderedBy: ordered.person, orderedAt: isoOf(ordered.at) }),
    })),
    erasedSubjects: [...erasedSubjects].map(([customer, at]) => ({ customer, at: isoOf(at) })),
    clocks: [...clocks.values()].filter(({ kind }) => kind === 'RETENTION').map((clock) => clockView(clock, nowMs)),
    ...(retentionDueAt === undefined ? {} : { retentionDueAt: isoOf(retentionDueAt) }),
    ...(erased === undefined ? {} : { erased: { at: isoOf(erased.at), cause: erased.cause } }),
  };
}
export type RetentionView = ReturnType<typeof retentionView>;
