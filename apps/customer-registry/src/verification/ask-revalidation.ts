import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RevalidationGround } from '@tidemark/domain';
import { ChangeCustomer, type ChangeRefusal } from '../customers/change-customer.js';
import type { Write } from '../registry/write.js';

export interface RevalidationAsk extends Pick<RevalidationGround, 'cause' | 'fact'> {
  customer: string;
  /** For people, sealed; codes and ids say it best. */
  detail?: string | undefined;
  /** When it was true, in ms; default: now. */
  atMs?: number | undefined;
  /** Of what decisions about levels weigh by themselves: since when they do. Who was verified after that was verified with it in view. */
  knownAtMs?: number | undefined;
}

/**
 * Has a customer looked at again because something happened. For every room that learns of such a fact: the use signals, the control edges, the lists,
 * the calendar. Facts join an ask that is open; the same fact (`fact`) told twice asks once.
 */
@Injectable()
export class AskRevalidation {
  constructor(private readonly customers: ChangeCustomer) {}

  /** The ask that the fact opened or joined; undefined when it was heard before or in view, or the customer is closed: nobody is left to look at. */
  async ask(
    write: Write,
    { customer, cause, fact, detail = cause, atMs, knownAtMs }: RevalidationAsk,
  ): Promise<{ ask: string } | undefined | ChangeRefusal> {
    const { by, nowMs } = write;
    const ground = { cause, fact, detail, atMs: atMs ?? nowMs };
    const after = await this.customers.change(write, {
      id: customer,
      command: () => ({ type: 'ask-revalidation', id: randomUUID(), ground, ...(knownAtMs === undefined ? {} : { knownAtMs }), by, nowMs }),
    });
    if (!('refused' in after)) {
      const open = after.customer.revalidations.open;
      return open === undefined ? undefined : { ask: open.id };
    }
    return after.refused.code === 'CUSTOMER_CLOSED' || after.refused.code === 'CUSTOMER_ERASED' ? undefined : after;
  }
}
