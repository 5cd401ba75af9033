import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import { SealingKeys } from '@tidemark/sealing';
import type { Appended } from '../case-log/case-projector.js';
import { CaseProjector } from '../case-log/case-projector.js';
import { personalKeyOf } from '../case-log/event-words.js';
import { PersonalRemains } from './personal-remains.port.js';

/** The key of what is personal goes in the transaction that says so: there is no moment in which the log tells of an erasure that did not happen. */
@Injectable()
export class ErasureProjector extends CaseProjector {
  constructor(
    private readonly sealing: SealingKeys,
    private readonly remains: PersonalRemains,
  ) {
    super();
  }

  async project(tx: Transaction, { after, events, nowMs }: Appended): Promise<void> {
    if (!events.some(({ type }) => type === 'person-erased')) return;
    await this.sealing.destroy(tx, personalKeyOf(after.id), nowMs);
    await this.remains.remove(tx, after.id);
  }
}
