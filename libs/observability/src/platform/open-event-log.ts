import { ConfigError, type TidemarkConfig } from '@tidemark/config';
import { type EventLog, KafkaEventLog } from '@tidemark/messaging';

/** The event log that the configuration names: Kafka, or a table in PostgreSQL. */
export async function openEventLog({ kafka }: TidemarkConfig): Promise<EventLog> {
  if (kafka) return new KafkaEventLog({ brokers: [...kafka.brokers], tls: kafka.tls, ...kafka.sasl });
  throw new ConfigError(['TIDEMARK_KAFKA_BROKERS must be set']);
}
