import { Injectable } from '@nestjs/common';
import type { KeptFlag, ProjectionCourse, Scope, Tier } from '@tidemark/domain';
import { TOPICS } from '@tidemark/messaging';
import { boolArray, int4Array, int8Array, outbox, type Transaction, textArray } from '@tidemark/persistence';
import { FlagRecords } from '../evaluate/flag-records.js';
import { FlagStore, type FlagUpdate, type NewFlag, type NewFlagEvent, type NewSignal } from '../evaluate/flag-store.port.js';
import type { RecordedEvaluation } from '../evaluate/monitor-memory.js';

interface FlagRow {
  id: string;
  kind: KeptFlag['kind'];
  tier: Tier | null;
  rule: string;
  rule_version: number;
  n: number;
  shadow: boolean;
  status: KeptFlag['status'];
  raised_at_ms: string;
  state: FlagState;
}

interface FlagState {
  scope: Scope;
  place: Omit<KeptFlag['place'], 'totals'> & { totals?: { lower: string; expected: string; upper: string } };
  told: KeptFlag['told'];
  times: number;
  course?: ProjectionCourse;
}

@Injectable()
export class PostgresFlagStore extends FlagStore {
  /** Of each matter the open flag, or the last that ended. */
  async open(tx: Transaction): Promise<FlagRecords> {
    const rows = await tx.query<FlagRow>(
      `select * from (
         select distinct on (scope_key, kind, rule, rule_version, coalesce(tier, ''), n, shadow)
           id, kind, tier, rule, rule_version, n, shadow, status, raised_at_ms, state, change
         from flag order by scope_key, kind, rule, rule_version, coalesce(tier, ''), n, shadow, change desc
       ) as latest order by change`,
    );
    return new FlagRecords(rows.map(recordOf));
  }

  async evaluations(tx: Transaction): Promise<RecordedEvaluation[]> {
    const rows = await tx.query<{ id: string; scope: Scope; at_ms: string }>('select id, scope, at_ms from evaluation order by at_ms, id');
    return rows.map(({ id, scope, at_ms }) => ({ id, scope, atMs: Number(at_ms) }));
  }

  async raise(tx: Transaction, flags: readonly NewFlag[], { change, nowMs }: { change: bigint; nowMs: number }): Promise<void> {
    await tx.query(
      `insert into flag (id, provider, scope_kind, scope_id, scope_key, kind, tier, rule, rule_version, n, shadow, change, raised_at_ms, content, status, moment_ms, state)
       select id::uuid, provider, scope_kind, scope_id, scope_key, kind, tier, rule, rule_version, n, shadow, $1, $2, content::jsonb, 'OPEN', moment_ms, state::jsonb
       from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::int4[], $12::int4[], $13::bool[],
         $14::text[], $15::int8[], $16::text[])
         as f (id, provider, scope_kind, scope_id, scope_key, kind, tier, rule, rule_version, n, shadow, content, moment_ms, state)`,
      [
        change.toString(),
        nowMs,
        ...(['id', 'provider', 'scopeKind', 'scopeId', 'scopeKey', 'kind', 'tier', 'rule'] as const).map((column) =>
          textArray(flags.map((flag) => flag[column])),
        ),
        int4Array(flags.map(({ ruleVersion }) => ruleVersion)),
        int4Array(flags.map(({ n }) => n)),
        boolArray(flags.map(({ shadow }) => shadow)),
        textArray(flags.map(({ content }) => JSON.stringify(content))),
        int8Array(flags.map(({ momentMs }) => momentMs)),
        textArray(flags.map(({ state }) => JSON.stringify(state))),
      ],
    );
  }

  async update(tx: Transaction, flags: readonly FlagUpdate[], nowMs: number): Promise<void> {
    await tx.query(
      `update flag f set status = u.status, moment_ms = u.moment_ms, state = u.state::jsonb,
         ended_at_ms = case when u.status = 'OPEN' then null else coalesce(f.ended_at_ms, $1) end
       from unnest($2::text[], $3::text[], $4::int8[], $5::text[]) as u (id, status, moment_ms, state) where f.id = u.id::uuid`,
      [
        nowMs,
        textArray(flags.map(({ id }) => id)),
        textArray(flags.map(({ status }) => status)),
        int8Array(flags.map(({ momentMs }) => momentMs)),
        textArray(flags.map(({ state }) => JSON.stringify(state))),
      ],
    );
  }

  async tell(tx: Transaction, events: readonly NewFlagEvent[], nowMs: number): Promise<void> {
    await tx.query(
      `insert into flag_event (sequence, flag, provider, type, known_at_ms, detail)
       select sequence, flag::uuid, provider, type, $1, detail::jsonb
       from unnest($2::int8[], $3::text[], $4::text[], $5::text[], $6::text[]) as e (sequence, flag, provider, type, detail)`,
      [
        nowMs,
        int8Array(events.map(({ sequence }) => sequence)),
        textArray(events.map(({ flag }) => flag)),
        textArray(events.map(({ provider }) => provider)),
        textArray(events.map(({ type }) => type)),
        textArray(events.map(({ detail }) => JSON.stringify(detail))),
      ],
    );
    await outbox(
      tx,
      TOPICS.flag,
      events.map(({ flag, message }) => ({ key: flag, value: message, partition: 0 })),
    );
  }

  async signal(tx: Transaction, signals: readonly NewSignal[], nowMs: number): Promise<void> {
    const rows = await tx.query<{ key: string }>(
      `insert into use_signal_sent (key, id, sent_at_ms) select key, id::uuid, $1 from unnest($2::text[], $3::text[]) as s (key, id)
       on conflict do nothing returning key`,
      [nowMs, textArray(signals.map(({ key }) => key)), textArray(signals.map(({ id }) => id))],
    );
    const sent = new Set(rows.map(({ key }) => key));
    const fresh = signals.filter(({ key }) => sent.has(key));
    await outbox(
      tx,
      TOPICS.use,
      fresh.map(({ provider, message }) => ({ key: provider, value: message, partition: 0 })),
    );
  }
}

function recordOf(row: FlagRow) {
  const { scope, place, told, times, course } = row.state;
  const totals = place.totals && {
    lower: BigInt(place.totals.lower),
    expected: BigInt(place.totals.expected),
    upper: BigInt(place.totals.upper),
  };
  return {
    id: row.id,
    kind: row.kind,
    rule: row.rule,
    ruleVersion: row.rule_version,
    scope,
    tier: row.tier ?? undefined,
    n: row.n,
    status: row.status,
    raisedAtMs: Number(row.raised_at_ms),
    place: { ...place, totals },
    told,
    shadow: row.shadow,
    times,
    course,
  };
}
