import { Injectable } from '@nestjs/common';
import { type HourlyUse, HourSums, type TripleTotal } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { type AccountHours, VectorSource } from '../evaluate/vector-source.port.js';
import { OF_SPANS, spanParameters } from './account-spans.sql.js';

type TotalRow = Record<'lower' | 'expected' | 'upper', string>;
type HourRow = TotalRow & { hour: number };

@Injectable()
export class PostgresVectorSource extends VectorSource {
  async sumOf(tx: Transaction, hours: readonly AccountHours[]): Promise<HourSums> {
    if (hours.length === 0) return new HourSums();
    return vectorOf(
      await tx.query<HourRow>(
        `select h.hour, sum(h.lower) as lower, sum(h.expected) as expected, sum(h.upper) as upper ${OF_SPANS} group by h.hour order by h.hour`,
        spanParameters(hours),
      ),
    );
  }

  async totalsOf(tx: Transaction, hours: readonly AccountHours[]): Promise<TripleTotal> {
    if (hours.length === 0) return { lower: 0n, expected: 0n, upper: 0n };
    const [row] = await tx.query<TotalRow>(
      `select coalesce(sum(h.lower), 0) as lower, coalesce(sum(h.expected), 0) as expected, coalesce(sum(h.upper), 0) as upper ${OF_SPANS}`,
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

const MOST = 2n ** 63n - 1n;

/** More than 9.2e30 FLOP in one hour is beyond every number of every rule: it counts as the most that a vector's hour holds. */
function clamped(sum: string): bigint {
  const exact = BigInt(sum);
  return exact > MOST ? MOST : exact;
}

function vectorOf(rows: readonly HourRow[]): HourSums {
  const sums = new HourSums(rows.length);
  for (const row of rows) {
    sums.add(row.hour, clamped(row.lower), clamped(row.expected), clamped(row.upper));
  }
  return sums;
}
