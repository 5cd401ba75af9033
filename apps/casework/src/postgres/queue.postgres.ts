import { Injectable } from '@nestjs/common';
import { type CaseScope, SEVERITIES } from '@tidemark/domain';
import { Transactions } from '@tidemark/persistence';
import { CaseQueue, type QueueAsk, type QueuedCase, type QueueSort } from '../queue/case-queue.port.js';

interface QueueRow {
  id: string;
  version: number;
  matter: string;
  subject: CaseScope;
  jurisdictions: string[];
  regimes: string[];
  tiers: string[];
  stage: string;
  stage_since_ms: string;
  severity: number;
  opened_at_ms: string;
  changed_at_ms: string;
  assignee: string | null;
  snoozed_until_ms: string | null;
  due_at_ms: string | null;
  due_kind: string | null;
  due_regime: string | null;
  breached: number;
  first_flags: string[];
  flag_count: number;
}

const COLUMNS = `id, version, matter, subject, jurisdictions, regimes, tiers, stage, stage_since_ms, severity, opened_at_ms, changed_at_ms, assignee,
  snoozed_until_ms, due_at_ms, due_kind, due_regime, breached, flags[1:10] as first_flags, cardinality(flags) as flag_count`;

/** The columns of a key, and whether it rises. Each has its index. */
const ORDERS: Readonly<Record<QueueSort, { key: readonly string[]; casts: readonly string[]; rises: boolean }>> = {
  due: { key: ['due_order', 'id'], casts: ['bigint', 'uuid'], rises: true },
  severity: { key: ['severity_order', 'due_order', 'id'], casts: ['integer', 'bigint', 'uuid'], rises: true },
  opened: { key: ['opened_at_ms', 'id'], casts: ['bigint', 'uuid'], rises: false },
  changed: { key: ['changed_at_ms', 'id'], casts: ['bigint', 'uuid'], rises: false },
};

@Injectable()
export class PostgresCaseQueue extends CaseQueue {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  list(ask: QueueAsk): Promise<QueuedCase[]> {
    const { sql, parameters } = queueStatement(ask);
    return this.transactions.read({ oversight: true }, async (tx) => (await tx.query<QueueRow>(sql, parameters)).map(queuedOf));
  }
}

/** Only what was asked stands in the statement, so that each question has the plan that fits it. */
export function queueStatement(ask: QueueAsk): { sql: string; parameters: unknown[] } {
  const parameters: unknown[] = [];
  const given = (value: unknown): string => `$${parameters.push(value)}`;
  const { key, casts, rises } = ORDERS[ask.sort];
  const conditions = [
    `authority = ${given(ask.authority)}`,
    ...stageCondition(ask.stage, given),
    ...(ask.severity === undefined ? [] : [`severity_order = ${given(SEVERITIES.length - 1 - SEVERITIES.indexOf(ask.severity))}`]),
    ...(ask.matter === undefined ? [] : [`matter = ${given(ask.matter)}`]),
    ...(ask.assignee === undefined ? [] : [ask.assignee === null ? 'assignee is null' : `assignee = ${given(ask.assignee)}`]),
    ...ask.labels.map((one) => `id in (select case_id from case_label where label = ${given(one)})`),
    ...(ask.flag === undefined ? [] : [`id in (select case_id from case_flag where flag = ${given(ask.flag)})`]),
    ...(ask.dueBeforeMs === undefined ? [] : [`due_order < ${given(ask.dueBeforeMs)}`]),
    ...snoozedCondition(ask, given),
    ...(ask.after === undefined
      ? []
      : [`(${key.join(', ')}) ${rises ? '>' : '<'} (${ask.after.map((part, n) => `${given(part)}::${casts[n]}`).join(', ')})`]),
  ];
  const order = key.map((column) => (rises ? column : `${column} desc`)).join(', ');
  return {
    sql: `select ${COLUMNS} from case_row where ${conditions.join(' and ')} order by ${order} limit ${given(ask.limit)}`,
    parameters,
  };
}

/** What is not closed has indexes of its own: the statement says so in so many words, or they are not taken. */
function stageCondition(stage: QueueAsk['stage'], given: (value: unknown) => string): string[] {
  if (stage === 'all') return [];
  if (stage === 'closed') return [`stage = 'closed'`];
  return [`stage <> 'closed'`, ...(stage === undefined ? [] : [`stage = ${given(stage)}`])];
}

/** A snooze that is over by the clock is over, also while the job that says so is down. */
function snoozedCondition({ snoozed, nowMs }: QueueAsk, given: (value: unknown) => string): string[] {
  if (snoozed === 'show') return [];
  return [snoozed === 'only' ? `snoozed_until_ms > ${given(nowMs)}` : `(snoozed_until_ms is null or snoozed_until_ms <= ${given(nowMs)})`];
}

const queuedOf = (row: QueueRow): QueuedCase => ({
  ...{ id: row.id, version: row.version, matter: row.matter, subject: row.subject, stage: row.stage },
  ...{ jurisdictions: row.jurisdictions, regimes: row.regimes, tiers: row.tiers, severity: SEVERITIES[row.severity]! },
  ...{ stageSinceMs: Number(row.stage_since_ms), openedAtMs: Number(row.opened_at_ms), changedAtMs: Number(row.changed_at_ms) },
  assignee: row.assignee ?? undefined,
  snoozedUntilMs: row.snoozed_until_ms === null ? undefined : Number(row.snoozed_until_ms),
  due: row.due_at_ms === null ? undefined : { atMs: Number(row.due_at_ms), kind: row.due_kind ?? '', regime: row.due_regime ?? undefined },
  breached: row.breached,
  flags: row.first_flags,
  flagCount: row.flag_count,
});
