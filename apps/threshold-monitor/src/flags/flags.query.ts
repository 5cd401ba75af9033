import { Injectable } from '@nestjs/common';
import { type Caller, Clock } from '@tidemark/access';
import { Transactions } from '@tidemark/persistence';
import { orRefusal } from '../ask/asking-problems.js';
import { tenantOfReader } from '../ask/asking-tenant.js';
import { isUuid, type Page, pageOf } from '../ask/paging.js';
import { type Answer, refuse, shown } from '../ask/refusal.js';
import { type RawFlagsQuestion, readFlagsQuestion } from './flag-question.js';
import { type FlagFact, Flags, type StoredFlag } from './flags.port.js';

/** The way from a caller's question for flags to its answer or problem, the same over HTTP and gRPC. */
@Injectable()
export class FlagsQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly flags: Flags,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, raw: RawFlagsQuestion): Promise<Page<StoredFlag>> {
    const { filter, after, limit } = orRefusal(readFlagsQuestion(caller, raw, this.clock.now()));
    const found = await this.transactions.read(tenantOfReader(caller), (tx) => this.flags.list(tx, filter, after, limit + 1));
    return pageOf(found, limit, ({ raisedAtMs, id }) => [raisedAtMs, id]);
  }

  async one(caller: Caller, id: string): Promise<{ flag: StoredFlag; facts: FlagFact[] }> {
    const found = await this.transactions.read(
      tenantOfReader(caller),
      async (tx): Promise<Answer<{ flag: StoredFlag; facts: FlagFact[] }>> => {
        const flag = isUuid(id) ? await this.flags.one(tx, id.toLowerCase()) : undefined;
        if (!flag) return refuse('FLAG_UNKNOWN', `There is no flag ${shown(id)}.`, 'id');
        return { answer: { flag, facts: await this.flags.factsOf(tx, flag.id) } };
      },
    );
    return orRefusal(found);
  }
}
