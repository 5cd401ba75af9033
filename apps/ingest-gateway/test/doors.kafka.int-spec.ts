import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KafkaEventLog } from '@tidemark/messaging';
import { type KafkaBroker, startBroker } from '../../../deploy/kafka/kafka-broker.js';
import { requireJava } from '../../../deploy/kafka/kafka-jars.js';
import { doorsContract } from './doors.contract.js';

const kafkaIsThere = await requireJava().then(
  () => true,
  () => false,
);
// In CI nothing may be skipped: there a missing Java fails the start of the broker.
const suite = kafkaIsThere || process.env.CI === 'true' ? describe : describe.skip;

suite('doors on Apache Kafka', () => {
  let broker: KafkaBroker;
  let dataDir: string;

  afterAll(async () => {
    await broker?.stop();
    await rm(dataDir, { recursive: true, force: true });
  }, 60_000);

  doorsContract(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'tidemark-doors-'));
    broker = await startBroker({ dataDir });
    return new KafkaEventLog({ brokers: [broker.bootstrap] });
  });
});
