import { Injectable } from '@nestjs/common';
import type { Caller } from '@tidemark/access';
import { Transactions } from '@tidemark/persistence';
import type { RawScope } from '../ask/asked-scope.js';
import { orRefusal } from '../ask/asking-problems.js';
import { tenantOfReader } from '../ask/asking-tenant.js';
import { KnownIdentity } from '../ask/known-identity.js';
import type { WatchedTotals } from '../flags/flag-stream.js';
import { TotalsWatch } from '../flags/totals-watch.port.js';
import { TotalsHandler } from './totals.handler.js';
import { TotalsReader } from './totals.port.js';
import { totalsView } from './totals.view.js';
import { totalsParts } from './totals-parts.js';
import { readTotalsQuestion } from './totals-question.js';

/** Totals beside a stream: looked at whole only when accounts of the scope were used, or it consists of others than before. */
@Injectable()
export class WatchTotals extends TotalsWatch {
  constructor(
    private readonly handler: TotalsHandler,
    private readonly transactions: Transactions,
    private readonly reader: TotalsReader,
    private readonly identity: KnownIdentity,
  ) {
    super();
  }

  async watch(caller: Caller, scope: RawScope): Promise<WatchedTotals> {
    const question = orRefusal(readTotalsQuestion(caller, { ...scope }));
    let told = orRefusal(await this.handler.handle(caller, question));
    let print = await this.fingerprint(caller, question);
    let isFirst = true;
    return async () => {
      const now = await this.fingerprint(caller, question);
      if (!isFirst && now === print) return undefined;
      if (now !== print) told = orRefusal(await this.handler.handle(caller, question));
      print = now;
      isFirst = false;
      const { links: _, moreLinks: __, groups: ___, ...view } = totalsView(caller, told);
      return view;
    };
  }

  private async fingerprint(caller: Caller, question: Parameters<TotalsHandler['handle']>[1]): Promise<string> {
    await this.identity.ready();
    return this.transactions.read(tenantOfReader(caller), async (tx) => {
      const head = await this.reader.head(tx);
      const attribution = await this.identity.asKnownAt(head.identitySequence, head.knownAtMs);
      const { used, hours } = orRefusal(totalsParts(caller, attribution, question));
      const sums = await this.reader.fingerprint(tx, used ?? { spans: hours.spans });
      // Accounts that are linked differently are others, whatever they used.
      return `${sums} ${question.scope.kind === 'unlinked' ? attribution.sequence : JSON.stringify(hours.spans)}`;
    });
  }
}
