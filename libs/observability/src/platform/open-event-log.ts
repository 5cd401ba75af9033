import type { TidemarkConfig } from '@tidemark/config';
import { createEventLog, type EventLog } from '@tidemark/messaging';

/** The event log that the configuration names: Kafka, or tables in PostgreSQL. */
export async function openEventLog({ kafka, databaseUrl }: TidemarkConfig): Promise<EventLog> {
  if (kafka) return createEventLog({ kafka: { brokers: [...kafka.brokers], tls: kafka.tls, ...kafka.sasl } });
  return createEventLog({ databaseUrl });
}
