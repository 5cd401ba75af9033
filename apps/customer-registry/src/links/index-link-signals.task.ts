import { Injectable } from '@nestjs/common';
import { BlindIndex } from '@tidemark/sealing';
import { CustomerDirectory } from '../customers/customer-directory.port.js';
import { CustomerRecords } from '../customers/customer-records.port.js';
import { RegistryTask } from '../registry/registry-task.js';
import type { Write } from '../registry/write.js';
import { LinkSignalMarks } from './link-signals.port.js';
import { marksOf, signalsOfProfile } from './signal-marks.js';
import { accountSubject, SUGGEST_TASK } from './suggest-links.task.js';

/** Accounts that are looked at again when a customer changes: those that share most with it. */
const ACCOUNTS_MAX = 100;

/** Makes the marks of a customer anew after it changed, and has the accounts near it compared again. Of an erased person no mark stays. */
@Injectable()
export class IndexLinkSignalsTask extends RegistryTask {
  readonly kind = 'index-link-signals';

  constructor(
    private readonly customers: CustomerDirectory,
    private readonly records: CustomerRecords,
    private readonly marks: LinkSignalMarks,
    private readonly index: BlindIndex,
  ) {
    super();
  }

  async run(write: Write, customer: string): Promise<void> {
    const row = await this.records.row(write.tx, customer);
    if (!row) return;
    const { provider, onboardedAtMs } = row;
    const before = await this.marks.accountsNear(write.tx, provider, customer, ACCOUNTS_MAX);
    const profile = await this.customers.profile(write.tx, customer);
    const signals = profile && { marks: marksOf(this.index, provider, signalsOfProfile(profile)), registeredAtMs: onboardedAtMs };
    await this.marks.replace(write.tx, { provider, kind: 'CUSTOMER', id: customer }, signals);
    const after = await this.marks.accountsNear(write.tx, provider, customer, ACCOUNTS_MAX);
    for (const account of new Set([...before, ...after])) await write.task(SUGGEST_TASK, accountSubject(provider, account));
  }
}
