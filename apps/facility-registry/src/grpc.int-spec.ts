import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { FacilityRegistry } from '@tidemark/contracts';
import { type RegistryUnderTest, startRegistry } from '../test/registry.fixture.js';

type Method = keyof typeof FacilityRegistry.method;

describe('the registry over gRPC', () => {
  let registry: RegistryUnderTest;
  let client: Client;
  beforeAll(async () => {
    registry = await startRegistry();
    client = new Client(registry.grpcAddress, credentials.createInsecure());
    for (const provider of ['north', 'south']) {
      await registry.call(provider, 'PUT', '/v1/clusters/main', {
        site: 's',
        accelerator: 'A100',
        accelerators: 8,
        inServiceFrom: '2026-01-01',
      });
      await registry.call(provider, 'PUT', '/v1/meters/meter', { cluster: 'main', expectedIntervalSeconds: 60 });
    }
  }, 60_000);
  afterAll(async () => {
    client.close();
    await registry.stop();
  });

  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely
  function ask(as: string | undefined, method: Method, request: object = {}): Promise<any> {
    const { input, output, name } = FacilityRegistry.method[method];
    const metadata = new Metadata();
    if (as !== undefined) metadata.set('authorization', `Bearer ${as}`);
    return new Promise((resolve, reject) => {
      client.makeUnaryRequest(
        `/${FacilityRegistry.typeName}/${name}`,
        (message: object) => Buffer.from(toBinary(input, create(input, message as never))),
        (bytes) => fromBinary(output, bytes),
        request,
        metadata,
        (error: ServiceError | null, answer) => (error ? reject(error) : resolve(answer)),
      );
    });
  }

  it('shows a provider its own, and the scheme all of them', async () => {
    expect((await ask('north', 'listClusters')).clusters).toMatchObject([{ provider: 'north', id: 'main', accelerators: 8 }]);
    expect((await ask('south', 'listMeters')).meters).toMatchObject([{ provider: 'south', source: 'meter', expectedIntervalSeconds: 60 }]);
    expect((await ask('oversight', 'listClusters')).clusters).toMatchObject([{ provider: 'north' }, { provider: 'south' }]);
    expect((await ask('operator', 'listMeters', { provider: 'south' })).meters).toMatchObject([{ provider: 'south' }]);
  });

  it('shows the catalogue to everybody with a token', async () => {
    const { accelerators, catalogueVersion } = await ask('north-sends', 'listAccelerators');
    expect(catalogueVersion).toBe(1);
    expect(accelerators.length).toBeGreaterThan(1);
    expect(accelerators[0].peaksGflops).toBeDefined();
  });

  it.each<[string, string | undefined, Method, object, number, string]>([
    ['without a token', undefined, 'listClusters', {}, 16, 'TOKEN_MISSING'],
    ['with a false token', 'nobody', 'listClusters', {}, 16, 'TOKEN_INVALID'],
    ['without a token, for the catalogue', undefined, 'listAccelerators', {}, 16, 'TOKEN_MISSING'],
    ['without the scope', 'north-sends', 'listMeters', {}, 7, 'MISSING_SCOPE'],
    ['for another provider, from one side', 'north', 'listClusters', { provider: 'south' }, 7, 'OTHER_TENANT'],
    ['for another provider, from the other side', 'south', 'listMeters', { provider: 'north' }, 7, 'OTHER_TENANT'],
    ['in the role oversight without its scope', 'oversight-without-scope', 'listClusters', {}, 7, 'MISSING_SCOPE'],
  ])('refuses a call %s', async (_, as, method, request, status, code) => {
    await expect(ask(as, method, request)).rejects.toMatchObject({ code: status, details: expect.stringContaining(code) });
  });
});
