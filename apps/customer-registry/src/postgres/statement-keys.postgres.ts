import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import { type StatementKey, StatementKeys } from '../links/statement-keys.port.js';

interface KeyRow {
  provider: string;
  id: string;
  public_key: Buffer;
  registered_by: string;
  registered_at_ms: string;
  revoked_at_ms: string | null;
}

@Injectable()
export class PostgresStatementKeys extends StatementKeys {
  async find(tx: Transaction, provider: string, id: string): Promise<StatementKey | undefined> {
    const [row] = await tx.query<KeyRow>('select * from statement_key where provider = $1 and id = $2', [provider, id]);
    return row === undefined ? undefined : statementKey(row);
  }

  async list(tx: Transaction): Promise<StatementKey[]> {
    return (await tx.query<KeyRow>('select * from statement_key order by provider, id')).map(statementKey);
  }

  async add(tx: Transaction, { provider, id, publicKey, registeredBy, registeredAtMs }: StatementKey): Promise<void> {
    await tx.query('insert into statement_key (provider, id, public_key, registered_by, registered_at_ms) values ($1, $2, $3, $4, $5)', [
      provider,
      id,
      publicKey,
      registeredBy,
      registeredAtMs,
    ]);
  }

  async revoke(tx: Transaction, provider: string, id: string, by: string, nowMs: number): Promise<void> {
    await tx.query(
      'update statement_key set revoked_by = $3, revoked_at_ms = $4 where provider = $1 and id = $2 and revoked_at_ms is null',
      [provider, id, by, nowMs],
    );
  }
}

function statementKey(row: KeyRow): StatementKey {
  return {
    provider: row.provider,
    id: row.id,
    publicKey: row.public_key,
    registeredBy: row.registered_by,
    registeredAtMs: Number(row.registered_at_ms),
    ...(row.revoked_at_ms === null ? {} : { revokedAtMs: Number(row.revoked_at_ms) }),
  };
}
