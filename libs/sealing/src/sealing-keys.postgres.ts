import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import { BlindIndex } from './blind-index.js';
import { KEY_BYTES, MasterKeys } from './master-keys.js';
import { type KeyOwner, RegistryKey, SealingKey, SealingKeys } from './sealing-keys.js';

interface KeyRow {
  owner: string;
  master_key: string;
  wrapped: Buffer | null;
}

@Injectable()
export class PostgresSealingKeys extends SealingKeys {
  constructor(private readonly masterKeys: MasterKeys) {
    super();
  }

  async make(tx: Transaction, { owner, provider, nowMs }: KeyOwner): Promise<SealingKey> {
    const key = randomBytes(KEY_BYTES);
    const { masterKey, wrapped } = this.masterKeys.wrap(key, owner);
    await tx.query('insert into sealing_key (owner, provider, master_key, wrapped, made_at_ms) values ($1, $2, $3, $4, $5)', [
      owner,
      provider,
      masterKey,
      wrapped,
      nowMs,
    ]);
    return new SealingKey(owner, key);
  }

  async find(tx: Transaction, owner: string): Promise<SealingKey | undefined> {
    return (await this.findAll(tx, [owner])).get(owner);
  }

  async findAll(tx: Transaction, owners: readonly string[]): Promise<ReadonlyMap<string, SealingKey>> {
    const rows = await tx.query<KeyRow>('select owner, master_key, wrapped from sealing_key where owner = any($1::text[])', [owners]);
    return new Map(rows.flatMap((row) => this.open(row)).map((key) => [key.owner, key.key]));
  }

  async destroy(tx: Transaction, owner: string, nowMs: number): Promise<void> {
    await tx.query('update sealing_key set wrapped = null, destroyed_at_ms = $2 where owner = $1 and wrapped is not null', [owner, nowMs]);
  }

  private open({ owner, master_key: masterKey, wrapped }: KeyRow): { owner: string; key: SealingKey }[] {
    if (wrapped === null) return [];
    return [{ owner, key: new SealingKey(owner, this.masterKeys.unwrap({ masterKey, wrapped }, owner)) }];
  }
}

const INDEX_OWNER = 'index';
const REGISTRY_OWNER = 'registry';
/** Keys of the registry itself are no tenant's. */
const NO_PROVIDER = '';

export async function openBlindIndex(tx: Transaction, masterKeys: MasterKeys, nowMs: number): Promise<BlindIndex> {
  return new BlindIndex(await openOwnKey(tx, masterKeys, INDEX_OWNER, nowMs));
}

export async function openRegistryKey(tx: Transaction, masterKeys: MasterKeys, nowMs: number): Promise<RegistryKey> {
  return new RegistryKey(REGISTRY_OWNER, await openOwnKey(tx, masterKeys, REGISTRY_OWNER, nowMs));
}

/** Made at the first start, the same ever after. */
async function openOwnKey(tx: Transaction, masterKeys: MasterKeys, owner: string, nowMs: number): Promise<Buffer> {
  await tx.query(`select set_config('tidemark.oversight', 'on', true)`);
  const { masterKey, wrapped } = masterKeys.wrap(randomBytes(KEY_BYTES), owner);
  await tx.query(
    'insert into sealing_key (owner, provider, master_key, wrapped, made_at_ms) values ($1, $2, $3, $4, $5) on conflict do nothing',
    [owner, NO_PROVIDER, masterKey, wrapped, nowMs],
  );
  const [row] = await tx.query<KeyRow>('select owner, master_key, wrapped from sealing_key where owner = $1', [owner]);
  if (row?.wrapped == null) throw new Error(`The registry's own key "${owner}" was destroyed`);
  return masterKeys.unwrap({ masterKey: row.master_key, wrapped: row.wrapped }, owner);
}

/** Wraps every key that another master key wraps with the current one. Answers how many; what was sealed stays as it is. */
export async function rewrapKeys(tx: Transaction, masterKeys: MasterKeys, limit: number): Promise<number> {
  await tx.query(`select set_config('tidemark.oversight', 'on', true)`);
  const rows = await tx.query<KeyRow>(
    'select owner, master_key, wrapped from sealing_key where master_key <> $1 and wrapped is not null order by owner limit $2 for update',
    [masterKeys.current, limit],
  );
  for (const { owner, master_key: masterKey, wrapped } of rows) {
    const anew = masterKeys.wrap(masterKeys.unwrap({ masterKey, wrapped: wrapped! }, owner), owner);
    await tx.query('update sealing_key set master_key = $2, wrapped = $3 where owner = $1', [owner, anew.masterKey, anew.wrapped]);
  }
  return rows.length;
}
