import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Encrypts what must not lie readable in the database, with a key that lies in the data folder: whoever has one of the two has nothing. */
export class SealedBox {
  private readonly indexKey: string;

  constructor(private readonly key: Buffer) {
    this.indexKey = this.derived('blind index');
  }

  /** Uses the key in the folder, making it at the first start. */
  static async in(home: string): Promise<SealedBox> {
    const file = join(home, 'issuer.key');
    const existing = await readFile(file).catch(() => undefined);
    if (existing?.length === KEY_BYTES) return new SealedBox(existing);
    if (existing) throw new Error(`${file} is damaged: it must be ${KEY_BYTES} bytes`);
    const key = randomBytes(KEY_BYTES);
    await writeFile(`${file}.new`, key, { mode: 0o600 });
    await rename(`${file}.new`, file);
    return new SealedBox(key);
  }

  /** Another key, for another purpose, that stays the same as long as the folder's key does. */
  derived(purpose: string): string {
    return Buffer.from(hkdfSync('sha256', this.key, '', purpose, KEY_BYTES)).toString('hex');
  }

  /** By which a text can be found again, and not guessed without the key. */
  blind(text: string): Buffer {
    return createHmac('sha256', this.indexKey).update(text).digest();
  }

  seal(text: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  /** Undefined when it was sealed with another key or changed since. */
  open(box: Buffer): string | undefined {
    const decipher = createDecipheriv('aes-256-gcm', this.key, box.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(box.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    try {
      return Buffer.concat([decipher.update(box.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
    } catch {
      return undefined;
    }
  }
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
