import { Injectable } from '@nestjs/common';
import type { Caller } from '@tidemark/access';
import { refuse } from '@tidemark/edge';
import { CaseReader } from '../case-log/case-reader.js';
import type { ServedItem } from '../case-log/case-writes.js';
import { orCaseProblem } from '../refusals.js';

/** An item for a door that takes only some kinds. */
@Injectable()
export class ServedItems {
  constructor(private readonly reader: CaseReader) {}

  /** Throws ITEM_UNKNOWN, and ITEM_NOT_ANSWERED for an item of another kind. */
  async require(caller: Caller, id: string, kinds: readonly string[]): Promise<ServedItem> {
    const { item } = orCaseProblem(await this.reader.served(caller, id));
    if (kinds.includes(item.kind)) return item;
    return orCaseProblem<ServedItem>(refuse('ITEM_NOT_ANSWERED', `A ${item.kind} is not answered in this way.`));
  }
}
