import { Logger } from '@nestjs/common';
import kafkajs, { type Kafka } from 'kafkajs';
import { processClientId } from './departed-members.js';
import { patchKafkaJs } from './kafkajs-patches.js';

// By the default import: in ESM kafkajs' enums come by no other.
const { Kafka: KafkaClient, logLevel } = kafkajs;

export interface KafkaSettings {
  /** `host:port` of some brokers of the cluster. */
  brokers: string[];
  /** SASL/SCRAM-SHA-512. */
  username?: string;
  password?: string;
  tls?: boolean;
  clientId?: string;
  /** How long the group waits for a sign of life before it gives a member's partitions away. */
  sessionTimeoutMs?: number;
  heartbeatIntervalMs?: number;
  /** Copies of each new topic. */
  replicationFactor?: number;
  /** How long an append tries before it says LOG_UNAVAILABLE. */
  appendTimeoutMs?: number;
}

/**
 * A client with its own connections. Consumers need one each: kafkajs shares the committed offsets of a group between all
 * consumers of one client.
 */
export function kafkaClient(settings: KafkaSettings): Kafka {
  patchKafkaJs();
  const { username, password } = settings;
  return new KafkaClient({
    clientId: processClientId(settings.clientId ?? 'tidemark'),
    brokers: settings.brokers,
    ssl: settings.tls ?? false,
    ...(username !== undefined && { sasl: { mechanism: 'scram-sha-512' as const, username, password: password ?? '' } }),
    connectionTimeout: 3_000,
    retry: { initialRetryTime: 100, maxRetryTime: 3_000, retries: 6 },
    logLevel: logLevel.WARN,
    logCreator: () => forwardLog,
  });
}

const logger = new Logger('Kafka');

/**
 * kafkajs warns many times a second of what it mends itself a moment later, and says ERROR to each rebalance. What it cannot
 * mend surfaces as an error of ours, with what is done about it; its own account is for whoever looks closely.
 */
function forwardLog({
  namespace,
  level,
  log,
}: {
  namespace: string;
  level: number;
  log: { message: string; [extra: string]: unknown };
}): void {
  const { message, timestamp: _, logger: __, stack: ___, ...extra } = log;
  logger.debug({ namespace, kafkaJsLevel: level, ...extra }, message);
}
