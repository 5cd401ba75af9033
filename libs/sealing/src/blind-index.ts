import { createHmac } from 'node:crypto';

/**
 * Finds equal values without holding them: HMAC-SHA-256 under a key that lies wrapped in the database. Whoever has the database but not
 * the master key can neither read nor guess them. `kind` keeps values of different meanings apart.
 */
export class BlindIndex {
  constructor(private readonly key: Buffer) {}

  /** 32 bytes; normalise the value before: what differs in spelling differs here. */
  of(kind: string, value: string): Buffer {
    return createHmac('sha256', this.key).update(`${kind}\0${value}`, 'utf8').digest();
  }

  all(kind: string, values: readonly string[]): Buffer[] {
    return values.map((value) => this.of(kind, value));
  }
}
