import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { LinkStrength } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import {
  type LinkSuggestion,
  LinkSuggestions,
  type ScoredPair,
  type SuggestionFilter,
  type SuggestionState,
} from '../links/link-suggestions.port.js';

interface SuggestionRow {
  id: string;
  provider: string;
  account: string;
  customer: string;
  state: SuggestionState;
  probability: number;
  strength: LinkStrength;
  weights: string;
  levels: LinkSuggestion['levels'];
  raised_at_ms: string;
  decided_by: string | null;
  link: string | null;
}

@Injectable()
export class PostgresLinkSuggestions extends LinkSuggestions {
  async raise(tx: Transaction, pair: ScoredPair, nowMs: number): Promise<void> {
    await tx.query(
      `insert into link_suggestion as standing (id, provider, account, customer, state, probability, strength, weights, levels, raised_at_ms, changed_at_ms)
       values ($1, $2, $3, $4, 'OPEN', $5, $6, $7, $8, $9, $9)
       on conflict (provider, account, customer) do update
       set state = 'OPEN', probability = excluded.probability, strength = excluded.strength, weights = excluded.weights,
         levels = excluded.levels, changed_at_ms = excluded.changed_at_ms
       where standing.state in ('OPEN', 'GONE')`,
      [
        randomUUID(),
        pair.provider,
        pair.account,
        pair.customer,
        pair.probability,
        pair.strength,
        pair.weights,
        JSON.stringify(pair.levels),
        nowMs,
      ],
    );
  }

  async goneExcept(
    tx: Transaction,
    { provider, account }: { provider: string; account: string },
    stillWith: readonly string[],
    nowMs: number,
  ) {
    await tx.query(
      `update link_suggestion set state = 'GONE', changed_at_ms = $4
       where provider = $1 and account = $2 and state = 'OPEN' and not customer = any ($3::uuid[])`,
      [provider, account, [...stillWith], nowMs],
    );
  }

  async find(tx: Transaction, id: string): Promise<LinkSuggestion | undefined> {
    const [row] = await tx.query<SuggestionRow>('select * from link_suggestion where id = $1', [id]);
    return row === undefined ? undefined : suggestion(row);
  }

  async list(tx: Transaction, { state, provider, account, customer, limit, after }: SuggestionFilter): Promise<LinkSuggestion[]> {
    const rows = await tx.query<SuggestionRow>(
      `select * from link_suggestion
       where ($1::text is null or state = $1) and ($2::text is null or provider = $2) and ($3::text is null or account = $3)
         and ($4::uuid is null or customer = $4) and ($5::bigint is null or (raised_at_ms, id) > ($5, $6::uuid))
       order by raised_at_ms, id limit $7`,
      [state ?? null, provider ?? null, account ?? null, customer ?? null, after?.[0] ?? null, after?.[1] ?? null, limit],
    );
    return rows.map(suggestion);
  }

  async decide(
    tx: Transaction,
    id: string,
    {
      state,
      by,
      nowMs,
      link,
      reason,
    }: { state: string; by: string; nowMs: number; link?: string | undefined; reason?: Buffer | undefined },
  ): Promise<void> {
    await tx.query('update link_suggestion set state = $2, decided_by = $3, changed_at_ms = $4, link = $5, reason = $6 where id = $1', [
      id,
      state,
      by,
      nowMs,
      link ?? null,
      reason ?? null,
    ]);
  }

  async confirmedBy(
    tx: Transaction,
    pair: { provider: string; account: string; customer: string; link: string; by: string; nowMs: number },
  ): Promise<void> {
    await tx.query(
      `update link_suggestion set state = 'CONFIRMED', decided_by = $4, link = $5, changed_at_ms = $6
       where provider = $1 and account = $2 and customer = $3 and state = 'OPEN'`,
      [pair.provider, pair.account, pair.customer, pair.by, pair.link, pair.nowMs],
    );
  }
}

const suggestion = (row: SuggestionRow): LinkSuggestion => ({
  id: row.id,
  provider: row.provider,
  account: row.account,
  customer: row.customer,
  state: row.state,
  probability: row.probability,
  strength: row.strength,
  weights: row.weights,
  levels: row.levels,
  raisedAtMs: Number(row.raised_at_ms),
  ...(row.decided_by === null ? {} : { decidedBy: row.decided_by }),
  ...(row.link === null ? {} : { link: row.link }),
});
