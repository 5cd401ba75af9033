import {
  ControlEdgeStated_Kind,
  CustomerStanding_Kind,
  CustomerStanding_Status,
  IntentDeclared_Trains,
  Level_Value,
  LinkEvidence_Confirmation,
  LinkEvidence_Kind,
  LinkEvidence_Strength,
} from '@tidemark/contracts';

const HOUR_MS = 3_600_000;
const EVIDENCE = {
  kind: LinkEvidence_Kind.ANALYST,
  strength: LinkEvidence_Strength.STRONG,
  confirmation: LinkEvidence_Confirmation.PERSON,
};

/** Facts of customer.v1 for tests; hours since 1970, fractions of them too. */
export const standing = (customer: string, provider: string) => ({
  case: 'standing' as const,
  value: {
    ...{ customer, provider, kind: CustomerStanding_Kind.LEGAL, level: Level_Value.IDENTIFIED },
    ...{ status: CustomerStanding_Status.ACTIVE, fromMs: 0n },
  },
});

export const linked = (link: string, provider: string, account: string, customer: string, fromHour: number, toHour?: number) => ({
  case: 'accountLinked' as const,
  value: {
    ...{ link, provider, account, customer, fromMs: BigInt(fromHour * HOUR_MS), evidence: EVIDENCE },
    ...(toHour === undefined ? {} : { toMs: BigInt(toHour * HOUR_MS) }),
  },
});

export const resolved = (customer: string, provider: string, party: string) => ({
  case: 'party' as const,
  value: { customer, provider, party },
});

export const owns = (edge: string, provider: string, owner: string, owned: string, share: string, fromHour = 0) => ({
  case: 'controlStated' as const,
  value: { edge, provider, owner, owned, kind: ControlEdgeStated_Kind.SHARES, share, fromMs: BigInt(fromHour * HOUR_MS) },
});

export const votes = (edge: string, provider: string, owner: string, owned: string, share: string, fromHour = 0) => ({
  case: 'controlStated' as const,
  value: { edge, provider, owner, owned, kind: ControlEdgeStated_Kind.VOTES, share, fromMs: BigInt(fromHour * HOUR_MS) },
});

export const intends = (customer: string, provider: string, modalities: string[]) => ({
  case: 'intent' as const,
  value: { customer, provider, version: 1, trains: IntentDeclared_Trains.YES, modalities },
});
