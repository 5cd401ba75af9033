import type { Delegation } from '@tidemark/domain';

export interface DelegationRow {
  id: string;
  authority: string;
  person: string;
  deputy: string;
  from_ms: string;
  until_ms: string;
  reason: Buffer;
  made_at_ms: string;
  ended_at_ms: string | null;
}

export const delegationOf = ({ id, person, deputy, from_ms, until_ms, ended_at_ms }: DelegationRow): Delegation => ({
  id,
  person,
  deputy,
  from: Number(from_ms),
  until: Number(until_ms),
  ...(ended_at_ms === null ? {} : { endedAt: Number(ended_at_ms) }),
});
