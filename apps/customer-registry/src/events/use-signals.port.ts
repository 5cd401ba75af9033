import type { Transaction } from '@tidemark/persistence';
import type { HeardSignal } from './use-signal.js';

/** The signals that were heard, with what came of them. */
export abstract class UseSignals {
  abstract isHeard(tx: Transaction, id: string): Promise<boolean>;
  abstract keep(tx: Transaction, signal: HeardSignal, heard: { customers: readonly string[]; nowMs: number }): Promise<void>;
}
