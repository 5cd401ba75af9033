import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import { type OpenProjection, OpenProjections, type ProjectionFilter, type ProjectionPlace } from '../projections/projections.port.js';
import { FLAG_COLUMNS, type FlagRow, storedFlag } from './flags.postgres.js';

@Injectable()
export class PostgresOpenProjections extends OpenProjections {
  async list(
    tx: Transaction,
    { rule, provider }: ProjectionFilter,
    after: ProjectionPlace | undefined,
    limit: number,
  ): Promise<OpenProjection[]> {
    const rows = await tx.query<FlagRow & { projection: OpenProjection['projection'] }>(LIST, [
      rule ?? null,
      provider ?? null,
      after?.[0] ?? null,
      after?.[1] ?? null,
      limit,
    ]);
    return rows.map((row) => ({ flag: storedFlag(row), projection: row.projection }));
  }
}

const LIST = `
  select ${FLAG_COLUMNS}, f.status, f.moment_ms, f.ended_at_ms, coalesce(told.projection, f.content -> 'projection') as projection
  from flag f left join lateral (
    select detail -> 'projection' as projection from flag_event e
    where e.flag = f.id and e.type = 'PROJECTION_UPDATED' order by sequence desc limit 1
  ) told on true
  where f.tier = 'PROJECTED' and f.status = 'OPEN' and not f.shadow
    and ($1::text is null or f.rule = $1) and ($2::text is null or f.provider = $2)
    and ($3::bigint is null or (f.moment_ms, f.id) > ($3, $4::uuid))
  order by f.moment_ms, f.id limit $5`;
