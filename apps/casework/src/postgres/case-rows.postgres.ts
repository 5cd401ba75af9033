import type { CaseState } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import type { ServedItem } from '../case-log/case-writes.js';
import { clockRowsOf, labelsOf, queueRowOf } from '../case-log/queue-row.js';

/** The row's lock is the case's lock. */
export async function lockCaseRow(tx: Transaction, id: string): Promise<{ authority: string; version: number } | undefined> {
  const [row] = await tx.query<{ authority: string; version: number }>('select authority, version from case_row where id = $1 for update', [
    id,
  ]);
  return row;
}

/** Before its first event: what stands here is written over in the same transaction. */
export async function addCaseRow(tx: Transaction, id: string): Promise<void> {
  await tx.query(
    `insert into case_row (id, authority, version, matter, subject_key, subject, jurisdiction, jurisdictions, regimes, tiers, stage, stage_since_ms,
       severity, opened_at_ms, changed_at_ms, breached, flags)
     values ($1, '', 0, '', '', '{}', '', '{}', '{}', '{}', 'open', 0, 0, 0, 0, 0, '{}')`,
    [id],
  );
}

/** The queue's row, the clocks and the flags of a case as it stands. */
export async function projectCase(tx: Transaction, state: CaseState, nowMs: number): Promise<void> {
  const row = queueRowOf(state);
  await tx.query(
    `update case_row set authority = $2, version = $3, matter = $4, subject_key = $5, subject = $6, jurisdiction = $7, jurisdictions = $8, regimes = $9,
       tiers = $10, stage = $11, stage_since_ms = $12, severity = $13, opened_at_ms = $14, changed_at_ms = $15, due_at_ms = $16, breached = $17, flags = $18,
       due_kind = $19, due_regime = $20, assignee = $21, snoozed_until_ms = $22
     where id = $1`,
    [
      state.id,
      state.authority,
      state.version,
      state.matter,
      row.subjectKey,
      JSON.stringify(state.subject),
      state.jurisdiction,
      row.jurisdictions,
      row.regimes,
      row.tiers,
      state.stage,
      state.stageSince,
      row.severity,
      state.openedAt,
      nowMs,
      row.dueAtMs,
      row.breached,
      row.flags,
      row.dueKind,
      row.dueRegime,
      row.assignee,
      row.snoozedUntilMs,
    ],
  );
  await projectLabels(tx, state);
  await projectClocks(tx, state);
  await tx.query('insert into case_flag (flag, case_id) select unnest($2::text[]), $1 on conflict (flag) do nothing', [
    state.id,
    row.flags,
  ]);
}

async function projectLabels(tx: Transaction, state: CaseState): Promise<void> {
  const labels = labelsOf(state);
  await tx.query('delete from case_label where case_id = $1 and label <> all($2::text[])', [state.id, labels]);
  await tx.query('insert into case_label (case_id, label) select $1, unnest($2::text[]) on conflict do nothing', [state.id, labels]);
}

async function projectClocks(tx: Transaction, state: CaseState): Promise<void> {
  const rows = clockRowsOf(state);
  if (rows.length === 0) return;
  await tx.query(
    `insert into case_clock (case_id, authority, clock, kind, regime, status, due_at_ms, next_at_ms, duty, subject, jurisdiction, started_at_ms, breached_at_ms)
     select $1, $2, t.* from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[], $9::text[], $10::text[], $11::text[], $12::bigint[],
       $13::bigint[]) as t
     on conflict (case_id, clock) do update set status = excluded.status, due_at_ms = excluded.due_at_ms, next_at_ms = excluded.next_at_ms,
       duty = excluded.duty, started_at_ms = excluded.started_at_ms, breached_at_ms = excluded.breached_at_ms
     where (case_clock.status, case_clock.due_at_ms, case_clock.next_at_ms, case_clock.duty, case_clock.started_at_ms, case_clock.breached_at_ms)
       is distinct from (excluded.status, excluded.due_at_ms, excluded.next_at_ms, excluded.duty, excluded.started_at_ms, excluded.breached_at_ms)`,
    [
      state.id,
      state.authority,
      rows.map(({ clock }) => clock),
      rows.map(({ kind }) => kind),
      rows.map(({ regime }) => regime),
      rows.map(({ status }) => status),
      rows.map(({ dueAtMs }) => dueAtMs),
      rows.map(({ nextAtMs }) => nextAtMs),
      rows.map(({ duty }) => duty),
      rows.map(({ subject }) => subject),
      rows.map(({ jurisdiction }) => jurisdiction),
      rows.map(({ startedAtMs }) => startedAtMs),
      rows.map(({ breachedAtMs }) => breachedAtMs),
    ],
  );
}

interface ServedRow {
  id: string;
  provider: string;
  kind: string;
  part: string;
  case_id: string;
  status: string;
  served_at_ms: string;
  due_at_ms: string | null;
  version: number;
}

/** Of the provider alone. */
export async function findServed(tx: Transaction, provider: string, id: string): Promise<ServedItem | undefined> {
  const [row] = await tx.query<ServedRow>('select * from served_item where id = $1 and provider = $2', [id, provider]);
  return row && servedItemOf(row);
}

export const servedItemOf = (row: ServedRow): ServedItem => ({
  id: row.id,
  provider: row.provider,
  kind: row.kind,
  part: row.part,
  caseId: row.case_id,
  status: row.status,
  servedAtMs: Number(row.served_at_ms),
  ...(row.due_at_ms === null ? {} : { dueAtMs: Number(row.due_at_ms) }),
  version: row.version,
});
