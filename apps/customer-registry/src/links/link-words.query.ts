import { Injectable } from '@nestjs/common';
import { isoOf } from '@tidemark/edge';
import { type Tenant, Transactions } from '@tidemark/persistence';
import { ownerOfCustomer, type SealingKey, SealingKeys } from '@tidemark/sealing';
import { AccountLinks } from './account-links.port.js';

export interface SaidOfLink {
  customer: string;
  detail?: string;
  ends: { knownAt: string; reason?: string }[];
}

/** Opens what was said about a link. Whoever calls logs the read before it shows anything. */
@Injectable()
export class LinkWordsReader {
  constructor(
    private readonly transactions: Transactions,
    private readonly links: AccountLinks,
    private readonly keys: SealingKeys,
  ) {}

  /** Undefined: there is no such link for this tenant. Words about an erased person are gone. */
  read(tenant: Tenant, link: string): Promise<SaidOfLink | undefined> {
    return this.transactions.read(tenant, async (tx) => {
      const words = await this.links.words(tx, link);
      if (!words) return undefined;
      const key = await this.keys.find(tx, ownerOfCustomer(words.customer));
      return {
        customer: words.customer,
        ...opened('detail', key, `link/${link}`, words.detail),
        ends: words.ends.map(({ knownAtMs, reason }) => ({
          knownAt: isoOf(knownAtMs),
          ...opened('reason', key, `link-end/${link}/${knownAtMs}`, reason),
        })),
      };
    });
  }
}

function opened(name: 'detail' | 'reason', key: SealingKey | undefined, context: string, sealed: Buffer | undefined) {
  return key === undefined || sealed === undefined ? {} : { [name]: key.openText(context, sealed) };
}
