import { Injectable } from '@nestjs/common';
import { byteaArray, type Transaction } from '@tidemark/persistence';
import type { ListVersionRef } from '../lists/list-versions.port.js';
import { SCREEN_CUSTOMER } from '../screening/screening-tasks.js';
import { type KeptScreening, type ScreenedCustomer, type ScreeningFilter, Screenings } from '../screening/screenings.port.js';

interface ScreeningRow {
  id: string;
  provider: string;
  customer: string | null;
  configuration: string;
  threshold: number;
  lists: ListVersionRef[];
  matches: number;
  first_by: string;
  first_at_ms: string;
}

const SHOWN = 'id, provider, customer, configuration, threshold, lists, matches, first_by, first_at_ms';

@Injectable()
export class PostgresScreenings extends Screenings {
  async find(tx: Transaction, id: string): Promise<KeptScreening | undefined> {
    const [row] = await tx.query<ScreeningRow & { person: Buffer; result: Buffer }>(
      `select ${SHOWN}, person, result from screening where id = $1`,
      [id],
    );
    return row && { ...screeningOf(row), person: row.person, result: row.result };
  }

  async list(tx: Transaction, { customer, limit, before }: ScreeningFilter): Promise<Omit<KeptScreening, 'person' | 'result'>[]> {
    const rows = await tx.query<ScreeningRow>(
      `select ${SHOWN} from screening
       where ($1::uuid is null or customer = $1) and ($2::bigint is null or (first_at_ms, id) < ($2, $3::uuid))
       order by first_at_ms desc, id desc limit $4`,
      [customer ?? null, before?.[0] ?? null, before?.[1] ?? null, limit],
    );
    return rows.map(screeningOf);
  }

  async keep(tx: Transaction, screening: KeptScreening): Promise<void> {
    await tx.query(
      `insert into screening (id, provider, customer, configuration, threshold, lists, matches, person, result, first_by, first_at_ms)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (id) do nothing`,
      [
        screening.id,
        screening.provider,
        screening.customer ?? null,
        screening.configuration,
        screening.threshold,
        JSON.stringify(screening.lists),
        screening.matches,
        screening.person,
        screening.result,
        screening.firstBy,
        screening.firstAtMs,
      ],
    );
  }

  async run(
    tx: Transaction,
    { screening, provider, by, atMs }: { screening: string; provider: string; by: string; atMs: number },
  ): Promise<void> {
    await tx.query('insert into screening_run (screening, provider, run_by, at_ms) values ($1, $2, $3, $4)', [
      screening,
      provider,
      by,
      atMs,
    ]);
  }

  async screened(tx: Transaction, { customer, provider, screening, configuration, atMs }: ScreenedCustomer): Promise<void> {
    await tx.query(
      `insert into screened_customer (customer, provider, screening, configuration, at_ms) values ($1, $2, $3, $4, $5)
       on conflict (customer) do update
       set screening = excluded.screening, configuration = excluded.configuration, at_ms = excluded.at_ms`,
      [customer, provider, screening, configuration, atMs],
    );
  }

  async screenedAt(tx: Transaction, customers: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await tx.query<{ customer: string; at_ms: string }>(
      `select customer, at_ms from screened_customer
       where customer = any ($1::uuid[])
         and not exists (select 1 from registry_task where kind = $2 and subject = customer::text)`,
      [customers, SCREEN_CUSTOMER],
    );
    return new Map(rows.map(({ customer, at_ms }) => [customer, Number(at_ms)]));
  }

  async forget(tx: Transaction, customer: string): Promise<void> {
    await tx.query('delete from screening_key where customer = $1', [customer]);
    await tx.query('delete from screened_customer where customer = $1', [customer]);
  }

  async replaceKeys(tx: Transaction, customer: string, provider: string, keys: readonly Buffer[]): Promise<void> {
    const given = byteaArray(keys);
    await tx.query('delete from screening_key where customer = $1 and key <> all ($2::bytea[])', [customer, given]);
    await tx.query(
      `insert into screening_key (customer, provider, key) select $1, $2, key from unnest($3::bytea[]) as t (key) on conflict do nothing`,
      [customer, provider, given],
    );
  }

  async customersByKeys(tx: Transaction, keys: readonly Buffer[]): Promise<string[]> {
    return idsOf(
      await tx.query('select distinct customer from screening_key where key = any ($1::bytea[]) order by customer', [byteaArray(keys)]),
    );
  }

  async everybody(tx: Transaction): Promise<string[]> {
    return idsOf(await tx.query('select customer from screened_customer union select customer from screening_key order by 1'));
  }

  async screenedOtherwise(tx: Transaction, configuration: string): Promise<string[]> {
    return idsOf(await tx.query('select customer from screened_customer where configuration <> $1 order by customer', [configuration]));
  }
}

const idsOf = (rows: object[]): string[] => (rows as { customer: string }[]).map(({ customer }) => customer);

function screeningOf(row: ScreeningRow): Omit<KeptScreening, 'person' | 'result'> {
  return {
    id: row.id,
    provider: row.provider,
    ...(row.customer !== null && { customer: row.customer }),
    configuration: row.configuration,
    threshold: row.threshold,
    lists: row.lists,
    matches: row.matches,
    firstBy: row.first_by,
    firstAtMs: Number(row.first_at_ms),
  };
}
