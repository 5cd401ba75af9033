import { randomUUID } from 'node:crypto';
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import {
  ControlEdgeStated_Kind,
  CustomerEventSchema,
  CustomerStanding_Kind,
  CustomerStanding_Status,
  Level_Value,
  LinkEvidence_Confirmation,
  LinkEvidence_Kind,
  LinkEvidence_Strength,
  monitor,
} from '@tidemark/contracts';
import { TOPICS } from '@tidemark/messaging';
import { until } from '@tidemark/testing';
import type { CaseworkUnderTest } from './casework.fixture.js';

type CustomerFact = NonNullable<MessageInitShape<typeof CustomerEventSchema>['fact']>;
type FlagFact = NonNullable<MessageInitShape<typeof monitor.FlagEventSchema>['fact']>;
type FlagInit = Exclude<MessageInitShape<typeof monitor.FlagSchema>, monitor.Flag>;

const EVIDENCE = {
  kind: LinkEvidence_Kind.ANALYST,
  strength: LinkEvidence_Strength.STRONG,
  confirmation: LinkEvidence_Confirmation.PERSON,
};

/** Facts of customer.v1 for `tellCustomers`. Of all time, unless `fromMs` says since when. */
export const standing = (customer: string, provider: string): CustomerFact => ({
  case: 'standing',
  value: {
    ...{ customer, provider, kind: CustomerStanding_Kind.LEGAL, level: Level_Value.IDENTIFIED },
    ...{ status: CustomerStanding_Status.ACTIVE, fromMs: 0n },
  },
});
export const linked = (provider: string, account: string, customer: string, fromMs = 0): CustomerFact => ({
  case: 'accountLinked',
  value: { link: `${provider}/${account}/${customer}`, provider, account, customer, fromMs: BigInt(fromMs), evidence: EVIDENCE },
});
export const resolved = (customer: string, provider: string, party: string): CustomerFact => ({
  case: 'party',
  value: { customer, provider, party },
});
/** The owner controls the owned from then on. Both are customer records of the provider. */
export const controls = (provider: string, owner: string, owned: string, fromMs = 0): CustomerFact => ({
  case: 'controlStated',
  value: {
    ...{ edge: `${owner}>${owned}`, provider, owner, owned },
    ...{ kind: ControlEdgeStated_Kind.SHARES, share: '1', fromMs: BigInt(fromMs) },
  },
});

/** Appends facts to `customer.v1`, recorded by a person of the registry, and waits until casework has taken them. */
export async function tellCustomers(
  casework: CaseworkUnderTest,
  facts: readonly CustomerFact[],
  recordedBy = 'registry-analyst',
): Promise<void> {
  const [{ end } = { end: 0n }] = await casework.eventLog.endOffsets(TOPICS.customer);
  const events = facts.map((fact, n) => {
    const sequence = end + BigInt(n) + 1n;
    return create(CustomerEventSchema, { id: `customer/${sequence}`, sequence, knownAtMs: BigInt(casework.clock.nowMs), recordedBy, fact });
  });
  await casework.eventLog.append(
    TOPICS.customer,
    events.map((event) => ({ key: 'registry', value: toBinary(CustomerEventSchema, event), partition: 0 })),
  );
  await taken(casework, TOPICS.customer, end + BigInt(facts.length));
}

/** A crossing by an account of eu-ai-act-51, PROBABLE, of this moment, unless it is said otherwise. Answers the flag's id once it was taken. */
export async function raiseFlag(casework: CaseworkUnderTest, partial: FlagInit = {}): Promise<string> {
  const id = partial.id ?? randomUUID();
  await tellFlag(casework, id, { case: 'raised', value: { ...aFlag(casework.clock.nowMs), ...partial, id } });
  return id;
}

export const aFlag = (nowMs: number): FlagInit => ({
  kind: monitor.Flag_Kind.CROSSING,
  tier: monitor.Flag_Tier.PROBABLE,
  scope: { kind: monitor.Scope_Kind.ACCOUNT, provider: 'north', id: 'acme' },
  rule: 'eu-ai-act-51',
  ruleVersion: 1,
  legalStatus: 'IN_FORCE',
  n: 1,
  number: '10000000000000000000000000',
  momentMs: BigInt(nowMs),
  totals: { lower: '9000000000000000000000000', expected: '11000000000000000000000000', upper: '14000000000000000000000000' },
  sentence: 'The account north/acme passed 1e25 FLOP by the best estimate.',
});

/** Appends a fact about a flag to `flag.v1` and waits until casework has taken it. */
export async function tellFlag(casework: CaseworkUnderTest, flag: string, fact: FlagFact): Promise<void> {
  const [{ end } = { end: 0n }] = await casework.eventLog.endOffsets(TOPICS.flag);
  const sequence = end + 1n;
  const event = create(monitor.FlagEventSchema, { id: `flag/${sequence}`, sequence, knownAtMs: BigInt(casework.clock.nowMs), flag, fact });
  await casework.eventLog.append(TOPICS.flag, [{ key: 'monitor', value: toBinary(monitor.FlagEventSchema, event), partition: 0 }]);
  await taken(casework, TOPICS.flag, end + 1n);
}

/** The case that a flag is in; undefined: in none. */
export async function caseOfFlag(casework: CaseworkUnderTest, flag: string): Promise<string | undefined> {
  const [row] = await casework.everything<{ case_id: string }>('select case_id from case_flag where flag = $1', [flag]);
  return row?.case_id;
}

/** Resolves once casework's position on the topic is behind that offset. */
async function taken(casework: CaseworkUnderTest, topic: string, next: bigint): Promise<void> {
  await until(async () => {
    const [row] = await casework.everything<{ next_offset: string }>('select next_offset from consumed_position where topic = $1', [topic]);
    return row !== undefined && BigInt(row.next_offset) >= next;
  });
}
