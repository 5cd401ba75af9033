import { EventLogError } from '../event-log.errors.js';

/** The parts of kafkajs' errors that decide anything. */
interface KafkaFailure {
  name?: string;
  type?: string;
  message?: string;
  retriable?: boolean;
  cause?: KafkaFailure;
  errors?: KafkaFailure[];
  host?: string;
  port?: number;
}

/** The error, what it gathers, and what caused each, the innermost last. */
function* causes(error: unknown): Generator<KafkaFailure> {
  const seen = new Set<unknown>();
  const next: unknown[] = [error];
  while (next.length > 0) {
    const at = next.shift() as KafkaFailure | null | undefined;
    if (!at || typeof at !== 'object' || seen.has(at)) continue;
    seen.add(at);
    yield at;
    next.push(at.cause, ...(at.errors ?? []));
  }
}

const FORBIDDEN = /AUTHORIZATION_FAILED|SASL|AUTHENTICATION|not authorized/i;

/** Said not to be retriable, and yet what a broker that restarts brings about. */
const MENDABLE = new Set(['KafkaJSNumberOfRetriesExceeded', 'KafkaJSGroupCoordinatorNotFound']);

/** True when waiting and connecting again can mend it. kafkajs' own slips (a TypeError on a lost connection) count as that. */
export function isMendable(error: unknown): boolean {
  const all = [...causes(error)];
  if (all.some(({ name, type, message }) => FORBIDDEN.test(`${name} ${type} ${message}`))) return false;
  if (all.some(({ name }) => MENDABLE.has(name ?? ''))) return true;
  // Wrappers say "not retriable" of whatever they wrap; the innermost knows.
  return all.at(-1)?.retriable !== false;
}

const ELECTING = new Set(['NOT_LEADER_FOR_PARTITION', 'LEADER_NOT_AVAILABLE']);

/** True while a partition has no leader that knows it: of a topic that was just made, or when a broker went. It passes by itself. */
export function isElecting(error: unknown): boolean {
  return [...causes(error)].some(({ type }) => ELECTING.has(type ?? ''));
}

export function isConnectionLoss(error: unknown): { host: string; port: number } | undefined {
  for (const { name, host, port } of causes(error)) {
    if (name === 'KafkaJSConnectionClosedError' && host !== undefined && port !== undefined) return { host, port };
  }
  return undefined;
}

const CODES: [RegExp, EventLogError['code'], string][] = [
  [FORBIDDEN, 'LOG_FORBIDDEN', 'Kafka refuses'],
  [/MESSAGE_TOO_LARGE|RECORD_LIST_TOO_LARGE/, 'MESSAGE_TOO_LARGE', 'Kafka takes no message this large'],
  [/UNKNOWN_TOPIC_OR_PARTITION|INVALID_TOPIC_EXCEPTION/, 'UNKNOWN_TOPIC', 'Kafka has no such topic'],
];

/** kafkajs' error as one of ours; the original stays as its cause. */
export function toEventLogError(error: unknown, doing: string): EventLogError {
  if (error instanceof EventLogError) return error;
  const told = [...causes(error)].map(({ name, type, message }) => `${name} ${type} ${message}`).join('; ');
  const [, code, sentence] = CODES.find(([pattern]) => pattern.test(told)) ?? [
    undefined,
    'LOG_UNAVAILABLE' as const,
    'Kafka did not answer as it should',
  ];
  return new EventLogError(code, `${sentence} (${doing}): ${(error as Error).message}`, { cause: error });
}
