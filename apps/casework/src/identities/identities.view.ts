import type { IdentityGrant, IdentityReading, IdentityRequest } from '@tidemark/domain';
import { isAccessOpen } from '@tidemark/domain';
import { isoOf } from '@tidemark/edge';
import type { ReleasedRecord } from './identity-release.port.js';

/** A request with what came of it. Words whose key was destroyed are absent. */
export function requestView({ asked, until, answeredAt, words, reason, ...request }: IdentityRequest) {
  return {
    ...request,
    askedBy: asked.person,
    askedAs: asked.role,
    askedAt: isoOf(asked.at),
    until: isoOf(until),
    ...(words === undefined ? {} : { words }),
    ...(answeredAt === undefined ? {} : { answeredAt: isoOf(answeredAt) }),
    ...(reason === undefined ? {} : { reason }),
  };
}
export type RequestView = ReturnType<typeof requestView>;

export function grantView({ granted, from, until, ended, review, ...grant }: IdentityGrant, nowMs: number) {
  return {
    ...grant,
    grantedBy: granted.person,
    from: isoOf(from),
    until: isoOf(until),
    open: isAccessOpen({ granted, from, until, ended, review, ...grant }, nowMs),
    ...(ended === undefined ? {} : { ended: { ...ended, at: isoOf(ended.at) } }),
    ...(review === undefined ? {} : { review: { ...review, at: isoOf(review.at) } }),
  };
}
export type GrantView = ReturnType<typeof grantView>;

export const readingView = ({ at, ...reading }: IdentityReading) => ({ ...reading, at: isoOf(at) });
export type ReadingView = ReturnType<typeof readingView>;

export const identityView = (
  wanted: { case: string; customer: string },
  { id, until }: Pick<IdentityGrant, 'id' | 'until'>,
  { releasedAtMs, ...released }: ReleasedRecord,
) => ({ ...wanted, grant: id, until: isoOf(until), releasedAt: isoOf(releasedAtMs), ...released });
export type IdentityView = ReturnType<typeof identityView>;
