import { Injectable } from '@nestjs/common';
import { actorOf } from '@tidemark/access';
import { type Tenant, type Transaction, Transactions } from '@tidemark/persistence';
import { RegistryKey } from '@tidemark/sealing';
import { type IdentityRead, type IdentityReadFilter, IdentityReads, type LoggedRead } from '../registry/identity-reads.js';

interface ReadRow {
  key: string;
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
      for (const { caller, purpose, customer, what, caseId, atMs } of reads) {
        await tx.query(
          `insert into identity_read (provider, customer, what, reader, reader_provider, role, purpose, read_at_ms, case_id)
           select provider, id, $2, $3, $4, $5, $6, $7, $8 from customer where id = $1`,
          [
            customer,
            what,
            actorOf(caller),
            caller.provider ?? null,
            caller.role,
            this.key.seal(placeOf(customer), purpose),
            atMs,
            caseId ?? null,
          ],
        );
      }
    });
  }

  /**
   * What the scheme's people look at, and why, would tell a provider that somebody else has the same person, or that a case is open: it is shown its own
   * readers, and of a case that it was told of that an authority read.
   */
  async list(tenant: Tenant, { customer, reader, before, limit }: IdentityReadFilter): Promise<LoggedRead[] | undefined> {
    const isOversight = 'oversight' in tenant;
    return this.transactions.read(tenant, async (tx) => {
      const beforeId = before === undefined ? null : await idOf(tx, before, isOversight);
      if (beforeId === undefined) return undefined;
      const rows = await tx.query<ReadRow>(
        `select r.* from identity_read r
         where ${SHOWN} and ($2::uuid is null or customer = $2)
           and ($3::text is null or case when $1 or reader_provider is not null then reader = $3 else $3 = '${AUTHORITY}' end)
           and ($4::bigint is null or id < $4)
         order by id desc limit $5`,
        [isOversight, customer ?? null, reader ?? null, beforeId, limit],
      );
      return rows.map((row) =>
        isOversight || row.reader_provider !== null
          ? loggedReadOf(row, this.key.openText(placeOf(row.customer), row.purpose))
          : readByAuthority(row),
      );
    });
  }
}

/** Of whom a provider is told that she read: which person, in which case and why stays with the authority. */
const AUTHORITY = 'authority';

const SHOWN = `($1::boolean or reader_provider is not null or exists (
  select from case_disclosure d where d.case_id = r.case_id and d.customer = r.customer and d.provider = r.provider))`;

async function idOf(tx: Transaction, key: number, isOversight: boolean): Promise<string | undefined> {
  const [row] = await tx.query<{ id: string }>(`select id from identity_read r where ${SHOWN} and key = $2`, [isOversight, key]);
  return row?.id;
}

const placeOf = (customer: string): string => `identity-read/${customer}`;

function loggedReadOf(row: ReadRow, purpose: string): LoggedRead {
  const { provider, customer, what, reader, role } = row;
  const readAt = new Date(Number(row.read_at_ms)).toISOString();
  return { id: Number(row.key), provider, customer, what, reader, readerProvider: row.reader_provider, role, purpose, readAt };
}

const readByAuthority = (row: ReadRow): LoggedRead => ({
  ...loggedReadOf(row, 'by an authority'),
  what: `case/${row.what.split('/').at(-1)}`,
  reader: AUTHORITY,
  role: AUTHORITY,
});
