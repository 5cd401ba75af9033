/** Fills the reports topic with the fleet's minutes, some of them sent twice, and the facility topic with what the ledger must know. */
import { create, toBinary } from '@bufbuild/protobuf';
import { encodeEnvelope, FacilityEventSchema } from '@tidemark/contracts';
import { type EventLog, type OutgoingMessage, TOPICS } from '@tidemark/messaging';
import { MODELS, modelOf } from './expected-totals.js';
import { ACCELERATORS_PER_NODE, clusterOf, envelopeOf, type FleetPlan, meterTemplate, PROVIDER, sourceOf } from './fleet.js';

export interface Filled {
  /** Messages in the topic. */
  messages: number;
  /** Records in it, repeated ones included. */
  records: number;
  bytes: number;
  /** Distinct reports by meter. */
  reports: number[];
}

/** One report in twenty goes out again, this many reports later. */
const REPEAT_EVERY = 20;
const REPEAT_AFTER = 37;
const BATCH = 250;

export interface FillOptions {
  plan: FleetPlan;
  reports: number;
  /** Names the stream of submissions; another one for every fill of one topic. */
  stream: string;
  /** Absent: the reports topic. */
  topic?: string;
  onProgress?: (share: number) => void;
}

/** Minute by minute over all meters, as a real fleet reports. */
export async function fillReports(
  log: EventLog,
  { plan, reports, stream, topic = TOPICS.reports, onProgress }: FillOptions,
): Promise<Filled> {
  const templates = Array.from({ length: plan.meters }, (_, meter) => meterTemplate(plan, meter));
  const filled: Filled = { messages: 0, records: 0, bytes: 0, reports: new Array<number>(plan.meters).fill(0) };
  const repeats: { due: number; meter: number; minute: number }[] = [];
  let batch: OutgoingMessage[] = [];
  const send = (meter: number, minute: number): void => {
    const origin = { stream, offset: BigInt(filled.messages) };
    const value = encodeEnvelope(envelopeOf(templates[meter]!, minute, origin, 1_767_225_600_000));
    batch.push({ key: `${PROVIDER}/${sourceOf(meter)}`, value });
    filled.messages += 1;
    filled.records += plan.nodes;
    filled.bytes += value.length;
  };
  for (let i = 0; i < reports; i += 1) {
    const meter = i % plan.meters;
    const minute = Math.floor(i / plan.meters);
    send(meter, minute);
    filled.reports[meter]! += 1;
    if (i % REPEAT_EVERY === 0) repeats.push({ due: i + REPEAT_AFTER, meter, minute });
    while (repeats[0] && repeats[0].due <= i) {
      const again = repeats.shift()!;
      send(again.meter, again.minute);
    }
    if (batch.length < BATCH) continue;
    await log.append(topic, batch);
    batch = [];
    onProgress?.(i / reports);
  }
  for (const again of repeats) send(again.meter, again.minute);
  await log.append(topic, batch);
  return filled;
}

/** The provider, its models and one cluster a meter. */
export async function fillFacilities(log: EventLog, plan: FleetPlan): Promise<void> {
  const clusters = Array.from({ length: plan.meters }, (_, meter) => ({
    case: 'cluster' as const,
    value: {
      ...{ provider: PROVIDER, id: clusterOf(meter), site: 'bench', accelerator: modelOf(meter).model },
      ...{
        accelerators: plan.nodes * ACCELERATORS_PER_NODE,
        acceleratorsPerNode: ACCELERATORS_PER_NODE,
        inServiceFromMs: 1_262_304_000_000n,
      },
    },
  }));
  const models = MODELS.map(({ model, peaks }, i) => ({
    case: 'accelerator' as const,
    value: { model, vendor: 'Bench', peaksGflops: peaks, catalogueVersion: i + 2 },
  }));
  const facts = [{ case: 'provider' as const, value: { id: PROVIDER, name: PROVIDER } }, ...models, ...clusters];
  const messages = facts.map((fact, i) => {
    const event = create(FacilityEventSchema, { id: `bench-${i}`, recordedAtMs: BigInt(Date.now()), recordedBy: 'bench', fact });
    return { key: fact.case === 'accelerator' ? 'catalogue' : PROVIDER, value: toBinary(FacilityEventSchema, event) };
  });
  await log.append(TOPICS.facility, messages);
}
