import { pbkdf2, randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { EventLogError } from '../event-log.errors.js';
import type { LowLevelBroker } from './low-level-cluster.js';

const require = createRequire(import.meta.url);
const derive = promisify(pbkdf2);

interface Encoder {
  writeInt8(value: number): Encoder;
  writeInt32(value: number): Encoder;
  writeUVarIntString(value: string): Encoder;
  writeUVarIntBytes(value?: Buffer): Encoder;
  writeUVarIntArray(values: Encoder[]): Encoder;
}
interface Decoder {
  readInt16(): number;
  readInt32(): number;
  readUVarIntString(): string | null;
  readUVarIntArray<Item>(read: (decoder: Decoder) => Item): Item[];
  readTaggedFields(): void;
}
const EncoderClass = require('kafkajs/src/protocol/encoder') as new () => Encoder;
const DecoderClass = require('kafkajs/src/protocol/decoder') as new (buffer: Buffer) => Decoder;

const API_KEY = 51;
const SCRAM_SHA_512 = 2;
/** Kafka takes 4,096 to 16,384. */
const ITERATIONS = 8_192;

/** Gives a user a password, or another one: Kafka's AlterUserScramCredentials (version 0), which kafkajs does not know. */
export async function putScramPassword(broker: LowLevelBroker, username: string, password: string): Promise<void> {
  const salt = randomBytes(32);
  const salted = await derive(password.normalize('NFKC'), salt, ITERATIONS, 64, 'sha512');
  const upsertion = new EncoderClass()
    .writeUVarIntString(username)
    .writeInt8(SCRAM_SHA_512)
    .writeInt32(ITERATIONS)
    .writeUVarIntBytes(salt)
    .writeUVarIntBytes(salted)
    .writeUVarIntBytes();
  await send(broker, [], [upsertion]);
}

/** The user is unknown from now on. One that was never known is no error. */
export async function removeScramPassword(broker: LowLevelBroker, username: string): Promise<void> {
  const deletion = new EncoderClass().writeUVarIntString(username).writeInt8(SCRAM_SHA_512).writeUVarIntBytes();
  await send(broker, [deletion], []);
}

const RESOURCE_NOT_FOUND = 91;

async function send(broker: LowLevelBroker, deletions: Encoder[], upsertions: Encoder[]): Promise<void> {
  await broker.connectionPool.send({
    request: {
      apiKey: API_KEY,
      apiVersion: 0,
      apiName: 'AlterUserScramCredentials',
      // Empty bytes here and at each end are the tagged fields of Kafka's flexible encoding: none.
      encode: async () =>
        new EncoderClass().writeUVarIntBytes().writeUVarIntArray(deletions).writeUVarIntArray(upsertions).writeUVarIntBytes(),
    },
    response: { decode, parse: async (answer: Answer) => refuseFailures(answer) },
  });
}

interface Answer {
  results: { user: string | null; errorCode: number; message: string | null }[];
}

async function decode(data: Buffer): Promise<Answer & { clientSideThrottleTime: number }> {
  const decoder = new DecoderClass(data);
  decoder.readTaggedFields();
  const clientSideThrottleTime = decoder.readInt32();
  const results = decoder.readUVarIntArray((item) => {
    const result = { user: item.readUVarIntString(), errorCode: item.readInt16(), message: item.readUVarIntString() };
    item.readTaggedFields();
    return result;
  });
  return { clientSideThrottleTime, results };
}

function refuseFailures(answer: Answer): Answer {
  const failed = answer.results.find(({ errorCode }) => errorCode !== 0 && errorCode !== RESOURCE_NOT_FOUND);
  if (failed)
    throw new EventLogError('LOG_FORBIDDEN', `Kafka did not change the password of ${failed.user}: ${failed.message ?? failed.errorCode}`);
  return answer;
}
