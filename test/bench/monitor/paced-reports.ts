/** What is sent to the door: the fleet's minutes as providers send them, and probes that each pass a threshold at once. */
import { create, fromJson, toBinary } from '@bufbuild/protobuf';
import { FacilityEventSchema, type UsageReport, UsageReportSchema } from '@tidemark/contracts';
import { type EventLog, TOPICS } from '@tidemark/messaging';
import { MODELS } from '../fleet/expected-totals.js';
import { accountAt, accountOf, clusterOf, MINUTE_MS, PROVIDER, ppmAt, sourceOf, WORLD_FLEET } from '../fleet/fleet.js';

const PROBE_CLUSTER = 'probes';
const PROBE_ACCELERATORS = 10_000;
/** In one hour of the cluster, so that it is never used beyond what it is registered with. */
const PROBES_PER_HOUR = 100;
const HOUR_MS = 3_600_000;

export const probeAccount = (probe: number): string => `probe-${probe}`;

/** One meter's report: made once, its minute and its figures set anew for each sending. */
class PacedMeter {
  private readonly report: UsageReport;

  constructor(private readonly meter: number) {
    const records = Array.from({ length: WORLD_FLEET.nodes }, (_, node) => ({
      ...{ account: accountOf(accountAt(WORLD_FLEET, meter, node)), cluster: clusterOf(meter), count: 8, node: `node-${node}` },
      utilisation: { kind: 'TENSOR_ACTIVE', value: '0.5' },
      evidence: 'TELEMETRY',
    }));
    this.report = fromJson(UsageReportSchema, { source: sourceOf(meter), epoch: 1, records });
  }

  bytes(minute: number, startMs: number): Uint8Array {
    this.report.sequence = BigInt(minute + 1);
    for (const [node, record] of this.report.records.entries()) {
      record.startMs = BigInt(startMs);
      record.endMs = BigInt(startMs + MINUTE_MS);
      record.utilisation!.value = (ppmAt(this.meter, minute, node) / 1_000_000).toFixed(4);
    }
    return toBinary(UsageReportSchema, this.report);
  }
}

export class PacedFleet {
  private readonly meters = Array.from({ length: WORLD_FLEET.meters }, (_, meter) => new PacedMeter(meter));

  constructor(private readonly firstMinuteMs: number) {}

  /** Report number n of the fleet: minute by minute over all meters. */
  report(n: number): Uint8Array {
    const minute = Math.floor(n / WORLD_FLEET.meters);
    return this.meters[n % WORLD_FLEET.meters]!.bytes(minute, this.firstMinuteMs + minute * MINUTE_MS);
  }
}

/** An hour of ten thousand accelerators by an account that nobody knows: more than is allowed without a link. */
export function probeReport(probe: number, lastHour: number): Uint8Array {
  const startMs = (lastHour - Math.floor(probe / PROBES_PER_HOUR)) * HOUR_MS;
  const record = {
    ...{ account: probeAccount(probe), cluster: PROBE_CLUSTER, count: PROBE_ACCELERATORS, node: `node-${probe}` },
    ...{ startMs: String(startMs), endMs: String(startMs + HOUR_MS) },
    utilisation: { kind: 'TENSOR_ACTIVE', value: '0.5' },
    evidence: 'TELEMETRY',
  };
  return toBinary(
    UsageReportSchema,
    fromJson(UsageReportSchema, { source: 'probes', epoch: 1, sequence: String(probe + 1), records: [record] }),
  );
}

export async function registerProbes(log: EventLog): Promise<void> {
  const value = {
    ...{ provider: PROVIDER, id: PROBE_CLUSTER, site: 'bench', accelerator: MODELS[0]!.model },
    ...{ accelerators: PROBE_ACCELERATORS * PROBES_PER_HOUR, acceleratorsPerNode: PROBE_ACCELERATORS, inServiceFromMs: 1_262_304_000_000n },
  };
  const event = create(FacilityEventSchema, {
    ...{ id: 'bench-probes', recordedAtMs: BigInt(Date.now()), recordedBy: 'bench', fact: { case: 'cluster' as const, value } },
  });
  await log.append(TOPICS.facility, [{ key: PROVIDER, value: toBinary(FacilityEventSchema, event) }]);
}
