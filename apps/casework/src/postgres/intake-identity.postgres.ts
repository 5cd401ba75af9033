import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import { type IdentityFactRow, IdentityFacts } from '../intake/identity-facts.port.js';
import { asScheme } from './as-scheme.postgres.js';

@Injectable()
export class PostgresIdentityFacts extends IdentityFacts {
  async add(tx: Transaction, facts: readonly IdentityFactRow[]): Promise<void> {
    if (facts.length === 0) return;
    await asScheme(tx);
    await tx.query(
      `insert into identity_fact (sequence, known_at_ms, recorded_by, fact)
       select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::bytea[]) on conflict (sequence) do nothing`,
      [
        facts.map(({ sequence }) => sequence.toString()),
        facts.map(({ knownAtMs }) => knownAtMs),
        facts.map(({ recordedBy }) => recordedBy),
        facts.map(({ bytes }) => Buffer.from(bytes)),
      ],
    );
    const about = facts.flatMap(({ customers, recordedBy }) => customers.map((customer) => ({ customer, recordedBy })));
    await tx.query(
      'insert into subject_analyst (customer, person) select distinct * from unnest($1::text[], $2::text[]) on conflict do nothing',
      [about.map(({ customer }) => customer), about.map(({ recordedBy }) => recordedBy)],
    );
  }

  async lastSequence(tx: Transaction): Promise<bigint> {
    const [row] = await tx.query<{ last: string | null }>('select max(sequence) as last from identity_fact');
    return BigInt(row?.last ?? 0);
  }

  async after(tx: Transaction, sequence: bigint, limit: number): Promise<{ sequence: bigint; bytes: Uint8Array }[]> {
    const rows = await tx.query<{ sequence: string; fact: Buffer }>(
      'select sequence, fact from identity_fact where sequence > $1 order by sequence limit $2',
      [sequence.toString(), limit],
    );
    return rows.map(({ sequence, fact }) => ({ sequence: BigInt(sequence), bytes: fact }));
  }

  async recordedAbout(tx: Transaction, customers: readonly string[]): Promise<string[]> {
    if (customers.length === 0) return [];
    const rows = await tx.query<{ person: string }>('select distinct person from subject_analyst where customer = any($1::text[])', [
      [...customers],
    ]);
    return rows.map(({ person }) => person);
  }
}
