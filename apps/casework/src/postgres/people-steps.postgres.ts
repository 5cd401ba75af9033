import { Injectable } from '@nestjs/common';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { type PendingStep, PendingSteps } from '../delegations/pending-steps.port.js';

/** The last sight of a person tells whether she could approve: a lead, or somebody of whom nothing is known. */
const DOUBTFUL = `
  select distinct case_id, null::text as approver from pending_step step
    where exists (select from person_change change where change.person = step.person and change.at_ms > step.at_ms)
  union
  select step.case_id, other.person from pending_step step
    join delegation held on step.person in (held.person, held.deputy)
      and held.from_ms <= $1 and coalesce(held.ended_at_ms, held.until_ms) >= greatest(step.at_ms, held.from_ms)
    cross join lateral (select case when held.person = step.person then held.deputy else held.person end as person) other
    where coalesce((select role from person_seen seen where seen.person = other.person order by turn desc limit 1), 'regulator-lead')
      = 'regulator-lead'
  limit 1000`;

@Injectable()
export class PostgresPendingSteps extends PendingSteps {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  async keep(tx: Transaction, caseId: string, steps: readonly PendingStep[]): Promise<void> {
    await tx.query('delete from pending_step where case_id = $1', [caseId]);
    if (steps.length === 0) return;
    await tx.query(
      'insert into pending_step (case_id, step, person, at_ms) select $1, * from unnest($2::text[], $3::text[], $4::bigint[])',
      [caseId, steps.map(({ step }) => step), steps.map(({ person }) => person), steps.map(({ atMs }) => atMs)],
    );
  }

  async doubtful(nowMs: number): Promise<{ caseId: string; approver: string | undefined }[]> {
    const rows = await this.transactions.read({ oversight: true }, (tx) =>
      tx.query<{ case_id: string; approver: string | null }>(DOUBTFUL, [nowMs]),
    );
    return rows.map(({ case_id, approver }) => ({ caseId: case_id, approver: approver ?? undefined }));
  }
}
