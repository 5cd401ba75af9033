import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import type { HeardSignal } from '../events/use-signal.js';
import { UseSignals } from '../events/use-signals.port.js';

@Injectable()
export class PostgresUseSignals extends UseSignals {
  async isHeard(tx: Transaction, id: string): Promise<boolean> {
    return (await tx.query('select 1 from use_signal where id = $1', [id])).length > 0;
  }

  async keep(tx: Transaction, signal: HeardSignal, { customers, nowMs }: { customers: readonly string[]; nowMs: number }): Promise<void> {
    await tx.query(
      `insert into use_signal (id, provider, kind, scope, subject, band, rulebook_version, hour_ms, total_flop, raised_at_ms, heard_at_ms, customers)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::uuid[])`,
      [
        signal.id,
        signal.provider,
        signal.kind,
        signal.scope,
        signal.subject,
        signal.band,
        signal.rulebookVersion,
        signal.hourMs,
        signal.totalFlop,
        signal.raisedAtMs,
        nowMs,
        [...customers],
      ],
    );
  }
}
