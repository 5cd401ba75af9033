import type { EventLog } from './event-log.js';
import type { KafkaSettings } from './kafka/kafka-client.js';
import { KafkaEventLog } from './kafka/kafka-event-log.js';
import { PostgresEventLog } from './postgres/postgres-event-log.js';

export interface EventLogChoice {
  /** Given: the log is Kafka. */
  kafka?: KafkaSettings | undefined;
  /** Else the log is a schema in this PostgreSQL; its user must be allowed to make that. */
  databaseUrl?: string | undefined;
}

/** The event log that an installation chose. It connects at its first use. */
export function createEventLog({ kafka, databaseUrl }: EventLogChoice): EventLog {
  if (kafka) return new KafkaEventLog(kafka);
  if (databaseUrl) return new PostgresEventLog({ connectionString: databaseUrl });
  throw new Error('The event log needs Kafka brokers (TIDEMARK_KAFKA_BROKERS) or a PostgreSQL (TIDEMARK_DATABASE_URL)');
}
