import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import { type Appended, CaseProjector } from '../case-log/case-projector.js';
import { servedChanges } from './served-changes.js';
import { ServedIndex } from './served-index.port.js';
import { servedNow } from './served-now.js';

/** Keeps what providers can find in step with what cases have served on them. */
@Injectable()
export class ServedProjector extends CaseProjector {
  constructor(private readonly index: ServedIndex) {
    super();
  }

  project(tx: Transaction, { before, after }: Appended): Promise<void> {
    return this.index.keep(tx, after.id, servedChanges(servedNow(before), servedNow(after)));
  }
}
