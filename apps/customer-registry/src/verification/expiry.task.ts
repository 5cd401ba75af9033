import { Injectable } from '@nestjs/common';
import { levelStanding } from '@tidemark/domain';
import { ChangeCustomer } from '../customers/change-customer.js';
import { CustomerRecords } from '../customers/customer-records.port.js';
import type { RegistryTask } from '../registry/registry-task.js';
import type { Write } from '../registry/write.js';
import { AskRevalidation } from './ask-revalidation.js';

/** When a level nears its end, somebody is asked to verify again. */
@Injectable()
export class AskReverificationTask implements RegistryTask {
  readonly kind = 'ask-reverification';

  constructor(
    private readonly records: CustomerRecords,
    private readonly asks: AskRevalidation,
  ) {}

  async run(write: Write, customer: string): Promise<void> {
    const loaded = await this.records.load(write.tx, customer);
    if (loaded === undefined) return;
    const { level, validToMs, reverifyFromMs } = levelStanding(loaded.customer, write.nowMs);
    if (validToMs === undefined || reverifyFromMs === undefined) return;
    // The level was renewed since this was written down: its new end is what counts.
    if (reverifyFromMs > write.nowMs) return write.task(this.kind, customer, { notBeforeMs: reverifyFromMs });
    const ends = new Date(validToMs).toISOString();
    const ground = {
      cause: 'EXPIRY',
      fact: `expiry:${level}:${validToMs}`,
      detail: `${level} ends ${ends}.`,
      atMs: reverifyFromMs,
    } as const;
    await this.asks.ask(write, { customer, ...ground });
  }
}

/** When a level ends, the customer falls to what still stands. */
@Injectable()
export class LapseLevelTask implements RegistryTask {
  readonly kind = 'lapse-level';

  constructor(
    private readonly records: CustomerRecords,
    private readonly customers: ChangeCustomer,
  ) {}

  async run(write: Write, customer: string): Promise<void> {
    const { by, nowMs } = write;
    const loaded = await this.records.load(write.tx, customer);
    if (loaded === undefined || loaded.customer.status === 'ERASED') return;
    const after = await this.customers.change(write, { id: customer, command: () => ({ type: 'lapse', by, nowMs }) });
    if ('refused' in after) throw new Error(`A level of ${customer} could not lapse: ${after.refused.code}`);
    const { validToMs } = levelStanding(after.customer, nowMs);
    if (validToMs !== undefined) await write.task(this.kind, customer, { notBeforeMs: validToMs });
  }
}
