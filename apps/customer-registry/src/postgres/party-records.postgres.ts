import { Injectable } from '@nestjs/common';
import type { Judgement, JudgementCause, PartyMove, PartyRecord } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import {
  type KeptJudgement,
  type KeptRecord,
  type NewJudgement,
  type PartyMember,
  PartyRecords,
  type ResolutionRow,
} from '../parties/party-records.port.js';

interface JudgementRow {
  number: string;
  left_record: string;
  right_record: string;
  judgement: Judgement;
  cause: JudgementCause;
  judged_by: string;
  score: number | null;
  known_at_ms: string;
}

interface ResolvedRow {
  number: string;
  record: string;
  provider: string;
  party: string;
  previous_party: string | null;
  cause: PartyMove['cause'];
  known_at_ms: string;
}

const EVER = '9223372036854775807';

@Injectable()
export class PostgresPartyRecords extends PartyRecords {
  async find(tx: Transaction, records: readonly string[]): Promise<ReadonlyMap<string, KeptRecord>> {
    const rows = await tx.query<{ record: string; provider: string; party: string; current_party: string; founded_at_ms: string }>(
      'select record, provider, party, current_party, founded_at_ms from party_record where record = any($1::uuid[])',
      [records],
    );
    return new Map(
      rows.map(({ record, provider, party, current_party: currentParty, founded_at_ms: foundedAtMs }) => [
        record,
        { record, provider, party, currentParty, foundedAtMs: Number(foundedAtMs) },
      ]),
    );
  }

  async found(tx: Transaction, { record, provider, party, foundedAtMs }: PartyRecord & { provider: string }): Promise<void> {
    await tx.query(
      `insert into party_record (record, provider, party, current_party, configuration, founded_at_ms) values ($1, $2, $3, $3, '', $4)`,
      [record, provider, party, foundedAtMs],
    );
    await tx.query(`insert into party_resolution (record, party, cause, known_at_ms) values ($1, $2, 'FOUNDED', $3)`, [
      record,
      party,
      foundedAtMs,
    ]);
  }

  async markedOtherwise(tx: Transaction, configuration: string): Promise<string[]> {
    const rows = await tx.query<{ record: string }>('select record from party_record where configuration <> $1 order by record', [
      configuration,
    ]);
    return rows.map(({ record }) => record);
  }

  async standing(tx: Transaction, records: readonly string[]): Promise<KeptJudgement[]> {
    const rows = await tx.query<JudgementRow>(
      `select distinct on (left_record, right_record) * from party_judgement
       where left_record = any($1::uuid[]) or right_record = any($1::uuid[]) order by left_record, right_record, number desc`,
      [records],
    );
    return rows.map(keptJudgement).sort((one, other) => one.order - other.order);
  }

  async judgements(tx: Transaction, records: readonly string[], knownAtMs?: number): Promise<KeptJudgement[]> {
    const rows = await tx.query<JudgementRow>(
      `select * from party_judgement where (left_record = any($1::uuid[]) or right_record = any($1::uuid[])) and known_at_ms <= $2
       order by number`,
      [records, knownAtMs ?? EVER],
    );
    return rows.map(keptJudgement);
  }

  async judge(tx: Transaction, { left, right, judgement, cause, judgedBy, reason, score, knownAtMs }: NewJudgement): Promise<void> {
    await tx.query(
      `insert into party_judgement (left_record, right_record, judgement, cause, judged_by, reason, score, known_at_ms)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [left, right, judgement, cause, judgedBy, reason ?? null, score ?? null, knownAtMs],
    );
  }

  async move(tx: Transaction, { record, from, to, cause }: PartyMove, knownAtMs: number): Promise<void> {
    await tx.query('update party_record set current_party = $2 where record = $1', [record, to]);
    await tx.query('insert into party_resolution (record, party, previous_party, cause, known_at_ms) values ($1, $2, $3, $4, $5)', [
      record,
      to,
      from ?? null,
      cause,
      knownAtMs,
    ]);
  }

  /** Looks at whoever was ever of the parties, and keeps whose latest resolution says so. */
  async membersOf(tx: Transaction, parties: readonly string[], knownAtMs?: number): Promise<ReadonlyMap<string, PartyMember[]>> {
    const rows = await tx.query<ResolvedRow>(
      `select latest.*, r.provider from (
         select distinct on (record) * from party_resolution
         where known_at_ms <= $2 and record in (select record from party_resolution where party = any($1::uuid[]))
         order by record, number desc
       ) latest join party_record r on r.record = latest.record
       where latest.party = any($1::uuid[]) order by r.provider, r.founded_at_ms, r.record`,
      [parties, knownAtMs ?? EVER],
    );
    return Map.groupBy(rows.map(memberOf), ({ party }) => party);
  }

  async list(tx: Transaction, after: string, limit: number): Promise<string[]> {
    const rows = await tx.query<{ party: string }>(
      'select distinct current_party as party from party_record where $1::uuid is null or current_party > $1 order by 1 limit $2',
      [after === '' ? null : after, limit],
    );
    return rows.map(({ party }) => party);
  }

  async history(tx: Transaction, party: string, after: number, limit: number): Promise<ResolutionRow[]> {
    const rows = await tx.query<ResolvedRow>(
      `select s.*, r.provider from party_resolution s join party_record r on r.record = s.record
       where (s.party = $1 or s.previous_party = $1) and s.number > $2
       order by s.number limit $3`,
      [party, after, limit],
    );
    return rows.map(({ number, record, provider, party: to, previous_party: from, cause, known_at_ms: knownAtMs }) => ({
      number: Number(number),
      record,
      provider,
      party: to,
      ...(from === null ? {} : { previousParty: from }),
      cause,
      knownAtMs: Number(knownAtMs),
    }));
  }
}

const memberOf = ({ record, provider, party, cause, known_at_ms: knownAtMs }: ResolvedRow): PartyMember & { party: string } => ({
  record,
  provider,
  party,
  cause,
  knownAtMs: Number(knownAtMs),
});

function keptJudgement(row: JudgementRow): KeptJudgement {
  return {
    left: row.left_record,
    right: row.right_record,
    judgement: row.judgement,
    cause: row.cause,
    judgedBy: row.judged_by,
    ...(row.score === null ? {} : { score: row.score }),
    order: Number(row.number),
    knownAtMs: Number(row.known_at_ms),
  };
}
