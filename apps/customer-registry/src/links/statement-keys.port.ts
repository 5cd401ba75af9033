import type { Transaction } from '@tidemark/persistence';

/** A provider's Ed25519 key, registered by one of its people: what it signs is the provider's word. */
export interface StatementKey {
  provider: string;
  id: string;
  /** Raw, 32 bytes. */
  publicKey: Buffer;
  registeredBy: string;
  registeredAtMs: number;
  revokedAtMs?: number | undefined;
}

export abstract class StatementKeys {
  abstract find(tx: Transaction, provider: string, id: string): Promise<StatementKey | undefined>;
  abstract list(tx: Transaction): Promise<StatementKey[]>;
  abstract add(tx: Transaction, key: StatementKey): Promise<void>;
  abstract revoke(tx: Transaction, provider: string, id: string, by: string, nowMs: number): Promise<void>;
}
