import type { Rule } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

/** The rules that raised flags from an instant on, until the next version. Keys `id@version`. */
export interface RulebookVersion {
  readonly version: number;
  readonly fromMs: number;
  readonly rules: readonly string[];
}

export abstract class RulebookVersions {
  abstract latest(tx: Transaction): Promise<RulebookVersion | undefined>;
  abstract add(tx: Transaction, version: number, fromMs: number, rules: readonly Rule[]): Promise<void>;
  /** Newest first, from below `before` on. Of a provider's policies those that the tenant may see. */
  abstract list(tx: Transaction, before: number, limit: number): Promise<RulebookVersion[]>;
  abstract one(tx: Transaction, version: number): Promise<RulebookVersion | undefined>;
}
