import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { MasterKey } from '@tidemark/config';

/** The keys that wrap every other key. They come from the configuration and never touch the database. */
export class MasterKeys {
  private readonly byId: ReadonlyMap<string, Buffer>;
  /** What is wrapped anew is wrapped with this one. */
  readonly current: string;

  constructor(keys: readonly MasterKey[]) {
    const [first] = keys;
    if (first === undefined) throw new Error('There is no master key');
    this.current = first.id;
    this.byId = new Map(keys.map(({ id, key }) => [id, key]));
  }

  wrap(key: Buffer, owner: string): WrappedKey {
    return { masterKey: this.current, wrapped: encrypt(this.keyOf(this.current), key, owner) };
  }

  /** Throws when the master key is not in the configuration, or when what was wrapped is not what is given. */
  unwrap({ masterKey, wrapped }: WrappedKey, owner: string): Buffer {
    return decrypt(this.keyOf(masterKey), wrapped, owner);
  }

  private keyOf(id: string): Buffer {
    const key = this.byId.get(id);
    if (key === undefined) throw new Error(`Master key "${id}" is not in the configuration: without it nothing that it wraps can be read`);
    return key;
  }
}

export interface WrappedKey {
  /** Id of the master key. */
  masterKey: string;
  wrapped: Buffer;
}

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
export const KEY_BYTES = 32;

/** AES-256-GCM: version, nonce, tag, ciphertext. `context` is bound in: what was sealed for one thing cannot be opened as another. */
export function encrypt(key: Buffer, plain: Uint8Array, context: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context, 'utf8'));
  const sealed = [cipher.update(plain), cipher.final()];
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), ...sealed]);
}

/** Throws when it was sealed with another key or for another context, or was changed since. */
export function decrypt(key: Buffer, sealed: Buffer, context: string): Buffer {
  if (sealed[0] !== VERSION) throw new Error(`Sealed with an unknown version ${sealed[0]}`);
  const body = 1 + NONCE_BYTES + TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + NONCE_BYTES)).setAAD(Buffer.from(context, 'utf8'));
  decipher.setAuthTag(sealed.subarray(1 + NONCE_BYTES, body));
  return Buffer.concat([decipher.update(sealed.subarray(body)), decipher.final()]);
}
