import { Inject, Injectable } from '@nestjs/common';
import type { AuthorityKind } from '@tidemark/domain';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { AuthorityBook, type KnownAuthority } from '../authorities/authority-book.js';
import { HOME_AUTHORITY } from '../case-log/acting.js';
import { asScheme } from './as-scheme.postgres.js';

interface EntryRow {
  id: string;
  version: number;
  name: string;
  kind: AuthorityKind;
  jurisdictions: string[];
  endpoint: string | null;
  public_key: string | null;
}

const LATEST = 'select distinct on (id) * from authority_entry';

@Injectable()
export class PostgresAuthorityBook extends AuthorityBook {
  constructor(
    private readonly transactions: Transactions,
    @Inject(HOME_AUTHORITY) private readonly home: string,
  ) {
    super();
  }

  inScheme<Value>(work: (tx: Transaction) => Promise<Value>): Promise<Value> {
    return this.transactions.run(async (tx) => {
      await asScheme(tx);
      return work(tx);
    });
  }

  async hold(tx: Transaction, id: string): Promise<void> {
    await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`authority ${id}`]);
  }

  async find(tx: Transaction, id: string): Promise<KnownAuthority | undefined> {
    const [row] = await tx.query<EntryRow>(`${LATEST} where id = $1 order by id, version desc`, [id]);
    return row === undefined ? this.unregistered(id) : authorityOf(row);
  }

  async list(tx: Transaction): Promise<KnownAuthority[]> {
    const rows = await tx.query<EntryRow>(`${LATEST} order by id, version desc`);
    const known = rows.map(authorityOf);
    const home = known.some(({ id }) => id === this.home) ? [] : [this.unregistered(this.home)!];
    return [...home, ...known].sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  async put(tx: Transaction, authority: KnownAuthority, by: string, nowMs: number): Promise<void> {
    const { id, version, name, kind, jurisdictions, endpoint = null, publicKey = null } = authority;
    await tx.query(
      `insert into authority_entry (id, version, name, kind, jurisdictions, endpoint, public_key, changed_by, changed_at_ms)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [id, version, name, kind, jurisdictions, endpoint, publicKey, by, nowMs],
    );
  }

  private unregistered(id: string): KnownAuthority | undefined {
    return id === this.home ? { id, name: id, kind: 'TENANT', jurisdictions: [], version: 0 } : undefined;
  }
}

const authorityOf = ({ id, version, name, kind, jurisdictions, endpoint, public_key: publicKey }: EntryRow): KnownAuthority => ({
  id,
  version,
  name,
  kind,
  jurisdictions,
  ...(endpoint === null ? {} : { endpoint }),
  ...(publicKey === null ? {} : { publicKey }),
});
