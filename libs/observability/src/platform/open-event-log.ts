import { ConfigError, type KafkaConfig, type TidemarkConfig } from '@tidemark/config';
import { createEventLog, type EventLog, type KafkaSettings } from '@tidemark/messaging';
import { prepareDatabase } from '@tidemark/persistence';

/** Role and schema of the event log in PostgreSQL: no app's role reaches the tables under it. */
const EVENT_LOG_ROLE = 'event_log';

/** The event log that the configuration names: Kafka, or tables in PostgreSQL (then the database URL must be an administrator's). */
export async function openEventLog({ kafka, databaseUrl }: TidemarkConfig): Promise<EventLog> {
  if (kafka) return createEventLog({ kafka: kafkaSettings(kafka) });
  if (databaseUrl === undefined)
    throw new ConfigError(['TIDEMARK_KAFKA_BROKERS or TIDEMARK_DATABASE_URL must be set: the event log is in one of the two']);
  const urls = await prepareDatabase(databaseUrl, [EVENT_LOG_ROLE]);
  return createEventLog({ databaseUrl: urls[EVENT_LOG_ROLE] });
}

/** How messaging is told what the configuration says of the broker. */
export function kafkaSettings({ brokers, tls, sasl }: KafkaConfig): KafkaSettings {
  return { brokers: [...brokers], tls, ...sasl };
}
