/** A consumer of customer.v1 that begins at nothing, written from the contract alone. */
import { fromBinary } from '@bufbuild/protobuf';
import { type CustomerEvent, CustomerEventSchema, CustomerStanding_Status, Level_Value } from '@tidemark/contracts';
import { type EventLog, TOPICS } from '@tidemark/messaging';

export interface Folded {
  /** `level status version` by customer. */
  standings: Map<string, string>;
  /** `account customer` by link, those that still hold. */
  links: Map<string, string>;
  /** Party by customer. */
  parties: Map<string, string>;
  events: CustomerEvent[];
}

/** Reads everything; a message that was carried twice has the sequence of the first and is passed over. */
export async function foldFacts(log: EventLog): Promise<Folded> {
  const folded: Folded = { standings: new Map(), links: new Map(), parties: new Map(), events: [] };
  let last = 0n;
  for (let offset = 0n; ; ) {
    const messages = await log.read(TOPICS.customer, 0, offset, 1_000);
    if (messages.length === 0) return folded;
    for (const { value } of messages) {
      const event = fromBinary(CustomerEventSchema, value);
      if (event.sequence <= last) continue;
      last = event.sequence;
      folded.events.push(event);
      take(folded, event);
    }
    offset = messages.at(-1)!.offset + 1n;
  }
}

function take({ standings, links, parties }: Folded, { fact }: CustomerEvent): void {
  if (fact.case === 'standing') {
    const { customer, level, status } = fact.value;
    standings.set(customer, `${Level_Value[level]} ${CustomerStanding_Status[status]}`);
  }
  if (fact.case === 'accountLinked') links.set(fact.value.link, `${fact.value.account} ${fact.value.customer}`);
  if (fact.case === 'accountUnlinked') links.delete(fact.value.link);
  if (fact.case === 'party') parties.set(fact.value.customer, fact.value.party);
}

/** What of the order of facts is not as the contract says. */
export function orderFaults(events: readonly CustomerEvent[]): string[] {
  return events.flatMap(({ sequence, knownAtMs }, at) => {
    const before = events[at - 1];
    return [
      ...(sequence === BigInt(at + 1) ? [] : [`fact ${at + 1} has the sequence ${sequence}`]),
      ...(before === undefined || before.knownAtMs <= knownAtMs ? [] : [`known time falls at ${sequence}`]),
    ];
  });
}
