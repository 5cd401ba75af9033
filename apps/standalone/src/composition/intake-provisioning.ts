import type { TidemarkConfig } from '@tidemark/config';
import { type EventLog, KafkaProvisioning } from '@tidemark/messaging';
import { kafkaSettings } from '@tidemark/observability';
import { BrokerIntakeProvisioning } from '../../../facility-registry/src/providers/broker-intake-provisioning.js';
import type { IntakeProvisioning } from '../../../facility-registry/src/providers/intake-provisioning.port.js';

/** On a broker that knows users, providers get one each, for their own topics alone. Else there is no access to hand out. */
export function intakeProvisioning({ kafka }: TidemarkConfig, eventLog: EventLog): IntakeProvisioning | undefined {
  if (!kafka?.sasl) return undefined;
  return new BrokerIntakeProvisioning(new KafkaProvisioning(eventLog, kafkaSettings(kafka)), kafka.brokers.join(','));
}
