export type EventLogErrorCode =
  /** More waits to be written than the log may hold in memory: the caller must slow its own sender down. */
  | 'LOG_OVERLOADED'
  /** The log could not be reached or did not confirm in time. Whether the messages were written is unknown. */
  | 'LOG_UNAVAILABLE'
  | 'LOG_CLOSED'
  | 'MESSAGE_TOO_LARGE'
  /** A key with U+0000, which PostgreSQL's text cannot hold. */
  | 'KEY_NOT_STORABLE'
  | 'UNKNOWN_TOPIC'
  | 'UNKNOWN_PARTITION'
  /** The log knows who we are and refuses. */
  | 'LOG_FORBIDDEN';

const RETRYABLE: ReadonlySet<EventLogErrorCode> = new Set(['LOG_OVERLOADED', 'LOG_UNAVAILABLE']);

/** Why the log did not do what it was asked. `retryable` says whether the same call can succeed later. */
export class EventLogError extends Error {
  readonly retryable: boolean;

  constructor(
    readonly code: EventLogErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'EventLogError';
    this.retryable = RETRYABLE.has(code);
  }
}
