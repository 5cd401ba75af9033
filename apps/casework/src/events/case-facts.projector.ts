import { Injectable } from '@nestjs/common';
import { evolveCase } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { type Appended, CaseProjector } from '../case-log/case-projector.js';
import { factIdOf } from './case-fact.js';
import { FactStream, type PlacedFact } from './fact-stream.port.js';
import { FACTS_OF, type FactsOf } from './facts-of.js';

/** Tells the other apps what people decided: each fact in the transaction that makes it one. */
@Injectable()
export class CaseFacts extends CaseProjector {
  constructor(private readonly stream: FactStream) {
    super();
  }

  async project(tx: Transaction, appended: Appended): Promise<void> {
    const facts = factsOf(appended);
    if (facts.length > 0) await this.stream.publish(tx, facts, appended.nowMs);
  }
}

/** Line by line, because a change of several lines is several facts in their order. */
export function factsOf({ before, after: end, events }: Appended, table: readonly FactsOf[] = FACTS_OF): PlacedFact[] {
  let state = before;
  return events.flatMap((event) => {
    const line = { event, before: state, after: evolveCase(state, event), end };
    state = line.after;
    return table
      .flatMap((factsOfPart) => factsOfPart(line))
      .map((content, n) => ({ id: factIdOf(end.id, line.after.version, n), case: end.id, recordedBy: event.by, content }));
  });
}
