import { create } from '@bufbuild/protobuf';
import { Server, ServerCredentials, type ServerUnaryCall, type ServiceDefinition, type sendUnaryData, status } from '@grpc/grpc-js';
import { facility, monitor, packageDefinitionOf } from '@tidemark/contracts';

/** Use of one hour, as the monitor of the test has it. */
export interface UsedHour {
  scope: string;
  at: number;
  cluster: string;
  accelerator: string;
  lower: bigint;
  expected: bigint;
  upper: bigint;
}

export interface MonitorUnderTest {
  address: string;
  hours: UsedHour[];
  /** Sites by `provider/cluster`, as the facility registry on the same port has them. */
  sites: Map<string, string>;
  /** Tokens that it was asked with. */
  tokens: string[];
  stop(): void;
}

type ListCall = ServerUnaryCall<facility.ListClustersRequest, facility.ListClustersResponse>;
type Call = ServerUnaryCall<monitor.MonitorGetTotalsRequest, monitor.MonitorGetTotalsResponse>;

/** The gRPC door of a threshold monitor on a free port, over hours that a test puts there. Refuses the role auditor, so that a refusal can be seen. */
export async function startMonitor(knownAtMs: () => number): Promise<MonitorUnderTest> {
  const hours: UsedHour[] = [];
  const tokens: string[] = [];
  const sites = new Map<string, string>();
  const getTotals = ({ request, metadata }: Call, answer: sendUnaryData<monitor.MonitorGetTotalsResponse>) => {
    const token = String(metadata.get('authorization')[0]);
    tokens.push(token);
    if (token.includes(':auditor')) return answer({ code: status.PERMISSION_DENIED, details: 'FORBIDDEN_ROLE: not for auditors.' });
    const { fromMs = BigInt(Number.MIN_SAFE_INTEGER), toMs = BigInt(Number.MAX_SAFE_INTEGER) } = request;
    const within = hours.filter(({ scope, at }) => scope === `${request.scope} ${request.id}` && at >= Number(fromMs) && at < Number(toMs));
    const keys = [...new Set(within.map(({ cluster, accelerator }) => `${cluster} ${accelerator}`))];
    answer(
      null,
      create(monitor.MonitorGetTotalsResponseSchema, {
        total: sum(within),
        groups: keys.map((key) => {
          const [cluster, accelerator] = key.split(' ') as [string, string];
          return { key: { cluster, accelerator }, total: sum(within.filter((hour) => `${hour.cluster} ${hour.accelerator}` === key)) };
        }),
        knownAtMs: request.knownAtMs ?? BigInt(knownAtMs()),
      }),
    );
  };
  const listClusters = ({ request }: ListCall, answer: sendUnaryData<facility.ListClustersResponse>) => {
    const registered = [...sites].map(([cluster, site]) => ({ provider: cluster.split('/')[0]!, id: cluster.split('/')[1]!, site }));
    const clusters = registered.filter(({ provider }) => provider === request.provider);
    answer(null, create(facility.ListClustersResponseSchema, { clusters }));
  };
  const definitions = packageDefinitionOf([monitor.Monitor, facility.FacilityRegistry]);
  const server = new Server();
  server.addService(definitions[facility.FacilityRegistry.typeName] as ServiceDefinition, { ListClusters: listClusters });
  server.addService(definitions[monitor.Monitor.typeName] as ServiceDefinition, { GetTotals: getTotals });
  const port = await new Promise<number>((bound, failed) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, at) => (error ? failed(error) : bound(at))),
  );
  return { address: `127.0.0.1:${port}`, hours, sites, tokens, stop: () => server.forceShutdown() };
}

const sum = (hours: readonly UsedHour[]) => {
  const add = (name: 'lower' | 'expected' | 'upper') => `${hours.reduce((total, hour) => total + hour[name], 0n)}`;
  return { lower: add('lower'), expected: add('expected'), upper: add('upper') };
};
