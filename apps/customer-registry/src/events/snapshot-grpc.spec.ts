import { type ClientReadableStream, credentials, Metadata, makeGenericClientConstructor, type ServiceDefinition } from '@grpc/grpc-js';
import type { INestMicroservice } from '@nestjs/common';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { CustomerRegistry, grpcOptions, packageDefinitionOf, type SnapshotResponse } from '@tidemark/contracts';
import { CustomerRegistryGrpcController } from './customer-registry.grpc-controller.js';
import { type SnapshotPart, SnapshotQuery } from './snapshot.query.js';

interface SnapshotClient {
  Snapshot(request: object, metadata: Metadata): ClientReadableStream<SnapshotResponse>;
  close(): void;
}

describe('the snapshot over gRPC', () => {
  let app: INestMicroservice;
  let client: SnapshotClient;
  let asked: object[] = [];
  let sent = 0;
  let ended = false;
  let endless = false;

  beforeAll(async () => {
    const url = `127.0.0.1:${20_000 + (process.pid % 20_000)}`;
    const parts = async function* (range: object): AsyncGenerator<SnapshotPart> {
      asked.push(range);
      try {
        for (let i = 0; endless || i < 3; i++) {
          sent++;
          yield { asOfSequence: 9n, asOfKnownAtMs: 5n, events: [] };
        }
      } finally {
        ended = true;
      }
    };
    const module = await Test.createTestingModule({
      controllers: [CustomerRegistryGrpcController],
      providers: [{ provide: SnapshotQuery, useValue: { parts } }],
    }).compile();
    app = module.createNestMicroservice<MicroserviceOptions>(grpcOptions({ url, services: [CustomerRegistry] }));
    await app.listen();
    const definition = packageDefinitionOf([CustomerRegistry])[CustomerRegistry.typeName] as ServiceDefinition;
    const Client = makeGenericClientConstructor(definition, CustomerRegistry.typeName);
    client = new Client(url, credentials.createInsecure()) as unknown as SnapshotClient;
  });
  beforeEach(() => {
    asked = [];
    sent = 0;
    ended = false;
    endless = false;
  });
  afterAll(async () => {
    client?.close();
    await app?.close();
  });

  it('is given part by part', async () => {
    const stream = client.Snapshot({ afterSequence: 4n, currentOnly: true }, new Metadata());
    const parts: SnapshotResponse[] = [];
    for await (const part of stream) parts.push(part as SnapshotResponse);
    expect(asked).toEqual([{ after: 4n, currentOnly: true }]);
    expect(parts.map(({ asOfSequence }) => asOfSequence)).toEqual([9n, 9n, 9n]);
  });

  it('is given no faster than it is read, and no longer once the caller is gone', async () => {
    endless = true;
    const stream = client.Snapshot({}, new Metadata());
    stream.on('error', () => undefined);
    await new Promise((done) => stream.once('data', done));
    stream.pause();
    let before = -1;
    await until(() => {
      const steady = sent === before;
      before = sent;
      return steady;
    });
    expect(ended).toBe(false);
    stream.cancel();
    await until(() => ended);
  });

  /** Looks every 150 ms: what goes on for ever is a failure. */
  async function until(condition: () => boolean): Promise<void> {
    for (let tries = 0; tries < 100; tries++) {
      if (condition()) return;
      await new Promise((done) => setTimeout(done, 150));
    }
    throw new Error('it went on');
  }
});
