import { Injectable } from '@nestjs/common';
import { int4Array, type Transaction } from '@tidemark/persistence';
import { AMOUNTS } from '../accumulate/posted-rows.js';
import { type HourRange, type UseShare, UseShares } from '../evaluate/use-shares.port.js';
import type { AccountHours } from '../evaluate/vector-source.port.js';
import { hourRange, OF_SPANS, spanParameters } from './account-spans.sql.js';

const COLUMNS = AMOUNTS.filter((amount) => amount !== 'accelerator_ms');
type ShareRow = Record<(typeof COLUMNS)[number], string> & { id: number };

const SUMS = COLUMNS.map((column) => `coalesce(sum(h.${column}), 0) as ${column}`).join(', ');

@Injectable()
export class PostgresUseShares extends UseShares {
  async byAccount(tx: Transaction, hours: readonly AccountHours[]): Promise<UseShare[]> {
    if (hours.length === 0) return [];
    return shares(await tx.query<ShareRow>(`select h.account_id as id, ${SUMS} ${OF_SPANS} group by h.account_id`, spanParameters(hours)));
  }

  async byPart(tx: Transaction, parts: readonly (readonly AccountHours[])[]): Promise<UseShare[]> {
    const hours = parts.flatMap((own, part) => own.map((one) => ({ part, ...one })));
    if (hours.length === 0) return [];
    return shares(
      await tx.query<ShareRow>(
        `select s.part as id, ${SUMS} from unnest($1::int4[], $2::int4[], $3::int4[], $4::int4[]) as s (account_id, from_hour, to_hour, part)
           join hour_total h on h.account_id = s.account_id and h.hour >= s.from_hour and h.hour < s.to_hour group by s.part`,
        [...spanParameters(hours), int4Array(hours.map(({ part }) => part))],
      ),
    );
  }

  async byAccountInCluster(tx: Transaction, clusterId: number, range: HourRange): Promise<UseShare[]> {
    return shares(
      await tx.query<ShareRow>(
        `select h.account_id as id, ${SUMS} from hour_total h where h.cluster_id = $1 and h.hour >= $2 and h.hour < $3 group by h.account_id`,
        [clusterId, ...hourRange(range)],
      ),
    );
  }

  async byClusterOfAccount(tx: Transaction, accountId: number, range: HourRange): Promise<UseShare[]> {
    return shares(
      await tx.query<ShareRow>(
        `select h.cluster_id as id, ${SUMS} from hour_total h where h.account_id = $1 and h.hour >= $2 and h.hour < $3 group by h.cluster_id`,
        [accountId, ...hourRange(range)],
      ),
    );
  }
}

const shares = (rows: readonly ShareRow[]): UseShare[] =>
  rows.map((row) => {
    const of = (column: (typeof COLUMNS)[number]): bigint => BigInt(row[column]);
    return {
      id: row.id,
      totals: { lower: of('lower'), expected: of('expected'), upper: of('upper') },
      basis: {
        expected: of('expected'),
        byEvidence: { DECLARED: of('of_declared'), BILLED: of('of_billed'), TELEMETRY: of('of_telemetry'), ATTESTED: of('of_attested') },
        onPrior: of('on_prior'),
        labelled: {
          DECLARED: of('labelled_declared'),
          BILLED: of('labelled_billed'),
          TELEMETRY: of('labelled_telemetry'),
          ATTESTED: of('labelled_attested'),
        },
      },
    };
  });
