/** What the door takes: reports of 500 records by JSON, protobuf and gRPC, a fixed number of clients that wait for each answer. */
import { fromJson, toBinary } from '@bufbuild/protobuf';
import { credentials, Metadata, makeGenericClientConstructor } from '@grpc/grpc-js';
import { packageDefinitionOf, UsageIntake, UsageReportSchema } from '@tidemark/contracts';
import { accountAt, accountOf, clusterOf, FIRST_MINUTE_MS, MINUTE_MS, PROVIDER, ppmAt, sourceOf, WORLD_FLEET } from '../fleet/fleet.js';
import { runNode } from '../machine/child.js';
import { freePort } from '../machine/free-port.js';
import { entryOf, environmentOf } from '../tidemark/ledger.js';
import { untilReady } from '../tidemark/ready.js';
import type { Say } from './drain.section.js';
import type { DoorResult, Results } from './results.js';
import type { Sizes } from './sizes.js';
import type { Stage } from './stage.js';

const CLIENTS = 8;
const WARM_UP_MS = 2_000;

/** One client: sends report number n of its meter and resolves when it is answered. */
type Client = (meter: number, minute: number) => Promise<void>;

export async function measureDoor(stage: Stage, { doorSeconds }: Sizes, say: Say): Promise<Results['door']> {
  const [port, grpcPort] = [await freePort(), await freePort()];
  const environment = { ...environmentOf(stage.settings), TIDEMARK_PORT: String(port), TIDEMARK_GRPC_PORT: String(grpcPort) };
  const program = runNode(entryOf('ingest-gateway'), environment);
  const token = await stage.issuer.token({
    sub: 'bench',
    scope: 'usage:write',
    tidemark_provider: PROVIDER,
    tidemark_role: 'provider',
    exp: Math.floor(Date.now() / 1000) + 3_600,
  });
  try {
    const url = `http://127.0.0.1:${port}`;
    await Promise.race([untilReady(url), program.ended]);
    const doors = {
      json: () => httpClient(url, token, 'application/json', (meter, minute) => JSON.stringify(reportOf(meter, minute))),
      protobuf: () => httpClient(url, token, 'application/x-protobuf', (meter, minute) => bytesOf(meter, minute)),
      grpc: () => grpcClient(`127.0.0.1:${grpcPort}`, token),
    };
    const results: Results['door'] = {};
    for (const [name, make] of Object.entries(doors)) {
      say(`the door by ${name}`);
      results[name as keyof typeof doors] = await load(make, doorSeconds);
    }
    return results;
  } finally {
    await program.stop();
  }
}

function reportOf(meter: number, minute: number): Record<string, unknown> {
  const startMs = FIRST_MINUTE_MS + minute * MINUTE_MS - 90 * 24 * 3_600_000;
  const records = Array.from({ length: WORLD_FLEET.nodes }, (_, node) => ({
    account: accountOf(accountAt(WORLD_FLEET, meter, node)),
    cluster: clusterOf(meter),
    count: 8,
    startMs: String(startMs),
    endMs: String(startMs + MINUTE_MS),
    node: `node-${node}`,
    utilisation: { kind: 'TENSOR_ACTIVE', value: (ppmAt(meter, minute, node) / 1_000_000).toFixed(4) },
    evidence: 'TELEMETRY',
  }));
  return { source: sourceOf(meter), epoch: 1, sequence: String(minute + 1), records };
}

const bytesOf = (meter: number, minute: number): Uint8Array =>
  toBinary(UsageReportSchema, fromJson(UsageReportSchema, reportOf(meter, minute) as never));

/** Bodies are made before the clock starts: it is the door that is measured. */
function httpClient(url: string, token: string, type: string, bodyOf: (meter: number, minute: number) => string | Uint8Array): Client {
  const bodies = new Map<number, string | Uint8Array>();
  return async (meter, minute) => {
    const body = bodies.get(meter * PREPARED + (minute % PREPARED)) ?? bodyOf(meter, minute % PREPARED);
    bodies.set(meter * PREPARED + (minute % PREPARED), body);
    const answer = await fetch(`${url}/v1/reports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': type },
      body: body as NonNullable<RequestInit['body']>,
    });
    const text = await answer.text();
    if (answer.status !== 202) throw new Error(`the door answered ${answer.status}: ${text.slice(0, 300)}`);
  };
}

/** Different reports of each client; then they come again, which costs the door the same. */
const PREPARED = 20;

const IntakeClient = makeGenericClientConstructor(packageDefinitionOf([UsageIntake])[UsageIntake.typeName] as never, 'UsageIntake');

function grpcClient(address: string, token: string): Client {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${token}`);
  const stream = new IntakeClient(address, credentials.createInsecure()).Report!(metadata);
  const waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];
  stream.on('data', () => waiting.shift()?.resolve());
  stream.on('error', (error: Error) => waiting.shift()?.reject(error));
  const reports = new Map<number, object>();
  return (meter, minute) =>
    new Promise((resolve, reject) => {
      const key = minute % PREPARED;
      const report = reports.get(key) ?? fromJson(UsageReportSchema, reportOf(meter, key) as never);
      reports.set(key, report);
      waiting.push({ resolve, reject });
      stream.write(report);
    });
}

async function load(make: () => Client, seconds: number): Promise<DoorResult> {
  const clients = Array.from({ length: CLIENTS }, make);
  await Promise.all(
    clients.map(async (client, meter) => {
      for (let minute = 0; minute < PREPARED; minute += 1) await client(meter, minute);
    }),
  );
  await runFor(clients, WARM_UP_MS);
  const latencies = await runFor(clients, seconds * 1000);
  latencies.sort((a, b) => a - b);
  return {
    recordsPerSecond: (latencies.length * WORLD_FLEET.nodes) / seconds,
    p50: latencies[Math.floor(latencies.length * 0.5)]!,
    p99: latencies[Math.floor(latencies.length * 0.99)]!,
  };
}

async function runFor(clients: Client[], ms: number): Promise<number[]> {
  const until = performance.now() + ms;
  const latencies: number[] = [];
  await Promise.all(
    clients.map(async (client, meter) => {
      for (let minute = 0; performance.now() < until; minute += 1) {
        const since = performance.now();
        await client(meter, minute);
        latencies.push(performance.now() - since);
      }
    }),
  );
  return latencies;
}
