import { Injectable } from '@nestjs/common';
import { byteaArray, type Transaction } from '@tidemark/persistence';
import type { MatchEventType, MatchStanding, MatchState } from '../screening/match-standing.js';
import { type KeptMatch, type MatchEvent, type MatchFilter, type MatchKind, ScreeningMatches } from '../screening/matches.port.js';

interface MatchRow {
  id: string;
  provider: string;
  customer: string;
  kind: MatchKind;
  list: string;
  entry: Buffer;
  state: MatchState;
  standing: MatchStanding;
  score: number;
  facts: Buffer;
  decided_facts: Buffer | null;
  explanation: Buffer;
  screening: string | null;
  version: number;
  raised_at_ms: string;
  changed_at_ms: string;
}

interface EventRow {
  version: number;
  type: MatchEventType;
  state: MatchState;
  standing: MatchStanding;
  score: number;
  reason: Buffer | null;
  by_whom: string;
  at_ms: string;
}

@Injectable()
export class PostgresScreeningMatches extends ScreeningMatches {
  async find(tx: Transaction, id: string): Promise<KeptMatch | undefined> {
    const [row] = await tx.query<MatchRow>('select * from screening_match where id = $1', [id]);
    return row && matchOf(row);
  }

  ofCustomer(tx: Transaction, customer: string): Promise<KeptMatch[]> {
    return this.ofCustomers(tx, [customer]);
  }

  async ofCustomers(tx: Transaction, customers: readonly string[]): Promise<KeptMatch[]> {
    const rows = await tx.query<MatchRow>('select * from screening_match where customer = any ($1::uuid[]) order by raised_at_ms, id', [
      customers,
    ]);
    return rows.map(matchOf);
  }

  async list(tx: Transaction, { state, standing, kind, customer, list, limit, after }: MatchFilter): Promise<KeptMatch[]> {
    const rows = await tx.query<MatchRow>(
      `select * from screening_match
       where ($1::text is null or state = $1) and ($2::text is null or standing = $2) and ($3::text is null or kind = $3)
         and ($4::uuid is null or customer = $4) and ($5::text is null or list = $5)
         and ($6::bigint is null or (raised_at_ms, id) > ($6, $7::uuid))
       order by raised_at_ms, id limit $8`,
      [state ?? null, standing ?? null, kind ?? null, customer ?? null, list ?? null, after?.[0] ?? null, after?.[1] ?? null, limit],
    );
    return rows.map(matchOf);
  }

  async events(tx: Transaction, match: string): Promise<MatchEvent[]> {
    const rows = await tx.query<EventRow>(
      'select version, type, state, standing, score, reason, by_whom, at_ms from screening_match_event where match = $1 order by version',
      [match],
    );
    return rows.map(({ by_whom: by, at_ms: atMs, reason, ...event }) => ({
      ...event,
      ...(reason !== null && { reason }),
      by,
      atMs: Number(atMs),
    }));
  }

  async save(tx: Transaction, match: KeptMatch, event?: Pick<MatchEvent, 'type' | 'reason' | 'by'>): Promise<void> {
    await tx.query(
      `insert into screening_match (id, provider, customer, kind, list, entry, state, standing, score, facts, decided_facts, explanation,
         screening, version, raised_at_ms, changed_at_ms)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
       on conflict (id) do update set state = excluded.state, standing = excluded.standing, score = excluded.score, facts = excluded.facts,
         decided_facts = excluded.decided_facts, explanation = excluded.explanation, screening = excluded.screening,
         version = excluded.version, changed_at_ms = excluded.changed_at_ms`,
      [
        match.id,
        match.provider,
        match.customer,
        match.kind,
        match.list,
        Buffer.from(match.entry, 'hex'),
        match.state,
        match.standing,
        match.score,
        Buffer.from(match.facts, 'hex'),
        match.decidedFacts === undefined ? null : Buffer.from(match.decidedFacts, 'hex'),
        match.explanation,
        match.screening ?? null,
        match.version,
        match.raisedAtMs,
        match.changedAtMs,
      ],
    );
    if (event) await addEvent(tx, match, event);
  }

  async customersOf(tx: Transaction, list: string, entries: readonly Buffer[]): Promise<string[]> {
    const rows = await tx.query<{ customer: string }>(
      'select distinct customer from screening_match where list = $1 and entry = any ($2::bytea[]) order by customer',
      [list, byteaArray(entries)],
    );
    return rows.map(({ customer }) => customer);
  }
}

async function addEvent(
  tx: Transaction,
  match: KeptMatch,
  { type, reason, by }: Pick<MatchEvent, 'type' | 'reason' | 'by'>,
): Promise<void> {
  await tx.query(
    `insert into screening_match_event (match, version, provider, type, state, standing, score, reason, by_whom, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [match.id, match.version, match.provider, type, match.state, match.standing, match.score, reason ?? null, by, match.changedAtMs],
  );
}

function matchOf(row: MatchRow): KeptMatch {
  const { id, provider, customer, kind, list, state, standing, score, explanation, version } = row;
  return {
    ...{ id, provider, customer, kind, list, state, standing, score, explanation, version },
    entry: row.entry.toString('hex'),
    facts: row.facts.toString('hex'),
    ...(row.decided_facts !== null && { decidedFacts: row.decided_facts.toString('hex') }),
    ...(row.screening !== null && { screening: row.screening }),
    raisedAtMs: Number(row.raised_at_ms),
    changedAtMs: Number(row.changed_at_ms),
  };
}
