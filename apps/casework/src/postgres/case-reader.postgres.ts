import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@tidemark/access';
import type { CaseId, CaseState } from '@tidemark/domain';
import { isUuid, type Refused, refuse } from '@tidemark/edge';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { SealingKeys } from '@tidemark/sealing';
import { authorityOf, HOME_AUTHORITY } from '../case-log/acting.js';
import { CaseReader, type LoggedEvent } from '../case-log/case-reader.js';
import type { ServedItem } from '../case-log/case-writes.js';
import { openEvent } from '../case-log/event-words.js';
import { eventRows, keysOf, loadCase } from './case-events.postgres.js';
import { findServed } from './case-rows.postgres.js';

@Injectable()
export class PostgresCaseReader extends CaseReader {
  constructor(
    private readonly transactions: Transactions,
    private readonly sealing: SealingKeys,
    @Inject(HOME_AUTHORITY) private readonly home: string,
  ) {
    super();
  }

  read(caller: Caller, id: CaseId): Promise<CaseState | Refused<'CASE_UNKNOWN'>> {
    return this.inCase(caller, id, async (tx) => (await loadCase(tx, this.sealing, id)).state);
  }

  log(caller: Caller, id: CaseId, after: number, limit: number): Promise<LoggedEvent[] | Refused<'CASE_UNKNOWN'>> {
    return this.inCase(caller, id, async (tx) => {
      const keys = await keysOf(tx, this.sealing, id);
      const rows = await eventRows(tx, id, after, limit);
      return rows.map((row) => ({ sequence: row.sequence, event: openEvent(row.sequence, row, keys), hash: row.hash.toString('hex') }));
    });
  }

  async served(caller: Caller, id: string): Promise<{ item: ServedItem; state: CaseState } | Refused<'ITEM_UNKNOWN'>> {
    const { provider } = caller;
    return this.transactions.read({ oversight: true }, async (tx) => {
      const item = provider === undefined || !isUuid(id) ? undefined : await findServed(tx, provider, id);
      if (item === undefined) return refuse('ITEM_UNKNOWN', 'Nothing of that id was served on you.');
      return { item, state: (await loadCase(tx, this.sealing, item.caseId)).state };
    });
  }

  private inCase<Value>(caller: Caller, id: CaseId, work: (tx: Transaction) => Promise<Value>): Promise<Value | Refused<'CASE_UNKNOWN'>> {
    return this.transactions.read({ oversight: true }, async (tx) => {
      const [row] = isUuid(id) ? await tx.query<{ authority: string }>('select authority from case_row where id = $1', [id]) : [];
      // A provider has no case: rows of permissions that let it read what was served on it must not open one here.
      if (caller.provider !== undefined || row === undefined || row.authority !== authorityOf(caller, this.home))
        return refuse('CASE_UNKNOWN', 'There is no such case.');
      return work(tx);
    });
  }
}
