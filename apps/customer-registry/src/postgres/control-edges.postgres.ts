import { Injectable } from '@nestjs/common';
import { type ControlEdge, type ControlEnded, type ControlKind, type ControlStated, printFraction, readFraction } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { ControlEdges, type Instant, type KeptEdge } from '../control/control-edges.port.js';

interface EdgeRow {
  id: string;
  provider: string;
  owner: string;
  owned: string;
  kind: ControlKind;
  share: string | null;
  from_ms: string;
  to_ms: string | null;
  stated_by: string;
  known_at_ms: string;
  ends: { at_ms: number; known_at_ms: number; ended_by: string }[] | null;
}

const EVER = '9223372036854775807';

/** Ends as known at $1, with the edge: what holds ends at the earliest of all. */
const EDGES = `
  select e.id, e.provider, e.owner, e.owned, e.kind, e.share, e.from_ms, e.to_ms, e.stated_by, e.known_at_ms, x.ends
  from control_edge e
  left join lateral (
    select jsonb_agg(jsonb_build_object('at_ms', at_ms, 'known_at_ms', known_at_ms, 'ended_by', ended_by) order by known_at_ms) as ends
    from control_edge_end where edge = e.id and known_at_ms <= $1::bigint
  ) x on true`;

/** As known at $1, as of $2. */
const HOLDS = `e.known_at_ms <= $1::bigint and e.from_ms <= $2::bigint and $2::bigint < least(coalesce(e.to_ms, ${EVER}),
  (select coalesce(min(at_ms), ${EVER}) from control_edge_end where edge = e.id and known_at_ms <= $1::bigint))`;

@Injectable()
export class PostgresControlEdges extends ControlEdges {
  async find(tx: Transaction, edge: string): Promise<KeptEdge | undefined> {
    const [row] = await tx.query<EdgeRow>(`${EDGES} where e.id = $2`, [EVER, edge]);
    return row === undefined ? undefined : keptEdge(row);
  }

  async between(tx: Transaction, owner: string, owned: string): Promise<KeptEdge[]> {
    const rows = await tx.query<EdgeRow>(`${EDGES} where e.owner = $2 and e.owned = $3 order by e.known_at_ms, e.id`, [EVER, owner, owned]);
    return rows.map(keptEdge);
  }

  async into(tx: Transaction, owned: string): Promise<KeptEdge[]> {
    const rows = await tx.query<EdgeRow>(`${EDGES} where e.owned = $2 order by e.known_at_ms, e.id`, [EVER, owned]);
    return rows.map(keptEdge);
  }

  async standing(tx: Transaction, { asOfMs, knownAtMs }: Instant, provider?: string): Promise<ControlEdge[]> {
    const rows = await tx.query<EdgeRow>(`${EDGES} where ${HOLDS} and ($3::text is null or e.provider = $3) order by e.known_at_ms, e.id`, [
      knownAtMs ?? EVER,
      asOfMs,
      provider ?? null,
    ]);
    return rows.map(keptEdge);
  }

  async above(tx: Transaction, owned: string, { asOfMs, knownAtMs }: Instant): Promise<ControlEdge[]> {
    const rows = await tx.query<EdgeRow>(
      `with recursive above (person) as (
         select $3::uuid union select e.owner from above join control_edge e on e.owned = above.person where ${HOLDS}
       )
       ${EDGES} where e.owned in (select person from above) and ${HOLDS} order by e.known_at_ms, e.id`,
      [knownAtMs ?? EVER, asOfMs, owned],
    );
    return rows.map(keptEdge);
  }

  async around(
    tx: Transaction,
    { owner, owned }: { owner: string; owned: string },
    { asOfMs, knownAtMs }: Instant,
  ): Promise<ControlEdge[]> {
    const rows = await tx.query<EdgeRow>(
      `with recursive below (person) as (
         select $3::uuid union select e.owned from below join control_edge e on e.owner = below.person where ${HOLDS}
       ), above (person) as (
         (select person from below union select $4::uuid)
         union select e.owner from above join control_edge e on e.owned = above.person where ${HOLDS}
       )
       ${EDGES} where e.owned in (select person from above) and ${HOLDS} order by e.known_at_ms, e.id`,
      [knownAtMs ?? EVER, asOfMs, owned, owner],
    );
    return rows.map(keptEdge);
  }

  async state(tx: Transaction, edge: ControlStated, { statedBy, words }: { statedBy: string; words: Buffer | undefined }): Promise<void> {
    const { provider, owner, owned, kind, share, fromMs, toMs, knownAtMs } = edge;
    await tx.query(
      `insert into control_edge (id, provider, owner, owned, kind, share, from_ms, to_ms, words, stated_by, known_at_ms)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        edge.edge,
        provider,
        owner,
        owned,
        kind,
        share ? printFraction(share) : null,
        fromMs,
        toMs ?? null,
        words ?? null,
        statedBy,
        knownAtMs,
      ],
    );
  }

  async end(
    tx: Transaction,
    { edge, atMs, knownAtMs }: ControlEnded,
    { provider, endedBy }: { provider: string; endedBy: string },
  ): Promise<void> {
    await tx.query('insert into control_edge_end (edge, provider, at_ms, ended_by, known_at_ms) values ($1, $2, $3, $4, $5)', [
      edge,
      provider,
      atMs,
      endedBy,
      knownAtMs,
    ]);
  }

  async words(tx: Transaction, owned: string): Promise<ReadonlyMap<string, Buffer>> {
    const rows = await tx.query<{ id: string; words: Buffer }>(
      'select id, words from control_edge where owned = $1 and words is not null',
      [owned],
    );
    return new Map(rows.map(({ id, words }) => [id, words]));
  }
}

function keptEdge(row: EdgeRow): KeptEdge {
  const ends = row.ends ?? [];
  return {
    edge: row.id,
    provider: row.provider,
    owner: row.owner,
    owned: row.owned,
    kind: row.kind,
    ...(row.share === null ? {} : { share: readFraction(row.share) }),
    fromMs: Number(row.from_ms),
    ...(row.to_ms === null ? {} : { toMs: Number(row.to_ms) }),
    knownAtMs: Number(row.known_at_ms),
    statedBy: row.stated_by,
    ends: ends.map((end) => ({ atMs: end.at_ms, knownAtMs: end.known_at_ms })),
    endedBy: ends.map((end) => end.ended_by),
  };
}
