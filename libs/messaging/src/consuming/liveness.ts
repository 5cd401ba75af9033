import type { Subscription } from '../event-log.js';

/** A sentence about the first partition that has messages and has not moved for `stuckMs`; undefined: all is well. */
export function stuckPartition(subscriptions: readonly Subscription[], nowMs: number, stuckMs: number): string | undefined {
  const stuck = subscriptions
    .flatMap((one) => one.status())
    .find(({ lag, lastProgressAtMs }) => lag > 0n && nowMs - lastProgressAtMs > stuckMs);
  return stuck && `${stuck.topic}/${stuck.partition} stands at ${stuck.position} with ${stuck.lag} messages behind it`;
}
