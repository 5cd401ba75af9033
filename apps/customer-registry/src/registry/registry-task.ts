import type { Write } from './write.js';

/**
 * Work that follows a change and need not be waited for: screening, resolution, expiry. It is written down in the change that causes it,
 * and done in a change of its own that also strikes it off: whatever is killed, its effects happen once.
 *
 * Nothing outside the database belongs into a task: the registry's head is held while it runs.
 */
export abstract class RegistryTask {
  abstract readonly kind: string;

  /** Rejects: nothing of it happened, and it is tried again after a while. */
  abstract run(write: Write, subject: string, payload: Record<string, unknown>): Promise<void>;
}
