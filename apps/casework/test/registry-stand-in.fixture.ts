import { Server, ServerCredentials, type ServerUnaryCall, type ServiceDefinition, type sendUnaryData, status } from '@grpc/grpc-js';
import { CustomerRegistry, packageDefinitionOf, type ReleaseIdentityRequest } from '@tidemark/contracts';

/** Stands in for the customer registry over real gRPC, where what is looked at is what casework does with its answers. */
export class RegistryStandIn {
  readonly asked: { request: ReleaseIdentityRequest; token: string }[] = [];
  /** The next answers, before it releases everything that it is asked for. */
  readonly refuses: { code: number; details: string }[] = [];
  /** Done before it answers. */
  before: () => Promise<void> = async () => undefined;
  private readonly server = new Server();

  /** host:port. */
  async start(): Promise<string> {
    const definition = packageDefinitionOf([CustomerRegistry])[CustomerRegistry.typeName] as ServiceDefinition;
    this.server.addService(definition, {
      Snapshot: () => undefined,
      ReleaseIdentity: (call: ServerUnaryCall<ReleaseIdentityRequest, object>, answer: sendUnaryData<object>) =>
        void this.release(call, answer),
    });
    const port = await new Promise<number>((bound, failed) =>
      this.server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, at) => (error ? failed(error) : bound(at))),
    );
    return `127.0.0.1:${port}`;
  }

  refuseNext(code: keyof typeof status, details: string, times = 1): void {
    for (let n = 0; n < times; n++) this.refuses.push({ code: status[code], details });
  }

  stop(): void {
    this.server.forceShutdown();
  }

  private async release(
    { request, metadata }: ServerUnaryCall<ReleaseIdentityRequest, object>,
    answer: sendUnaryData<object>,
  ): Promise<void> {
    this.asked.push({ request, token: String(metadata.get('authorization')[0]).replace('Bearer ', '') });
    await this.before();
    const refused = this.refuses.shift();
    if (refused) return answer(refused);
    const sections = request.fields.map((field) => ({ field, json: Buffer.from(JSON.stringify({ of: `${field} Fjordlys` })) }));
    answer(null, { customer: request.customer, provider: 'north', version: 3n, releasedAtMs: 1_767_225_600_000n, sections });
  }
}
