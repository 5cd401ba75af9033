import type { Transaction } from '@tidemark/persistence';
import { decrypt, encrypt } from './master-keys.js';

/**
 * A key of its own for each owner of sealed data (`customer/<id>`, `bulk/<id>`, `provider/<id>`), kept wrapped by the master key. To
 * destroy an owner's key is to erase all that was sealed with it; a backup from before holds the wrapped key, and is forgotten with the
 * master key of its time.
 */
export abstract class SealingKeys {
  /** Makes the owner's key. Throws when it has one, or had. */
  abstract make(tx: Transaction, owner: KeyOwner): Promise<SealingKey>;

  /** Undefined: there is none, or it was destroyed. */
  abstract find(tx: Transaction, owner: string): Promise<SealingKey | undefined>;

  /** By owner; who has no key is left out. One round trip. */
  abstract findAll(tx: Transaction, owners: readonly string[]): Promise<ReadonlyMap<string, SealingKey>>;

  abstract destroy(tx: Transaction, owner: string, nowMs: number): Promise<void>;
}

export interface KeyOwner {
  /** `customer/<id>` */
  owner: string;
  provider: string;
  nowMs: number;
}

export const ownerOfCustomer = (customer: string): string => `customer/${customer}`;

/** Seals and opens for one owner. `context` names the place (`profile`, `document/<id>`): a value moved to another place does not open. */
export class SealingKey {
  constructor(
    private readonly owner: string,
    private readonly key: Buffer,
  ) {}

  seal(context: string, plain: string | Uint8Array): Buffer {
    return encrypt(this.key, typeof plain === 'string' ? Buffer.from(plain, 'utf8') : plain, `${this.owner} ${context}`);
  }

  /** Throws when it was sealed otherwise, or was changed since. */
  open(context: string, sealed: Buffer): Buffer {
    return decrypt(this.key, sealed, `${this.owner} ${context}`);
  }

  openText(context: string, sealed: Buffer): string {
    return this.open(context, sealed).toString('utf8');
  }

  sealJson(context: string, value: unknown): Buffer {
    return this.seal(context, JSON.stringify(value));
  }

  openJson<Value>(context: string, sealed: Buffer): Value {
    return JSON.parse(this.openText(context, sealed)) as Value;
  }
}

/** The registry's own, for what is no customer's: it is there from the first start and never destroyed. */
export class RegistryKey extends SealingKey {}
