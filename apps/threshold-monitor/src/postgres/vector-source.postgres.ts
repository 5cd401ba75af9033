import { Injectable } from '@nestjs/common';
import { type HourlyUse, HourSums, type TripleTotal } from '@tidemark/domain';
import { int4Array, type Transaction } from '@tidemark/persistence';
import { type AccountHours, VectorSource } from '../evaluate/vector-source.port.js';

type TotalRow = Record<'lower' | 'expected' | 'upper', string>;
type HourRow = TotalRow & { hour: number };

const OF_SPANS = `from unnest($1::int4[], $2::int4[], $3::int4[]) as s (account_id, from_hour, to_hour)
  join hour_total h on h.account_id = s.account_id and h.hour >= s.from_hour and h.hour < s.to_hour`;

@Injectable()
export class PostgresVectorSource extends VectorSource {
  async sumOf(tx: Transaction, hours: readonly AccountHours[]): Promise<HourSums> {
    if (hours.length === 0) return new HourSums();
    return vectorOf(
      await tx.query<HourRow>(
        `select hour, sum(lower) as lower, sum(expected) as expected, sum(upper) as upper ${OF_SPANS} group by hour order by hour`,
        spanParameters(hours),
      ),
    );
  }

  async totalsOf(tx: Transaction, hours: readonly AccountHours[]): Promise<TripleTotal> {
    if (hours.length === 0) return { lower: 0n, expected: 0n, upper: 0n };
    const [row] = await tx.query<TotalRow>(
      `select coalesce(sum(lower), 0) as lower, coalesce(sum(expected), 0) as expected, coalesce(sum(upper), 0) as upper ${OF_SPANS}`,
      spanParameters(hours),
    );
    return { lower: BigInt(row!.lower), expected: BigInt(row!.expected), upper: BigInt(row!.upper) };
  }

  async ofCluster(tx: Transaction, clusterId: number): Promise<HourSums> {
    return vectorOf(
      await tx.query<HourRow>('select hour, lower, expected, upper from cluster_hour where cluster_id = $1 order by hour', [clusterId]),
    );
  }

  async useOfCluster(tx: Transaction, clusterId: number): Promise<HourlyUse> {
    const rows = await tx.query<{ hour: number; accelerator_ms: string }>(
      'select hour, accelerator_ms from cluster_hour where cluster_id = $1 order by hour',
      [clusterId],
    );
    return { hours: rows.map(({ hour }) => hour), acceleratorMs: rows.map((row) => BigInt(row.accelerator_ms)) };
  }
}

const HOUR_MIN = -(2 ** 31);
const HOUR_MAX = 2 ** 31 - 1;
const spanParameters = (hours: readonly AccountHours[]): Buffer[] => [
  int4Array(hours.map(({ accountId }) => accountId)),
  int4Array(hours.map(({ fromHour }) => Math.max(HOUR_MIN, fromHour))),
  int4Array(hours.map(({ toHour }) => Math.min(HOUR_MAX, toHour))),
];

function vectorOf(rows: readonly HourRow[]): HourSums {
  const sums = new HourSums(rows.length);
  for (const row of rows) {
    const refused = sums.add(row.hour, BigInt(row.lower), BigInt(row.expected), BigInt(row.upper));
    if (refused) throw new RangeError(`the totals of hour ${row.hour} leave 64 bits`);
  }
  return sums;
}
