import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import {
  type FlagContent,
  type FlagFact,
  type FlagFilter,
  type FlagPlace,
  type FlagStatus,
  Flags,
  type StoredFlag,
  type ToldFact,
} from '../flags/flags.port.js';

/** {@link Flags} from the tables; row-level security leaves in what the tenant may see. */
@Injectable()
export class PostgresFlags extends Flags {
  async list(tx: Transaction, filter: FlagFilter, after: FlagPlace | undefined, limit: number): Promise<StoredFlag[]> {
    const { sql, parameters } = listStatement(filter, after, limit);
    return (await tx.query<FlagRow>(sql, parameters)).map(storedFlag);
  }

  async one(tx: Transaction, id: string): Promise<StoredFlag | undefined> {
    const [row] = await tx.query<FlagRow>(
      `select f.id, f.provider, f.change, f.raised_at_ms, f.content, f.status, f.moment_ms, f.ended_at_ms from flag f where id = $1 and not shadow`,
      [id],
    );
    return row && storedFlag(row);
  }

  async factsOf(tx: Transaction, flag: string): Promise<FlagFact[]> {
    const rows = await tx.query<FactRow>(
      `select sequence, flag, type, known_at_ms, case when type = 'RAISED' then '{}' else detail end as detail
       from flag_event where flag = $1 order by sequence`,
      [flag],
    );
    return rows.map(flagFact);
  }

  async factsAfter(tx: Transaction, after: bigint, limit: number): Promise<ToldFact[]> {
    const rows = await tx.query<FactRow & Pick<FlagRow, 'raised_at_ms' | 'content'>>(FACTS_AFTER, [after, limit]);
    return rows.map((row) => ({
      ...flagFact(row),
      about: { id: row.flag, raisedAtMs: Number(row.raised_at_ms), content: row.content },
    }));
  }

  async lastSequence(tx: Transaction): Promise<bigint> {
    const [head] = await tx.query<{ flag_sequence: string }>('select flag_sequence from monitor_head');
    if (!head) throw new Error('The monitor has no head');
    return BigInt(head.flag_sequence);
  }
}

/** The explanation and what it rests on may be megabytes for a group of thousands: they are read where one flag is asked for alone. */
const BRIEFLY = `f.content - '{explanation,versions,detail}'::text[] as content`;
/** Of `flag f`, for lists. */
export const FLAG_COLUMNS = `f.id, f.provider, f.change, f.raised_at_ms, ${BRIEFLY}`;

const FACTS_AFTER = `
  select e.sequence, e.flag, e.type, e.known_at_ms, case when e.type = 'RAISED' then '{}' else e.detail end as detail, f.raised_at_ms, ${BRIEFLY}
  from flag_event e join flag f on f.id = e.flag
  where e.sequence > $1 and not f.shadow order by e.sequence limit $2`;

/** How each flag stood at a moment, by the facts that had been told then. */
const AS_TOLD = (at: string): string => `
  join lateral (
    select coalesce((array_agg(type order by sequence desc) filter (where type in ('WITHDRAWN', 'CONFIRMED', 'SUPERSEDED')))[1], 'OPEN') as ending,
      (array_agg(known_at_ms order by sequence desc) filter (where type in ('WITHDRAWN', 'CONFIRMED', 'SUPERSEDED')))[1] as ended,
      (array_agg(coalesce(detail ->> 'momentMs', detail -> 'projection' ->> 'dayMs')::bigint order by sequence desc)
        filter (where type in ('MOVED', 'PROJECTION_UPDATED')))[1] as moved_to
    from flag_event e where e.flag = f.id and e.known_at_ms <= ${at}
  ) told on true`;

function listStatement(filter: FlagFilter, after: FlagPlace | undefined, limit: number): { sql: string; parameters: unknown[] } {
  const parameters: unknown[] = [];
  const given = (value: unknown): string => `$${parameters.push(value)}`;
  const past = filter.knownAtMs === undefined ? undefined : `${given(filter.knownAtMs)}::bigint`;
  const now = past
    ? { status: 'told.ending', moment: `coalesce(told.moved_to, (f.content ->> 'momentMs')::bigint)`, ended: 'told.ended' }
    : { status: 'f.status', moment: 'f.moment_ms', ended: 'f.ended_at_ms' };
  const conditions = ['not f.shadow'];
  const where = (column: string, comparison: string, value: unknown): void => {
    if (value !== undefined) conditions.push(`${column} ${comparison} ${given(value)}`);
  };
  where('f.scope_kind', '=', filter.scopeKind);
  where('f.scope_key', '=', filter.scopeKey);
  where('f.provider', '=', filter.provider);
  where('f.rule', '=', filter.rule);
  where('f.rule_version', '=', filter.ruleVersion);
  where('f.tier', '=', filter.tier);
  where('f.kind', '=', filter.kind);
  where(now.status, '=', filter.status);
  where(now.moment, '>=', filter.fromMs);
  where(now.moment, '<', filter.toMs);
  where('f.raised_at_ms', '>=', filter.raisedFromMs);
  where('f.raised_at_ms', '<', filter.raisedToMs);
  if (past) conditions.push(`f.raised_at_ms <= ${past}`);
  if (after) conditions.push(`(f.raised_at_ms, f.id) < (${given(after[0])}::bigint, ${given(after[1])}::uuid)`);
  const sql = `select ${FLAG_COLUMNS}, ${now.status} as status, ${now.moment} as moment_ms, ${now.ended} as ended_at_ms
    from flag f ${past ? AS_TOLD(past) : ''} where ${conditions.join(' and ')} order by f.raised_at_ms desc, f.id desc limit ${given(limit)}`;
  return { sql, parameters };
}

export interface FlagRow {
  id: string;
  provider: string | null;
  change: string;
  raised_at_ms: string;
  content: FlagContent;
  status: FlagStatus;
  moment_ms: string;
  ended_at_ms: string | null;
}

export const storedFlag = (row: FlagRow): StoredFlag => ({
  id: row.id,
  provider: row.provider ?? undefined,
  change: BigInt(row.change),
  raisedAtMs: Number(row.raised_at_ms),
  content: row.content,
  status: row.status,
  momentMs: Number(row.moment_ms),
  endedAtMs: row.ended_at_ms === null ? undefined : Number(row.ended_at_ms),
});

interface FactRow {
  sequence: string;
  flag: string;
  type: string;
  known_at_ms: string;
  detail: FlagContent;
}

const flagFact = (row: FactRow): FlagFact => ({
  sequence: BigInt(row.sequence),
  flag: row.flag,
  type: row.type === 'PROJECTION_UPDATED' ? 'projection' : row.type.toLowerCase(),
  knownAtMs: Number(row.known_at_ms),
  detail: row.detail,
});
