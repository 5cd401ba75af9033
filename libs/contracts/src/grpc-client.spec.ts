import { Metadata, Server, ServerCredentials, type ServiceDefinition, status } from '@grpc/grpc-js';
import { packageDefinitionOf } from './grpc.js';
import { GrpcFailure, grpcClient } from './grpc-client.js';
import { CustomerRegistry } from './messages/customer.js';
import { Monitor } from './messages/monitor.js';

// biome-ignore lint/suspicious/noExplicitAny: handlers of a server of the test
type Handler = (call: any, answer?: any) => void;

const HOW = { token: 'of-rosa', timeoutMs: 5_000 };

/** A real server on a free port. */
async function serving(handlers: Record<string, Handler>) {
  const server = new Server();
  const definitions = packageDefinitionOf([Monitor, CustomerRegistry]);
  server.addService(definitions[Monitor.typeName] as ServiceDefinition, handlers);
  server.addService(definitions[CustomerRegistry.typeName] as ServiceDefinition, handlers);
  const port = await new Promise<number>((bound, failed) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, at) => (error ? failed(error) : bound(at))),
  );
  return { address: `127.0.0.1:${port}`, stop: () => server.forceShutdown() };
}

const failing = async (work: Promise<unknown>): Promise<GrpcFailure> => {
  const failure = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(GrpcFailure);
  return failure as GrpcFailure;
};

describe('asking another app', () => {
  let stop: () => void = () => undefined;
  let close: () => void = () => undefined;
  afterEach(() => {
    close();
    stop();
  });

  async function asking(handlers: Record<string, Handler>) {
    const server = await serving(handlers);
    const monitor = grpcClient(Monitor, server.address);
    const registry = grpcClient(CustomerRegistry, server.address);
    stop = server.stop;
    close = () => {
      monitor.close();
      registry.close();
    };
    return { monitor, registry, server };
  }

  it('sends the caller’s own token and the correlation id, and answers what the app answers', async () => {
    const seen: unknown[] = [];
    const { monitor } = await asking({
      GetFlag: ({ request, metadata }, answer) => {
        seen.push(request.id, metadata.get('authorization'), metadata.get('x-correlation-id'));
        answer(null, { why: 'it passed 1e25' });
      },
    });
    const { why } = await monitor.call('getFlag', { id: 'f-1' }, { ...HOW, correlationId: 'c-9' });
    expect(why).toBe('it passed 1e25');
    expect(seen).toEqual(['f-1', ['Bearer of-rosa'], ['c-9']]);
  });

  it('fails with the app’s own code and a status that says whether to try again', async () => {
    const { monitor } = await asking({
      GetFlag: ({ request }, answer) =>
        answer(
          request.id === 'none'
            ? { code: status.NOT_FOUND, details: 'FLAG_UNKNOWN: There is no such flag.' }
            : { code: status.UNAVAILABLE, details: 'not now' },
        ),
    });
    expect(await failing(monitor.call('getFlag', { id: 'none' }, HOW))).toMatchObject({
      status: 'NOT_FOUND',
      code: 'FLAG_UNKNOWN',
      detail: 'There is no such flag.',
      retryable: false,
    });
    expect(await failing(monitor.call('getFlag', { id: 'later' }, HOW))).toMatchObject({
      code: undefined,
      detail: 'not now',
      retryable: true,
    });
  });

  it('does not wait longer than it was told to', async () => {
    const { monitor } = await asking({ GetFlag: () => undefined });
    expect(await failing(monitor.call('getFlag', {}, { ...HOW, timeoutMs: 50 }))).toMatchObject({
      status: 'DEADLINE_EXCEEDED',
      retryable: true,
    });
  });

  it('fails where nobody listens, and is answered once somebody does', async () => {
    const { server } = await asking({});
    server.stop();
    const monitor = grpcClient(Monitor, server.address);
    close = monitor.close;
    expect(await failing(monitor.call('getFlag', {}, { ...HOW, timeoutMs: 500 }))).toMatchObject({ status: 'UNAVAILABLE' });
  });

  it('reads a stream to its end, over the connection that is open', async () => {
    const peers = new Set<string>();
    const { registry } = await asking({
      Snapshot: (call) => {
        peers.add(call.getPeer());
        for (let n = 0n; n < call.request.afterSequence; n++) call.write({ asOfSequence: n, events: [] });
        call.end();
      },
    });
    for (const length of [3n, 2n]) {
      const parts: bigint[] = [];
      for await (const { asOfSequence } of registry.stream('snapshot', { afterSequence: length }, HOW)) parts.push(asOfSequence);
      expect(parts).toEqual([0n, 1n, 2n].slice(0, Number(length)));
    }
    expect(peers.size).toBe(1);
  });

  it('ends the call when nobody reads on, and throws what broke it', async () => {
    const ended = Promise.withResolvers<boolean>();
    const { registry } = await asking({
      Snapshot: (call) => {
        call.on('cancelled', () => ended.resolve(true));
        call.write({ asOfSequence: 1n, events: [] });
        if (call.request.currentOnly)
          call.emit(
            'error',
            Object.assign(new Error('broken'), { code: status.ABORTED, details: 'CUT: broken', metadata: new Metadata() }),
          );
      },
    });
    for await (const _ of registry.stream('snapshot', {}, HOW)) break;
    expect(await ended.promise).toBe(true);
    const broken = async () => {
      for await (const _ of registry.stream('snapshot', { currentOnly: true }, HOW));
    };
    expect(await failing(broken())).toMatchObject({ status: 'ABORTED', code: 'CUT' });
  });

  it('cancels what is in hand when it is closed, and takes no name that the service has not', async () => {
    const { monitor } = await asking({ GetFlag: () => undefined });
    const waiting = failing(monitor.call('getFlag', {}, { ...HOW, timeoutMs: 500 }));
    monitor.close();
    expect(['CANCELLED', 'DEADLINE_EXCEEDED', 'UNAVAILABLE']).toContain((await waiting).status);
    // @ts-expect-error streams are no calls
    await expect(monitor.call('streamFlags', {}, HOW)).rejects.toThrow();
  });
});
