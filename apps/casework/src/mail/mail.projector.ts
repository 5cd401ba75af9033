import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { httpOriginOf, TIDEMARK_CONFIG, type TidemarkConfig } from '@tidemark/config';
import type { Transaction } from '@tidemark/persistence';
import { HOME_AUTHORITY } from '../case-log/acting.js';
import { type Appended, CaseProjector } from '../case-log/case-projector.js';
import { MAIL_PARTS, type MailHouse } from './mail-parts.js';
import { MailStore } from './mail-store.port.js';

type MailConfig = Pick<TidemarkConfig, 'host' | 'port' | 'publicUrl' | 'authorityMail' | 'smtp'>;

/** Writes the mails that entries of a log ask for, with the entries: sent afterwards, and where no mail server is set, shown as such. */
@Injectable()
export class MailProjector extends CaseProjector {
  private readonly house: MailHouse;
  private readonly state: 'WAITING' | 'NOT_CONFIGURED';

  constructor(
    private readonly store: MailStore,
    @Inject(TIDEMARK_CONFIG) config: MailConfig,
    @Inject(HOME_AUTHORITY) home: string,
  ) {
    super();
    this.house = { publicUrl: httpOriginOf(config, config.publicUrl), home, authorityMail: config.authorityMail };
    this.state = config.smtp === undefined ? 'NOT_CONFIGURED' : 'WAITING';
  }

  async project(tx: Transaction, { before, after, events, nowMs }: Appended): Promise<void> {
    for (const [n, event] of events.entries())
      for (const part of MAIL_PARTS) {
        const draft = part(after, event, this.house);
        if (draft === undefined) continue;
        await this.store.add(tx, { id: randomUUID(), caseId: after.id, sequence: before.version + n + 1, draft, state: this.state, nowMs });
      }
  }
}
