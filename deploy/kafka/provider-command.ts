import { randomBytes } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { loadConfig } from '@tidemark/config';
import { createEventLog, EventLogError, KafkaProvisioning, type KafkaSettings, TOPICS } from '@tidemark/messaging';
import { connects, readState } from './kafka-broker.js';

/** Lets a provider at the broker, with a new password that is printed once, or shuts it out. Answers the exit code. */
export async function providerCommand(command: 'allow' | 'remove', provider: string | undefined, dataDir: string): Promise<number> {
  Logger.overrideLogger(['warn', 'error', 'fatal']);
  if (!provider) return refuse(`${command} needs the id of a provider`);
  const settings = await administrator(dataDir);
  if (!settings)
    return refuse('Name the brokers in TIDEMARK_KAFKA_BROKERS with TIDEMARK_KAFKA_USERNAME and _PASSWORD, or start one here with --sasl');
  const log = createEventLog({ kafka: settings });
  try {
    const provisioning = new KafkaProvisioning(log, settings);
    if (command === 'allow') await allow(provisioning, provider, settings);
    else await provisioning.removeProvider(provider);
    if (command === 'remove') console.log(`${provider} is shut out. Its topics and what they hold stay.`);
    return 0;
  } catch (error) {
    if (error instanceof EventLogError) return refuse(error.message, 1);
    throw error;
  } finally {
    await log.close();
  }
}

async function allow(provisioning: KafkaProvisioning, provider: string, { brokers, tls }: KafkaSettings): Promise<void> {
  const password = randomBytes(24).toString('base64url');
  await provisioning.createProvider(provider, password);
  console.log(`bootstrap.servers=${brokers.join(',')}
security.protocol=${tls ? 'SASL_SSL' : 'SASL_PLAINTEXT'}
sasl.mechanism=SCRAM-SHA-512
sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="${provider}" password="${password}";
# writes ${TOPICS.intake(provider)}, reads ${TOPICS.verdicts(provider)} in groups named ${provider}.*`);
}

/** The brokers of the environment, else the one that runs here under access control. */
async function administrator(dataDir: string): Promise<KafkaSettings | undefined> {
  const { kafka } = loadConfig();
  if (kafka) return { brokers: [...kafka.brokers], tls: kafka.tls, ...kafka.sasl };
  const state = await readState(dataDir);
  return state?.sasl && (await connects(state.port)) ? { brokers: [`127.0.0.1:${state.port}`], ...state.sasl.admin } : undefined;
}

function refuse(sentence: string, code = 2): number {
  console.error(sentence);
  return code;
}
