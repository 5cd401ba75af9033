import { isActive } from '@tidemark/domain';
import { isoOf } from '@tidemark/edge';
import type { KeptDelegation } from './delegations.port.js';

export const delegationView = (delegation: KeptDelegation, nowMs: number) => {
  const { id, person, deputy, from, until, endedAt, madeAt, reason } = delegation;
  return {
    id,
    person,
    deputy,
    from: isoOf(from),
    until: isoOf(until),
    active: isActive(delegation, nowMs),
    madeAt: isoOf(madeAt),
    ...(endedAt === undefined ? {} : { endedAt: isoOf(endedAt) }),
    ...(reason === undefined ? {} : { reason }),
  };
};
export type DelegationView = ReturnType<typeof delegationView>;
