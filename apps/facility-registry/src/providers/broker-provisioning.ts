import type { TidemarkConfig } from '@tidemark/config';
import { type EventLog, KafkaProvisioning } from '@tidemark/messaging';
import { kafkaSettings } from '@tidemark/observability';
import { BrokerIntakeProvisioning } from './broker-intake-provisioning.js';
import type { IntakeProvisioning } from './intake-provisioning.port.js';

/** On a broker that knows users (we log in there ourselves), providers get one each. Elsewhere there is no access to hand out. */
export function brokerProvisioning({ kafka }: TidemarkConfig, eventLog: EventLog): IntakeProvisioning | undefined {
  if (!kafka?.sasl) return undefined;
  return new BrokerIntakeProvisioning(new KafkaProvisioning(eventLog, kafkaSettings(kafka)), kafka.publicBrokers.join(','));
}
