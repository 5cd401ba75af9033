import { fromBinary } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import { type CustomerEvent, CustomerEventSchema } from '@tidemark/contracts';
import { Transactions } from '@tidemark/persistence';
import { CustomerFacts } from './customer-facts.port.js';
import { ReplacedFacts } from './replaced-facts.js';

const PART_FACTS = 500;

export interface SnapshotPart {
  asOfSequence: bigint;
  asOfKnownAtMs: bigint;
  events: CustomerEvent[];
}

/**
 * All facts as of one sequence, part by part. Facts are never changed, so what was committed up to the sequence read first is the same in
 * every part, however long the caller takes; and no transaction stays open while it reads.
 */
@Injectable()
export class SnapshotQuery {
  constructor(
    private readonly transactions: Transactions,
    private readonly facts: CustomerFacts,
  ) {}

  async *parts({ after, currentOnly }: { after: bigint; currentOnly: boolean }): AsyncGenerator<SnapshotPart> {
    const head = await this.transactions.read({ oversight: true }, (tx) => this.facts.head(tx));
    const upTo = head.sequence;
    const standing = { asOfSequence: upTo, asOfKnownAtMs: BigInt(head.knownAtMs) };
    const replaced = currentOnly ? await this.replaced(upTo) : new Set<bigint>();
    let empty = true;
    for await (const events of this.pages(after, upTo)) {
      empty = false;
      yield { ...standing, events: events.filter(({ sequence }) => !replaced.has(sequence)) };
    }
    if (empty) yield { ...standing, events: [] };
  }

  private async replaced(upTo: bigint): Promise<ReadonlySet<bigint>> {
    const facts = new ReplacedFacts();
    for await (const events of this.pages(0n, upTo)) for (const event of events) facts.take(event);
    return facts.replaced;
  }

  private async *pages(after: bigint, upTo: bigint): AsyncGenerator<CustomerEvent[]> {
    for (let from = after; from < upTo; ) {
      const range = { after: from, upTo };
      const rows = await this.transactions.read({ oversight: true }, (tx) => this.facts.page(tx, range, PART_FACTS));
      if (rows.length === 0) throw new Error(`the facts from ${from} to ${upTo} are missing`);
      yield rows.map(({ value }) => fromBinary(CustomerEventSchema, value));
      from = rows.at(-1)!.sequence;
    }
  }
}
