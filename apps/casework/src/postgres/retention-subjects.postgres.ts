import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import { ErasedSubjects } from '../retention/erased-subjects.port.js';
import { asScheme } from './as-scheme.postgres.js';

@Injectable()
export class PostgresErasedSubjects extends ErasedSubjects {
  async mark(tx: Transaction): Promise<bigint> {
    await asScheme(tx);
    const [row] = await tx.query<{ sequence: string }>('select sequence from retention_mark');
    return BigInt(row!.sequence);
  }

  async moveMark(tx: Transaction, sequence: bigint): Promise<void> {
    await tx.query('update retention_mark set sequence = greatest(sequence, $1)', [sequence]);
  }

  async casesAbout(tx: Transaction, customer: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `select id from case_row where subject->>'kind' = 'customer' and subject->>'id' = $1
       union
       select case_id from case_event where type = 'identity-granted' and facts->'customers' ? $1
       order by 1`,
      [customer],
    );
    return rows.map(({ id }) => id);
  }
}
