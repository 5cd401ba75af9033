import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import { type Appended, CaseProjector } from '../case-log/case-projector.js';
import { ShareIndex } from './share-index.port.js';

/** An ordered share can be found by its auditor. That it ended says the case, each time it is read. */
@Injectable()
export class SharesProjector extends CaseProjector {
  constructor(private readonly shares: ShareIndex) {
    super();
  }

  async project(tx: Transaction, { after, events }: Appended): Promise<void> {
    for (const event of events) {
      if (event.type !== 'declaration-share-ordered') continue;
      const { auditor } = after.requests.declarations.get(event.declaration)!.shares.get(event.share)!;
      await this.shares.add(tx, { share: event.share, caseId: after.id, auditor });
    }
  }
}
