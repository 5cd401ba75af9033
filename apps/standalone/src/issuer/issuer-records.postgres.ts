import type { Transactions } from '@tidemark/persistence';
import { hashOf } from '../people/one-time.js';
import type { IssuerRecords, KeptRecord } from './issuer-storage.port.js';
import type { SealedBox } from './sealed-box.js';

interface RecordRow {
  sealed_payload: Buffer;
  consumed_at_ms: string | null;
}

/** What the issuer remembers between requests. Ids are secrets (codes, cookies): only their hashes are kept, and contents sealed. */
export class PostgresIssuerRecords implements IssuerRecords {
  constructor(
    private readonly transactions: Transactions,
    private readonly box: SealedBox,
  ) {}

  async find(model: string, id: string): Promise<KeptRecord | undefined> {
    return this.one('id_hash', model, id);
  }

  async findByUid(model: string, uid: string): Promise<KeptRecord | undefined> {
    return this.one('uid_hash', model, uid);
  }

  async put(model: string, id: string, payload: object, ttlSeconds: number): Promise<void> {
    const { uid, grantId } = payload as { uid?: string; grantId?: string };
    const sealed = this.box.seal(JSON.stringify(payload));
    await this.transactions.run(async (tx) => {
      await tx.query(
        `insert into oidc_record (model, id_hash, sealed_payload, uid_hash, grant_hash, expires_at_ms) values ($1, $2, $3, $4, $5, $6)
         on conflict (model, id_hash) do update set sealed_payload = $3, uid_hash = $4, grant_hash = $5, expires_at_ms = $6`,
        [
          model,
          hashOf(id),
          sealed,
          uid === undefined ? null : hashOf(uid),
          grantId === undefined ? null : hashOf(grantId),
          Date.now() + ttlSeconds * 1000,
        ],
      );
      // Whoever writes sweeps a little: nothing else has to.
      await tx.query('delete from oidc_record where ctid = any(array(select ctid from oidc_record where expires_at_ms < $1 limit 20))', [
        Date.now() - 60_000,
      ]);
    });
  }

  async consume(model: string, id: string): Promise<boolean> {
    const sql = 'update oidc_record set consumed_at_ms = $3 where model = $1 and id_hash = $2 and consumed_at_ms is null returning model';
    return (await this.transactions.run((tx) => tx.query(sql, [model, hashOf(id), Date.now()]))).length > 0;
  }

  async remove(model: string, id: string): Promise<void> {
    await this.transactions.run((tx) => tx.query('delete from oidc_record where model = $1 and id_hash = $2', [model, hashOf(id)]));
  }

  async removeByGrant(model: string, grantId: string): Promise<void> {
    await this.transactions.run((tx) => tx.query('delete from oidc_record where model = $1 and grant_hash = $2', [model, hashOf(grantId)]));
  }

  private async one(column: 'id_hash' | 'uid_hash', model: string, value: string): Promise<KeptRecord | undefined> {
    const [row] = await this.transactions.run((tx) =>
      tx.query<RecordRow>(
        `select sealed_payload, consumed_at_ms from oidc_record where model = $1 and ${column} = $2 and expires_at_ms > $3`,
        [model, hashOf(value), Date.now()],
      ),
    );
    const text = row && this.box.open(row.sealed_payload);
    if (!row || text === undefined) return undefined;
    const payload = JSON.parse(text) as KeptRecord;
    return row.consumed_at_ms === null ? payload : { ...payload, consumed: Math.floor(Number(row.consumed_at_ms) / 1000) };
  }
}
