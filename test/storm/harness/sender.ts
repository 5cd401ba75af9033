/** Sends the workload through all doors at once, each delivery until it has its receipt. */
import { TOPICS } from '@tidemark/messaging';
import { Random } from '../workload/random.js';
import type { Delivery } from '../workload/workload.js';
import { DOORS, type DoorCall, intakeMessage, type Receipt } from './doors.js';
import type { Installation } from './installation.js';
import { inLanes, NotRetryable, untilDone } from './patience.js';

export interface Answered {
  delivery: Delivery;
  receipt: Receipt;
}

export interface Sent {
  answered: Answered[];
  /** Written straight to the intake topics: answered on the verdicts topics. */
  intake: { delivery: Delivery; partition: number; offset: bigint }[];
  /** Attempts that failed and were made again. */
  retries: number;
}

export interface SendingPlan {
  deliveries: Delivery[];
  tokens: ReadonlyMap<string, string>;
  /** The sending is spread over this time. */
  durationMs: number;
  seed: number;
  /** Told the share that is out before each request. */
  onProgress: (share: number) => void;
}

const LANES = 8;

/** Neighbouring deliveries of one provider that go in one request. */
interface Request {
  deliveries: Delivery[];
  door: string;
}

export async function sendAll(installation: Installation, plan: SendingPlan): Promise<Sent> {
  const sent: Sent = { answered: [], intake: [], retries: 0 };
  const requests = makeRequests(plan, installation.kind === 'kafka');
  const startedMs = Date.now();
  await inLanes(LANES, requests, async (request, at) => {
    const dueMs = startedMs + (at / requests.length) * plan.durationMs - Date.now();
    if (dueMs > 0) await new Promise((resolve) => setTimeout(resolve, dueMs));
    plan.onProgress(at / requests.length);
    if (request.door === 'intake') await throughIntake(installation, request, sent);
    else await throughDoor(installation, plan, request, sent);
  });
  return sent;
}

function makeRequests({ deliveries, seed }: SendingPlan, broker: boolean): Request[] {
  const random = new Random(seed + 1);
  const doors = [...Object.keys(DOORS), ...(broker ? ['intake', 'intake'] : [])];
  const requests: Request[] = [];
  const queues = Map.groupBy(
    deliveries.map((delivery, at) => ({ delivery, at })),
    ({ delivery }) => delivery.provider,
  );
  // Each provider's deliveries stay in their order; requests of all providers are sent in the order of their first delivery.
  const firsts: { at: number; request: Request }[] = [];
  for (const queue of queues.values())
    for (let next = 0; next < queue.length; ) {
      const size = random.chance(0.5) ? 1 : random.int(2, 5);
      const part = queue.slice(next, next + size);
      firsts.push({ at: part[0]!.at, request: { deliveries: part.map(({ delivery }) => delivery), door: random.pick(doors) } });
      next += size;
    }
  requests.push(...firsts.sort((a, b) => a.at - b.at).map(({ request }) => request));
  return requests;
}

async function throughDoor(installation: Installation, { tokens }: SendingPlan, request: Request, sent: Sent): Promise<void> {
  const { deliveries, door } = request;
  const call: DoorCall = {
    reports: deliveries.map(({ json }) => json),
    token: tokens.get(deliveries[0]!.provider)!,
    gatewayUrl: installation.gateway.settings.url,
    grpcAddress: installation.grpcAddress,
  };
  let attempts = 0;
  const receipts = await untilDone(`sending by ${door}`, () => {
    attempts += 1;
    return DOORS[door]!(call);
  });
  sent.retries += attempts - 1;
  if (receipts.length !== deliveries.length)
    throw new NotRetryable(`${door} answered ${receipts.length} receipts for ${deliveries.length} reports`);
  sent.answered.push(...deliveries.map((delivery, i) => ({ delivery, receipt: receipts[i]! })));
}

async function throughIntake({ log }: Installation, { deliveries }: Request, sent: Sent): Promise<void> {
  const messages = deliveries.map((delivery, i) => intakeMessage(delivery.json, i % 2 === 0));
  const topic = TOPICS.intake(deliveries[0]!.provider);
  const positions = await untilDone('writing to the intake topic', () => log.append(topic, messages));
  sent.intake.push(...deliveries.map((delivery, i) => ({ delivery, partition: positions[i]!.partition, offset: positions[i]!.offset })));
}
