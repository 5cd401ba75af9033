import { Injectable } from '@nestjs/common';
import { actorOf } from '@tidemark/access';
import { type Tenant, Transactions } from '@tidemark/persistence';
import { RegistryKey } from '@tidemark/sealing';
import { type IdentityRead, type IdentityReadFilter, IdentityReads, type LoggedRead } from '../registry/identity-reads.js';

interface ReadRow {
  id: string;
  provider: string;
  customer: string;
  what: string;
  reader: string;
  reader_provider: string | null;
  role: string;
  purpose: Buffer;
  read_at_ms: string;
}

/** The provider of the record is read from the record itself: a reader cannot log its read where nobody looks. */
@Injectable()
export class PostgresIdentityReads extends IdentityReads {
  constructor(
    private readonly transactions: Transactions,
    private readonly key: RegistryKey,
  ) {
    super();
  }

  async record(reads: readonly IdentityRead[]): Promise<void> {
    await this.transactions.run(async (tx) => {
      await tx.query(`select set_config('tidemark.oversight', 'on', true)`);
      for (const { caller, purpose, customer, what, atMs } of reads) {
        await tx.query(
          `insert into identity_read (provider, customer, what, reader, reader_provider, role, purpose, read_at_ms)
           select provider, id, $2, $3, $4, $5, $6, $7 from customer where id = $1`,
          [customer, what, actorOf(caller), caller.provider ?? null, caller.role, this.key.seal(placeOf(customer), purpose), atMs],
        );
      }
    });
  }

  /** What the scheme's people look at, and why, would tell a provider that somebody else has the same person: its own readers alone are shown. */
  async list(tenant: Tenant, { customer, reader, beforeId, limit }: IdentityReadFilter): Promise<LoggedRead[]> {
    const rows = await this.transactions.read(tenant, (tx) =>
      tx.query<ReadRow>(
        `select * from identity_read
         where ($5::boolean or reader_provider is not null) and ($1::uuid is null or customer = $1)
           and ($2::text is null or reader = $2) and ($3::bigint is null or id < $3)
         order by id desc limit $4`,
        [customer ?? null, reader ?? null, beforeId ?? null, limit, 'oversight' in tenant],
      ),
    );
    return rows.map((row) => loggedReadOf(row, this.key.openText(placeOf(row.customer), row.purpose)));
  }
}

const placeOf = (customer: string): string => `identity-read/${customer}`;

function loggedReadOf(row: ReadRow, purpose: string): LoggedRead {
  const { provider, customer, what, reader, role } = row;
  const readAt = new Date(Number(row.read_at_ms)).toISOString();
  return { id: Number(row.id), provider, customer, what, reader, readerProvider: row.reader_provider, role, purpose, readAt };
}
