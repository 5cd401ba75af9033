import { isoOf } from '@tidemark/edge';
import type { QueuedCase } from './case-queue.port.js';

/** A line of a queue. `remainingMs`: of the first duty that is not met, negative once its time is over. */
export function queuedView({ stageSinceMs, openedAtMs, changedAtMs, snoozedUntilMs, assignee, due, ...line }: QueuedCase, nowMs: number) {
  return {
    ...line,
    stageSince: isoOf(stageSinceMs),
    openedAt: isoOf(openedAtMs),
    changedAt: isoOf(changedAtMs),
    assignee: assignee ?? null,
    ...(snoozedUntilMs === undefined ? {} : { snoozedUntil: isoOf(snoozedUntilMs) }),
    ...(due && { due: { at: isoOf(due.atMs), kind: due.kind, ...(due.regime && { regime: due.regime }), remainingMs: due.atMs - nowMs } }),
  };
}
export type QueuedView = ReturnType<typeof queuedView>;
