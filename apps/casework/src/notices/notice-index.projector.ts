import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import { type Appended, CaseProjector } from '../case-log/case-projector.js';
import { NoticeIndex } from './notice-index.port.js';

@Injectable()
export class NoticeIndexProjector extends CaseProjector {
  constructor(private readonly index: NoticeIndex) {
    super();
  }

  async project(tx: Transaction, { after, events }: Appended): Promise<void> {
    for (const event of events)
      if (event.type === 'notice-served') await this.index.add(tx, event.notice, { caseId: after.id, codeHash: event.codeHash });
  }
}
