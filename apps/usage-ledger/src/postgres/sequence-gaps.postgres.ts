import type { PlacedFinding } from '../findings/finding.js';

/** Ranges that one finding lists. */
export const RANGES_MAX = 100;

/**
 * Epochs of which reports are missing, and the first missing ranges of each: a range ends before a report that stands.
 * Parameters: provider and source or nulls, source id and epoch of the place or nulls, epochs, ranges an epoch.
 */
export const SEQUENCE_GAPS_SQL = `
  select e.source_id, e.epoch, p.name as provider, s.name as source, e.max_sequence - e.reports as missing, e.last_known_at_ms,
    g.starts, g.ends, g.first_known_at_ms
  from source_epoch e join source s on s.id = e.source_id join provider p on p.id = s.provider_id
  cross join lateral (
    select array_agg((before + 1)::text order by sequence) as starts, array_agg((sequence - 1)::text order by sequence) as ends,
      min(known_at_ms) as first_known_at_ms
    from (
      select sequence, before, known_at_ms
      from (
        select sequence, lag(sequence, 1, 0::numeric(20)) over (order by sequence) as before, known_at_ms
        from report where source_id = e.source_id and epoch = e.epoch
      ) as neighbours
      where sequence > before + 1 order by sequence limit $6
    ) as gaps
  ) as g
  where e.max_sequence > e.reports and ($2::text is null or (p.name = $1 and s.name = $2))
    and ($3::bigint is null or (e.source_id, e.epoch) > ($3, $4::bigint))
  order by e.source_id, e.epoch limit $5`;

export interface SequenceGapRow {
  source_id: number;
  epoch: string;
  provider: string;
  source: string;
  missing: string;
  last_known_at_ms: string;
  starts: string[];
  ends: string[];
  first_known_at_ms: string;
}

export const sequenceGapFinding = (row: SequenceGapRow): PlacedFinding => ({
  place: [String(row.source_id), row.epoch],
  finding: {
    kind: 'SEQUENCE_GAP',
    provider: row.provider,
    source: row.source,
    cluster: '',
    accelerator: '',
    detail: `epoch ${row.epoch}: ${row.missing} missing: ${ranges(row)}`,
    firstKnownAtMs: Number(row.first_known_at_ms),
    lastKnownAtMs: Number(row.last_known_at_ms),
    occurrences: BigInt(row.missing),
  },
});

function ranges({ starts, ends }: SequenceGapRow): string {
  const listed = starts.slice(0, RANGES_MAX).map((start, i) => (start === ends[i] ? start : `${start}-${ends[i]}`));
  return `${listed.join(', ')}${starts.length > RANGES_MAX ? ', and more' : ''}`;
}
