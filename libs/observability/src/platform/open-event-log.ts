import type { KafkaConfig, TidemarkConfig } from '@tidemark/config';
import { createEventLog, type EventLog, type KafkaSettings } from '@tidemark/messaging';

/** The event log that the configuration names: Kafka, or tables in PostgreSQL. */
export async function openEventLog({ kafka, databaseUrl }: TidemarkConfig): Promise<EventLog> {
  return createEventLog(kafka ? { kafka: kafkaSettings(kafka) } : { databaseUrl });
}

/** How messaging is told what the configuration says of the broker. */
export function kafkaSettings({ brokers, tls, sasl }: KafkaConfig): KafkaSettings {
  return { brokers: [...brokers], tls, ...sasl };
}
