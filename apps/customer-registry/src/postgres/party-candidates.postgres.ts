import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Judgement } from '@tidemark/domain';
import { byteaArray, type Transaction, textArray } from '@tidemark/persistence';
import {
  type CandidateFilter,
  type CandidateState,
  type PartyCandidate,
  PartyCandidates,
  type RaisedCandidate,
} from '../parties/party-candidates.port.js';

interface CandidateRow {
  id: string;
  left_record: string;
  right_record: string;
  state: CandidateState;
  score: number;
  agree: string[];
  contradictions: string[];
  why: Buffer | null;
  raised_at_ms: string;
  changed_at_ms: string;
  decided_by: string | null;
}

/** A list that travels as JSON: arrays of arrays cannot be unnested. */
const texts = (column: string): string => `array(select jsonb_array_elements_text(${column}::jsonb))`;

@Injectable()
export class PostgresPartyCandidates extends PartyCandidates {
  async raise(tx: Transaction, candidates: readonly RaisedCandidate[], nowMs: number): Promise<void> {
    if (candidates.length === 0) return;
    const list = (of: (candidate: RaisedCandidate) => string | undefined) => textArray(candidates.map(of));
    await tx.query(
      `insert into party_candidate as kept (id, left_record, right_record, state, score, agree, contradictions, why, raised_at_ms, changed_at_ms)
       select id::uuid, left_record::uuid, right_record::uuid, 'OPEN', score::float8, ${texts('agree')}, ${texts('contradictions')}, why, $8, $8
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bytea[])
         as found (id, left_record, right_record, score, agree, contradictions, why)
       on conflict (left_record, right_record) do update
       set state = 'OPEN', score = excluded.score, agree = excluded.agree, contradictions = excluded.contradictions, why = excluded.why,
         changed_at_ms = excluded.changed_at_ms
       where kept.state in ('OPEN', 'GONE')`,
      [
        list(() => randomUUID()),
        list(({ left }) => left),
        list(({ right }) => right),
        list(({ score }) => String(score)),
        list(({ agree }) => JSON.stringify(agree)),
        list(({ contradictions }) => JSON.stringify(contradictions)),
        byteaArray(candidates.map(({ why }) => why)),
        nowMs,
      ],
    );
  }

  async openWith(tx: Transaction, record: string): Promise<string[]> {
    const rows = await tx.query<{ other: string }>(
      `select case when left_record = $1 then right_record else left_record end as other from party_candidate
       where state = 'OPEN' and (left_record = $1 or right_record = $1) order by 1`,
      [record],
    );
    return rows.map(({ other }) => other);
  }

  async find(tx: Transaction, id: string): Promise<(PartyCandidate & { why: Buffer | undefined }) | undefined> {
    const [row] = await tx.query<CandidateRow>('select * from party_candidate where id = $1', [id]);
    return row === undefined ? undefined : { ...candidateOf(row), why: row.why ?? undefined };
  }

  async list(tx: Transaction, { state, record, limit, after }: CandidateFilter): Promise<PartyCandidate[]> {
    const rows = await tx.query<CandidateRow>(
      `select * from party_candidate
       where ($1::text is null or state = $1) and ($2::uuid is null or left_record = $2 or right_record = $2)
         and ($3::bigint is null or (raised_at_ms, id) > ($3, $4::uuid))
       order by raised_at_ms, id limit $5`,
      [state ?? null, record ?? null, after?.[0] ?? null, after?.[1] ?? null, limit],
    );
    return rows.map(candidateOf);
  }

  async goneExcept(tx: Transaction, record: string, stillWith: readonly string[], nowMs: number): Promise<void> {
    await tx.query(
      `update party_candidate set state = 'GONE', changed_at_ms = $3
       where state = 'OPEN' and ((left_record = $1 and right_record <> all($2::uuid[])) or (right_record = $1 and left_record <> all($2::uuid[])))`,
      [record, stillWith, nowMs],
    );
  }

  async decided(
    tx: Transaction,
    { left, right }: { left: string; right: string },
    { state, by, nowMs }: { state: Judgement; by: string; nowMs: number },
  ): Promise<void> {
    await tx.query(
      'update party_candidate set state = $3, decided_by = $4, changed_at_ms = $5 where left_record = $1 and right_record = $2',
      [left, right, state, by, nowMs],
    );
  }
}

function candidateOf(row: CandidateRow): PartyCandidate {
  return {
    id: row.id,
    left: row.left_record,
    right: row.right_record,
    state: row.state,
    score: row.score,
    agree: row.agree,
    contradictions: row.contradictions,
    raisedAtMs: Number(row.raised_at_ms),
    changedAtMs: Number(row.changed_at_ms),
    ...(row.decided_by === null ? {} : { decidedBy: row.decided_by }),
  };
}
