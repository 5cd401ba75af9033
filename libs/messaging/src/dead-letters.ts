import type { EventLog } from './event-log.js';

/** A message that its consumer could not handle, kept with the reason. */
export interface DeadLetter {
  id: string;
  /** Where it stood. */
  topic: string;
  partition: number;
  offset: bigint;
  /** Whose consumer put it aside. */
  group: string;
  key: string | undefined;
  headers: Record<string, string>;
  value: Buffer;
  reason: string;
  putAsideAtMs: number;
  /** When it was last appended to its topic again. */
  replayedAtMs?: number;
}

export interface DeadLetters {
  /** Oldest first, at most `limit`; those that were replayed only when asked for. */
  list(options?: { replayedToo?: boolean; limit?: number }): Promise<DeadLetter[]>;
  /** Appends it to its topic and partition again, durable when this resolves. Undefined: there is none with this id. */
  replay(id: string): Promise<{ topic: string; partition: number; offset: bigint } | undefined>;
}

/** Header of a replayed message: the id under which it was put aside. */
export const REPLAYED_HEADER = 'dead-letter-id';

/** The dead letters of a log, whichever adapter it is. */
export function deadLetters(log: EventLog): DeadLetters {
  const keeper = log as Partial<KeepsDeadLetters>;
  if (!keeper.deadLetters) throw new Error(`${log.constructor.name} keeps no dead letters`);
  return keeper.deadLetters;
}

export interface KeepsDeadLetters {
  readonly deadLetters: DeadLetters;
}
