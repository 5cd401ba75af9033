import { Injectable } from '@nestjs/common';
import { HourSums, type Span } from '@tidemark/domain';
import { int4Array, type Transaction, textArray } from '@tidemark/persistence';
import { type AccountVector, HourVectors, type ScopeHours } from '../totals/hour-vectors.port.js';
import type { HourWindow } from '../totals/totals.port.js';

/** Vectors of so many accounts come in one answer. */
const ACCOUNTS_AT_A_TIME = 64;
/** int4 hour, then int8 lower, expected, upper and the part of expected on the prior. */
const ENTRY_BYTES = 36;

/** Sums of a ledger's hour fit 64 bits, else the cast refuses: nothing wraps. */
const PACKED = `string_agg(int4send(hour) || int8send(lower) || int8send(expected) || int8send(upper) || int8send(on_prior), ''::bytea order by hour)`;
const SUMS = `sum(t.lower)::int8 as lower, sum(t.expected)::int8 as expected, sum(t.upper)::int8 as upper, coalesce(sum(t.on_prior), 0)::int8 as on_prior`;

const SPANS = `unnest($1::text[], $2::text[], $3::int4[], $4::int4[]) as s (provider, account, from_hour, to_hour)
  join provider p on p.name = s.provider join account a on a.provider_id = p.id and a.name = s.account
  join hour_total t on t.account_id = a.id and t.hour >= s.from_hour and t.hour < s.to_hour`;
const OF_CLUSTER = `provider p join compute_cluster c on c.provider_id = p.id join hour_total t on t.cluster_id = c.id
  join account a on a.id = t.account_id where p.name = $1 and c.name = $2 and t.hour >= $3 and t.hour < $4`;

@Injectable()
export class PostgresHourVectors extends HourVectors {
  async sumOf(tx: Transaction, spans: readonly Span[]): Promise<ScopeHours> {
    if (spans.length === 0) return unpacked(null);
    return this.one(
      tx,
      `select ${PACKED} as packed from (select t.hour, ${SUMS} from ${SPANS} group by t.hour) as h`,
      spanParameters(spans),
    );
  }

  async ofCluster(tx: Transaction, provider: string, id: string): Promise<ScopeHours> {
    const sql = `select ${PACKED} as packed from (select t.hour, ${SUMS} from ${OF_CLUSTER} group by t.hour) as h`;
    return this.one(tx, sql, [provider, id, HOUR_MIN, HOUR_MAX]);
  }

  async *byAccount(tx: Transaction, spans: readonly Span[]): AsyncIterable<AccountVector> {
    const byAccount = [...Map.groupBy(spans, ({ provider, account }) => `${provider}\t${account}`).values()];
    const sql = `select provider, account, ${PACKED} as packed from
      (select p.name as provider, a.name as account, t.hour, ${SUMS} from ${SPANS} group by 1, 2, 3) as h group by 1, 2`;
    for (let at = 0; at < byAccount.length; at += ACCOUNTS_AT_A_TIME) {
      const some = byAccount.slice(at, at + ACCOUNTS_AT_A_TIME).flat();
      for (const row of await tx.query<PackedRow>(sql, spanParameters(some))) yield accountVector(row);
    }
  }

  async *byTenant(tx: Transaction, provider: string, id: string, window: HourWindow): AsyncIterable<AccountVector> {
    const parameters = [provider, id, ...hoursOf(window)];
    const tenants = await tx.query<{ account_id: number }>(`select distinct t.account_id from ${OF_CLUSTER}`, parameters);
    const sql = `select $1::text as provider, account, ${PACKED} as packed from
      (select a.name as account, t.hour, ${SUMS} from ${OF_CLUSTER} and t.account_id = any($5::int4[]) group by 1, 2) as h group by 2`;
    for (let at = 0; at < tenants.length; at += ACCOUNTS_AT_A_TIME) {
      const some = tenants.slice(at, at + ACCOUNTS_AT_A_TIME).map(({ account_id }) => account_id);
      for (const row of await tx.query<PackedRow>(sql, [...parameters, int4Array(some)])) yield accountVector(row);
    }
  }

  async countOf(tx: Transaction, spans: readonly Span[]): Promise<number> {
    return spans.length === 0 ? 0 : this.count(tx, `select count(*) as hours from ${SPANS}`, spanParameters(spans));
  }

  countOfCluster(tx: Transaction, provider: string, id: string, window: HourWindow): Promise<number> {
    return this.count(tx, `select count(*) as hours from ${OF_CLUSTER}`, [provider, id, ...hoursOf(window)]);
  }

  private async one(tx: Transaction, sql: string, parameters: readonly unknown[]): Promise<ScopeHours> {
    const [row] = await tx.query<{ packed: Buffer | null }>(sql, parameters);
    return unpacked(row?.packed ?? null);
  }

  private async count(tx: Transaction, sql: string, parameters: readonly unknown[]): Promise<number> {
    const [row] = await tx.query<{ hours: string }>(sql, parameters);
    return Number(row!.hours);
  }
}

interface PackedRow {
  provider: string;
  account: string;
  packed: Buffer;
}

const accountVector = ({ provider, account, packed }: PackedRow): AccountVector => ({ provider, account, ...unpacked(packed) });

function unpacked(packed: Buffer | null): ScopeHours {
  const length = (packed?.length ?? 0) / ENTRY_BYTES;
  const vector = new HourSums(length);
  const onPrior = new HourSums();
  for (let at = 0; packed && at < packed.length; at += ENTRY_BYTES) {
    const hour = packed.readInt32BE(at);
    mustFit(vector.add(hour, packed.readBigInt64BE(at + 4), packed.readBigInt64BE(at + 12), packed.readBigInt64BE(at + 20)));
    const prior = packed.readBigInt64BE(at + 28);
    if (prior !== 0n) mustFit(onPrior.add(hour, 0n, prior, 0n));
  }
  return { vector, onPrior };
}

function mustFit(refused: { code: string } | undefined): void {
  if (refused) throw new RangeError(`a vector's hour leaves 64 bits: ${refused.code}`);
}

const HOUR_MIN = -(2 ** 31);
const HOUR_MAX = 2 ** 31 - 1;
const hoursOf = ({ fromHour, toHour }: HourWindow): [number, number] => [Math.max(HOUR_MIN, fromHour), Math.min(HOUR_MAX, toHour)];

const spanParameters = (spans: readonly Span[]): Buffer[] => [
  textArray(spans.map(({ provider }) => provider)),
  textArray(spans.map(({ account }) => account)),
  int4Array(spans.map((span) => hoursOf(span)[0])),
  int4Array(spans.map((span) => hoursOf(span)[1])),
];
