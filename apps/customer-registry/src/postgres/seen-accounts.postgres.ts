import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import { type AccountFilter, type SeenAccount, SeenAccounts } from '../links/accounts.port.js';

interface SeenRow {
  provider: string;
  account: string;
  first_use_hour_ms: string;
  first_seen_ms: string;
  customer?: string | null;
}

/** The link of an account that holds at $1, as far as is known now. */
const LINK_NOW = `
  select l.customer from account_link l
  where l.provider = s.provider and l.account = s.account and l.from_ms <= $1::bigint and (l.to_ms is null or l.to_ms > $1)
    and not exists (select from account_link_end e where e.link = l.id and e.at_ms <= $1)
  limit 1`;

@Injectable()
export class PostgresSeenAccounts extends SeenAccounts {
  async find(tx: Transaction, provider: string, account: string): Promise<SeenAccount | undefined> {
    const [row] = await tx.query<SeenRow>('select * from account_seen where provider = $1 and account = $2', [provider, account]);
    return row === undefined ? undefined : seen(row);
  }

  async list(tx: Transaction, { linked, asOfMs, limit, after }: AccountFilter): Promise<(SeenAccount & { customer?: string })[]> {
    const rows = await tx.query<SeenRow>(
      `select s.*, l.customer from account_seen s left join lateral (${LINK_NOW}) l on true
       where ($2::boolean is null or (l.customer is not null) = $2) and ($3::text is null or (s.provider, s.account) > ($3, $4))
       order by s.provider, s.account limit $5`,
      [asOfMs, linked ?? null, after?.[0] ?? null, after?.[1] ?? null, limit],
    );
    return rows.map((row) => ({ ...seen(row), ...(row.customer == null ? {} : { customer: row.customer }) }));
  }

  async learn(tx: Transaction, accounts: readonly SeenAccount[]): Promise<void> {
    await tx.query(
      `insert into account_seen as known (provider, account, first_use_hour_ms, first_seen_ms)
       select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[])
       on conflict (provider, account) do update set first_use_hour_ms = excluded.first_use_hour_ms
       where excluded.first_use_hour_ms < known.first_use_hour_ms`,
      [
        accounts.map(({ provider }) => provider),
        accounts.map(({ account }) => account),
        accounts.map(({ firstUseHourMs }) => firstUseHourMs),
        accounts.map(({ firstSeenMs }) => firstSeenMs),
      ],
    );
  }
}

const seen = (row: SeenRow): SeenAccount => ({
  provider: row.provider,
  account: row.account,
  firstUseHourMs: Number(row.first_use_hour_ms),
  firstSeenMs: Number(row.first_seen_ms),
});
