import { Injectable } from '@nestjs/common';
import { linkAt } from '@tidemark/domain';
import { isUuid } from '@tidemark/edge';
import type { Transaction } from '@tidemark/persistence';
import { CustomerDirectory } from '../customers/customer-directory.port.js';
import { AccountLinks } from '../links/account-links.port.js';
import { PartyDirectory } from '../parties/party-directory.port.js';
import type { Write } from '../registry/write.js';
import { AskRevalidation } from '../verification/ask-revalidation.js';
import { causeOf, type HeardSignal } from './use-signal.js';
import { UseSignals } from './use-signals.port.js';

/**
 * Has the customers behind a signal looked at again. An account is the customer's whose it was when the signal became true; a party is all
 * its records. A signal that finds nobody is kept all the same: the account shows among those that are nobody's.
 */
@Injectable()
export class HearSignalHandler {
  constructor(
    private readonly signals: UseSignals,
    private readonly customers: CustomerDirectory,
    private readonly links: AccountLinks,
    private readonly parties: PartyDirectory,
    private readonly revalidation: AskRevalidation,
  ) {}

  /** A signal that was heard before changes nothing. */
  async hear(write: Write, signal: HeardSignal): Promise<void> {
    if (await this.signals.isHeard(write.tx, signal.id)) return;
    const asked: string[] = [];
    for (const customer of await this.behind(write.tx, signal)) if (await this.ask(write, customer, signal)) asked.push(customer);
    await this.signals.keep(write.tx, signal, { customers: asked, nowMs: write.nowMs });
  }

  private async ask(write: Write, customer: string, { id, kind, band, hourMs }: HeardSignal): Promise<boolean> {
    const detail = band === '' ? kind : `${kind} ${band}`;
    const answer = await this.revalidation.ask(write, { customer, cause: causeOf(kind), fact: `use:${id}`, detail, atMs: hourMs });
    return answer !== undefined && !('refused' in answer);
  }

  /** Records that exist, of the provider that the signal names. */
  private async behind(tx: Transaction, { scope, provider, subject, hourMs }: HeardSignal): Promise<string[]> {
    if (scope === 'ACCOUNT') {
      const link = linkAt(await this.links.history(tx, provider, subject), hourMs);
      return link ? [link.customer] : [];
    }
    if (!isUuid(subject)) return [];
    const records = scope === 'PARTY' ? await this.parties.recordsOf(tx, subject) : [];
    // Where nobody resolves records, and before one is resolved, a record is its own party.
    const heads = await this.customers.heads(tx, records.length > 0 ? records : [subject]);
    return [...heads.values()].filter((head) => scope === 'PARTY' || head.provider === provider).map(({ id }) => id);
  }
}
