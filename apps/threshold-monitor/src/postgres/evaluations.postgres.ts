import { Injectable } from '@nestjs/common';
import type { Scope } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { Evaluations, type KeptEvaluation } from '../evaluations/evaluations.port.js';

interface EvaluationRow {
  id: string;
  scope: Scope;
  at_ms: string;
  known_at_ms: string;
  recorded_by: string;
  evaluator: string;
  method: string;
  passed: boolean | null;
}

@Injectable()
export class PostgresEvaluations extends Evaluations {
  async add(tx: Transaction, one: KeptEvaluation, change: bigint): Promise<boolean> {
    const added = await tx.query(
      `insert into evaluation (id, scope, at_ms, change, known_at_ms, recorded_by, evaluator, method, passed)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (id) do nothing returning 1`,
      [
        one.id,
        JSON.stringify(one.scope),
        one.atMs,
        change.toString(),
        one.knownAtMs,
        one.recordedBy,
        one.evaluator,
        one.method,
        one.passed ?? null,
      ],
    );
    return added.length > 0;
  }

  async of(tx: Transaction, scope: Scope, limit: number): Promise<KeptEvaluation[]> {
    const rows = await tx.query<EvaluationRow>('select * from evaluation where scope = $1::jsonb order by at_ms desc, id limit $2', [
      JSON.stringify(scope),
      limit,
    ]);
    return rows.map((row) => ({
      id: row.id,
      scope: row.scope,
      atMs: Number(row.at_ms),
      knownAtMs: Number(row.known_at_ms),
      recordedBy: row.recorded_by,
      evaluator: row.evaluator,
      method: row.method,
      passed: row.passed ?? undefined,
    }));
  }
}
