import { fromJson, type JsonObject, toBinary } from '@bufbuild/protobuf';
import { CustomerEventSchema } from '@tidemark/contracts';
import type { CustomerFact } from './customer-fact.js';

export interface CustomerEventHead {
  /** 1, 2, 3, ... in commit order. */
  sequence: bigint;
  knownAtMs: number;
  recordedBy: string;
}

/** The fact as it travels on `customer.v1`. Its id is its place, which a fact has once. Throws on a fact that the contract does not know. */
export function encodeCustomerEvent({ sequence, knownAtMs, recordedBy }: CustomerEventHead, fact: CustomerFact): Uint8Array {
  const event = { id: `customer/${sequence}`, sequence: `${sequence}`, knownAtMs, recordedBy, [fact.case]: asJson(fact.value) };
  return toBinary(CustomerEventSchema, fromJson(CustomerEventSchema, event));
}

/** The message key: facts about one customer keep their order on any partitioning; those about an account alone are the provider's. */
export function customerEventKey(fact: CustomerFact): string {
  return 'customer' in fact.value ? fact.value.customer : fact.value.provider;
}

/** Names are those of the contract's JSON form: absent members are left out, the rest is as it stands. */
function asJson(value: CustomerFact['value']): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}
