/** Everything that is sent in a storm, in the order of sending: a function of the seed. */
import type { TruthRecord } from '../../truth/truth.model.js';
import { Random } from './random.js';
import { acceptedRecords, rejectedIndices, renderReport } from './rendering.js';
import { type PlannedReport, planReports } from './report-maker.js';
import { BASE_MS, SPAN_MS, type StormWorld } from './world.js';

/** One report on its way to a door. */
export interface Delivery {
  provider: string;
  source: string;
  epoch: number;
  sequence: number;
  /** UsageReport in proto3 JSON. */
  json: Record<string, unknown>;
  opaque: boolean;
  /** What the door must make of it. */
  accepted: TruthRecord[];
  rejected: number[];
  intent: 'first' | 'duplicate' | 'conflict';
}

export interface WorkloadPlan {
  seed: number;
  /** Distinct reports, over all meters. */
  reports: number;
  /** At most; a report has from 1 to this many. */
  recordsPerReport: number;
}

export function makeWorkload(world: StormWorld, plan: WorkloadPlan): Delivery[] {
  const random = new Random(plan.seed);
  const perMeter = Math.max(2, Math.round(plan.reports / world.meters.length));
  const timed = world.meters.flatMap((meter, m) => {
    const planned = planReports(random, world, meter, { reports: perMeter, recordsPerReport: plan.recordsPerReport });
    // One report for certain is never sent: its sequence stays a gap.
    return planned.flatMap((report, i) => (m === 0 && i === 1 ? [] : sendings(random, report, i / perMeter)));
  });
  return timed.sort((a, b) => a.at - b.at).map(({ delivery }) => delivery);
}

interface Sending {
  /** Share of the storm at which it is sent. */
  at: number;
  delivery: Delivery;
}

/** The sendings of one report: itself, perhaps out of order or very late, perhaps never; 5 % again, 2 % again with other content. */
function sendings(random: Random, report: PlannedReport, due: number): Sending[] {
  const at = sendingTime(random, due);
  if (at === undefined) return [];
  const sent: Sending[] = [{ at, delivery: deliver(random, report, 'first') }];
  if (random.chance(0.05)) sent.push({ at: at + random.next() * 0.3, delivery: deliver(random, report, 'duplicate') });
  if (random.chance(0.02)) sent.push({ at: at + random.next() * 0.1 - 0.02, delivery: deliver(random, changed(report), 'conflict') });
  return sent;
}

function sendingTime(random: Random, due: number): number | undefined {
  const way = random.next();
  if (way < 0.005) return undefined;
  if (way < 0.85) return due;
  // Out of order by a little, or late by what are days of the storm's time.
  return way < 0.95 ? due + random.next() * 0.03 : due + random.next() * (1.05 - due);
}

/** Same id, other content: some record that is kept says another length. */
function changed(report: PlannedReport): PlannedReport {
  const records = structuredClone(report.records.map(({ record }) => record)).map((record, i) => ({
    record,
    fault: report.records[i]!.fault,
  }));
  const kept = records.find(({ record, fault }) => !fault && !record.correction?.void);
  if (kept) kept.record.endMs += 1;
  return { ...report, records };
}

function deliver(random: Random, report: PlannedReport, intent: Delivery['intent']): Delivery {
  const { provider, source, epoch, sequence, opaque } = report;
  const json = renderReport(random, report, BASE_MS + random.int(0, SPAN_MS));
  return { provider, source, epoch, sequence, json, opaque, accepted: acceptedRecords(report), rejected: rejectedIndices(report), intent };
}
