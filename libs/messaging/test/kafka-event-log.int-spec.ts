import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { KafkaEventLog } from '@tidemark/messaging';
import { startBroker } from '../../../deploy/kafka/kafka-broker.js';
import { requireJava } from '../../../deploy/kafka/kafka-jars.js';
import { eventLogContract } from './event-log.contract.js';

jest.setTimeout(60_000);

const java = await requireJava().catch((error: Error) => error);
if (java instanceof Error && process.env.CI !== 'true') {
  describe.skip(`Kafka as an event log: ${java.message}`, () => it('needs Java', () => undefined));
} else {
  eventLogContract('Kafka', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'tidemark-kafka-'));
    const broker = await startBroker({ dataDir });
    return {
      open: () => new KafkaEventLog({ brokers: [broker.bootstrap], sessionTimeoutMs: 10_000, heartbeatIntervalMs: 300 }),
      restart: async () => {
        await broker.kill();
        await broker.restart();
      },
      stop: async () => {
        await broker.stop();
        await rm(dataDir, { recursive: true, force: true });
      },
    };
  });
}
