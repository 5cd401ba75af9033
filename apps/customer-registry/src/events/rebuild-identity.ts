import { setTimeout as sleep } from 'node:timers/promises';
import { fromBinary } from '@bufbuild/protobuf';
import { CustomerEventSchema } from '@tidemark/contracts';
import { type EventLog, TOPICS } from '@tidemark/messaging';
import type { Transaction, Transactions } from '@tidemark/persistence';
import type { CustomerFacts } from './customer-facts.port.js';
import { type IdentityDifference, IdentityFold, identityDifferences, type StandingIdentity } from './identity-fold.js';
import type { RegisteredIdentity } from './registered-identity.port.js';

const PAGE = 1000;
const LOOK_EVERY_MS = 100;
const CARRIED_WITHIN_MS = 30_000;

export interface RebuildReport {
  /** What was compared with the registry's tables. */
  name: string;
  /** Facts read. */
  facts: bigint;
  /** Lines compared. */
  checked: number;
  differences: IdentityDifference[];
}

export interface RebuildSources {
  transactions: Transactions;
  facts: CustomerFacts;
  registered: RegisteredIdentity;
  eventLog: Pick<EventLog, 'read'>;
}

/**
 * Rebuilds who everybody is from nothing, twice: from the facts that snapshots are made of, and from `customer.v1` as any consumer reads it;
 * and compares each with the registry's tables as of the same sequence. It changes nothing and may run beside an app that works.
 */
export async function rebuildIdentity({ transactions, facts, registered, eventLog }: RebuildSources): Promise<RebuildReport[]> {
  const kept = await transactions.read({ oversight: true }, async (tx) => {
    const { sequence } = await facts.head(tx);
    return { sequence, tables: await registered.read(tx), fold: await foldKept(tx, facts, sequence) };
  });
  const carried = await foldCarried(eventLog, kept.sequence);
  return [
    report('the facts of snapshots', kept.tables, kept.fold),
    report(`${TOPICS.customer}, read from its beginning`, kept.tables, carried),
  ];
}

function report(name: string, tables: StandingIdentity, fold: IdentityFold): RebuildReport {
  return { name, facts: fold.sequence, checked: fold.standing.size, differences: identityDifferences(tables, fold.standing) };
}

async function foldKept(tx: Transaction, facts: CustomerFacts, upTo: bigint): Promise<IdentityFold> {
  const fold = new IdentityFold();
  while (fold.sequence < upTo) {
    const rows = await facts.page(tx, { after: fold.sequence, upTo }, PAGE);
    if (rows.length === 0) throw new Error(`the facts after ${fold.sequence} are missing`);
    for (const { value } of rows) fold.take(fromBinary(CustomerEventSchema, value));
  }
  return fold;
}

/** The log delivers at least once, and may be a moment behind: repeats are passed over, what is on its way is waited for. */
async function foldCarried(eventLog: Pick<EventLog, 'read'>, upTo: bigint): Promise<IdentityFold> {
  const fold = new IdentityFold();
  const until = Date.now() + CARRIED_WITHIN_MS;
  for (let offset = 0n; fold.sequence < upTo; ) {
    const messages = await eventLog.read(TOPICS.customer, 0, offset, PAGE);
    for (const message of messages) {
      offset = message.offset + 1n;
      const event = fromBinary(CustomerEventSchema, message.value);
      if (event.sequence <= fold.sequence || fold.sequence >= upTo) continue;
      fold.take(event);
    }
    if (messages.length > 0) continue;
    if (Date.now() > until) throw new Error(`${TOPICS.customer} ends at fact ${fold.sequence} of ${upTo}: the outbox is not carried`);
    await sleep(LOOK_EVERY_MS);
  }
  return fold;
}
