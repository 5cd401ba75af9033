import type { PlacedFinding } from '../findings/finding.js';

/**
 * Cluster-hours with more accelerator-time than the registered accelerators have while in service. The latest registration
 * speaks for all time. Parameters: arrays of provider, cluster, accelerators, in service from and to (milliseconds), then
 * cluster id and hour of the place or nulls, rows.
 */
export const OVER_CAPACITY_SQL = `
  with registered as (
    select c.id, p.name as provider, c.name as cluster, r.accelerators, r.from_ms, r.to_ms
    from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[]) as r (provider, name, accelerators, from_ms, to_ms)
    join provider p on p.name = r.provider join compute_cluster c on c.provider_id = p.id and c.name = r.name
    where $6::bigint is null or c.id >= $6
  )
  select r.id, r.provider, r.cluster, u.hour, u.used, u.capacity, (select known_at_ms from ledger_head) as known_at_ms
  from registered r cross join lateral (
    select hour, sum(accelerator_ms) as used,
      r.accelerators * greatest(0, least(r.to_ms, (hour + 1) * 3600000::bigint) - greatest(r.from_ms, hour * 3600000::bigint)) as capacity
    from hour_total where cluster_id = r.id group by hour
  ) as u
  where u.used > u.capacity and ($6::bigint is null or (r.id, u.hour) > ($6, $7::bigint))
  order by r.id, u.hour limit $8`;

export interface OverCapacityRow {
  id: number;
  provider: string;
  cluster: string;
  hour: number;
  used: string;
  capacity: string;
  known_at_ms: string;
}

/** It follows from sums, which know no first moment: both moments are the ledger's latest. */
export const overCapacityFinding = (row: OverCapacityRow): PlacedFinding => ({
  place: [String(row.id), String(row.hour)],
  finding: {
    kind: 'OVER_CAPACITY',
    provider: row.provider,
    source: '',
    cluster: row.cluster,
    accelerator: '',
    detail: `${new Date(row.hour * 3_600_000).toISOString().slice(0, 13)}:00Z: ${row.used} accelerator-ms of ${row.capacity} that are registered`,
    firstKnownAtMs: Number(row.known_at_ms),
    lastKnownAtMs: Number(row.known_at_ms),
    occurrences: 1n,
  },
});
