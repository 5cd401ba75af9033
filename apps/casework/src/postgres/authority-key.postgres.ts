import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '@tidemark/access';
import type { Sealed } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { SealingKeys } from '@tidemark/sealing';
import { keyIdOf, sha256Hex } from '../authorities/ed25519.js';
import { InstallationKey } from '../authorities/installation-key.js';

interface KeyRow {
  key: string;
  public_key: string;
  private_key: Buffer;
}

/** Of the sealing key that seals it: casework's own, no case's. */
const OWNER = 'casework/signing';

@Injectable()
export class PostgresInstallationKey extends InstallationKey {
  constructor(
    private readonly sealing: SealingKeys,
    private readonly clock: Clock,
  ) {
    super();
  }

  async publicKey(tx: Transaction): Promise<string> {
    return (await this.row(tx)).public_key;
  }

  async sign(tx: Transaction, text: string): Promise<Required<Sealed>> {
    const row = await this.row(tx);
    const sealing = await this.sealing.find(tx, OWNER);
    if (sealing === undefined) throw new Error('the key that seals the signing key was destroyed');
    const key = createPrivateKey({ key: sealing.open(row.key, row.private_key), format: 'der', type: 'pkcs8' });
    return { hash: sha256Hex(text), signature: sign(null, Buffer.from(text), key).toString('base64'), key: row.key };
  }

  private async row(tx: Transaction): Promise<KeyRow> {
    return (await this.find(tx)) ?? (await this.make(tx));
  }

  private async find(tx: Transaction): Promise<KeyRow | undefined> {
    const [row] = await tx.query<KeyRow>('select key, public_key, private_key from signing_key order by made_at_ms limit 1');
    return row;
  }

  private async make(tx: Transaction): Promise<KeyRow> {
    // Two that need it first make one.
    await tx.query(`select pg_advisory_xact_lock(hashtext('casework signing key'))`);
    const found = await this.find(tx);
    if (found !== undefined) return found;
    const pair = generateKeyPairSync('ed25519', {
      publicKeyEncoding: { format: 'der', type: 'spki' },
      privateKeyEncoding: { format: 'der', type: 'pkcs8' },
    });
    const publicKey = pair.publicKey.toString('base64');
    const key = keyIdOf(publicKey);
    const sealing = await this.sealing.make(tx, { owner: OWNER, provider: '', nowMs: this.clock.now() });
    const row = { key, public_key: publicKey, private_key: sealing.seal(key, pair.privateKey) };
    await tx.query('insert into signing_key (key, public_key, private_key, made_at_ms) values ($1, $2, $3, $4)', [
      key,
      publicKey,
      row.private_key,
      this.clock.now(),
    ]);
    return row;
  }
}
