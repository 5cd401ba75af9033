import { Injectable } from '@nestjs/common';
import { type Caller, Clock } from '@tidemark/access';
import { EDGE_REFUSALS, problemOf, tenantOfReader } from '@tidemark/edge';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { IdentityReads } from '../registry/identity-reads.js';
import { CustomerRecords, type CustomerRow, type LoadedCustomer } from './customer-records.port.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Reads of one record, for controllers: what the caller may not see answers like what does not exist. */
@Injectable()
export class CustomerReader {
  constructor(
    private readonly transactions: Transactions,
    private readonly records: CustomerRecords,
    private readonly reads: IdentityReads,
    private readonly clock: Clock,
  ) {}

  row(caller: Caller, id: string): Promise<CustomerRow> {
    return this.read(caller, id, (_, row) => row);
  }

  /** `work` in the caller's reading transaction, with the record's row; the problem CUSTOMER_UNKNOWN when there is none. */
  async read<Result>(caller: Caller, id: string, work: (tx: Transaction, row: CustomerRow) => Result | Promise<Result>): Promise<Result> {
    if (!UUID.test(id)) throw unknown();
    return this.transactions.read(tenantOfReader(caller), async (tx) => {
      const row = await this.records.row(tx, id);
      if (row === undefined) throw unknown();
      return work(tx, row);
    });
  }

  async loaded(caller: Caller, id: string): Promise<LoadedCustomer> {
    return this.read(caller, id, async (tx) => {
      const loaded = await this.records.load(tx, id);
      if (loaded === undefined) throw unknown();
      return loaded;
    });
  }

  /** To be awaited before anything of the identity is opened for the caller. */
  async logged(caller: Caller, { id, what, purpose }: { id: string; what: string; purpose: string }): Promise<void> {
    const { id: customer } = await this.row(caller, id);
    await this.reads.record([{ caller, purpose, customer, what, atMs: this.clock.now() }]);
  }
}

const unknown = () => problemOf({ code: 'CUSTOMER_UNKNOWN', detail: 'There is no such customer record of yours.' }, EDGE_REFUSALS);
