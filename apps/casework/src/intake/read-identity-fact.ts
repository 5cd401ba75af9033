import { fromBinary } from '@bufbuild/protobuf';
import { type CustomerEvent, CustomerEventSchema, readIdentity } from '@tidemark/contracts';
import type { IdentityFactRow } from './identity-facts.port.js';

/** Throws with the reason when the bytes are no fact, or one that says what cannot be: it would else stop the fold for ever. */
export function readIdentityFact(bytes: Uint8Array): IdentityFactRow {
  const { sequence, knownAtMs } = readIdentity(bytes);
  const event = fromBinary(CustomerEventSchema, bytes);
  return { sequence, knownAtMs, recordedBy: event.recordedBy, bytes, customers: customersNamed(event.fact) };
}

/** Records that the fact is about: of a statement of control both. Nobody's: accounts of a reseller, revalidations that are only named. */
function customersNamed({ value }: CustomerEvent['fact']): string[] {
  if (value === undefined) return [];
  const named = ['customer' in value ? value.customer : '', ...('owner' in value && 'owned' in value ? [value.owner, value.owned] : [])];
  return [...new Set(named.filter((customer) => customer !== ''))];
}
