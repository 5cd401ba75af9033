import { Injectable } from '@nestjs/common';
import { Transactions } from '@tidemark/persistence';
import { type IdentityRead, IdentityReads } from '../registry/identity-reads.js';

/** The provider of the record is read from the record itself: a reader cannot log its read where nobody looks. */
@Injectable()
export class PostgresIdentityReads extends IdentityReads {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  async record(reads: readonly IdentityRead[]): Promise<void> {
    await this.transactions.run(async (tx) => {
      await tx.query(`select set_config('tidemark.oversight', 'on', true)`);
      for (const { caller, purpose, customer, what, atMs } of reads) {
        await tx.query(
          `insert into identity_read (provider, customer, what, reader, reader_provider, role, purpose, read_at_ms)
           select provider, id, $2, $3, $4, $5, $6, $7 from customer where id = $1`,
          [customer, what, caller.subject, caller.provider ?? null, caller.role, purpose, atMs],
        );
      }
    });
  }
}
