import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Judgement } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
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

@Injectable()
export class PostgresPartyCandidates extends PartyCandidates {
  async raise(tx: Transaction, { left, right, score, agree, contradictions, why, nowMs }: RaisedCandidate): Promise<void> {
    await tx.query(
      `insert into party_candidate as kept (id, left_record, right_record, state, score, agree, contradictions, why, raised_at_ms, changed_at_ms)
       values ($1, $2, $3, 'OPEN', $4, $5, $6, $7, $8, $8)
       on conflict (left_record, right_record) do update
       set state = 'OPEN', score = excluded.score, agree = excluded.agree, contradictions = excluded.contradictions, why = excluded.why,
         changed_at_ms = excluded.changed_at_ms
       where kept.state in ('OPEN', 'GONE')`,
      [randomUUID(), left, right, score, agree, contradictions, why ?? null, nowMs],
    );
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
