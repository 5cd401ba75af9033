import type { RegisteredMeter } from '../facilities/registered-facilities.js';
import type { PlacedFinding } from './finding.js';
import { type FindingFilter, InvalidPlace, type LastReport } from './findings.port.js';

/** A meter is silent after this many of its intervals without a report: one or two may be lost to a restart. */
const INTERVALS = 3;

/** Registered meters with an expected interval that were not heard for longer than three of them, since the last report or the registration. */
export function silentMeters(meters: readonly RegisteredMeter[], last: readonly LastReport[], nowMs: number): PlacedFinding[] {
  const lastKnown = new Map(last.map((report) => [`${report.provider}/${report.source}`, report.knownAtMs]));
  return meters
    .filter((meter) => meter.expectedIntervalSeconds > 0)
    .flatMap((meter) => {
      const heard = lastKnown.get(`${meter.provider}/${meter.source}`);
      const sinceMs = heard ?? meter.recordedAtMs;
      const intervalMs = meter.expectedIntervalSeconds * 1_000;
      return nowMs - sinceMs > INTERVALS * intervalMs ? [silence(meter, heard === undefined, sinceMs, intervalMs, nowMs)] : [];
    })
    .sort((a, b) => comparePlaces(a.place, b.place));
}

function silence(meter: RegisteredMeter, never: boolean, sinceMs: number, intervalMs: number, nowMs: number): PlacedFinding {
  const since = new Date(sinceMs).toISOString();
  return {
    place: [meter.provider, meter.source],
    finding: {
      kind: 'METER_SILENT',
      provider: meter.provider,
      source: meter.source,
      cluster: '',
      accelerator: '',
      detail: `${never ? 'never heard since it was registered at' : 'last heard at'} ${since}; a report is expected every ${meter.expectedIntervalSeconds} s`,
      firstKnownAtMs: sinceMs + INTERVALS * intervalMs,
      lastKnownAtMs: nowMs,
      occurrences: BigInt(Math.floor((nowMs - sinceMs) / intervalMs)),
    },
  };
}

/** The page of an ordered list behind a place. */
export function pageOf(
  all: readonly PlacedFinding[],
  filter: FindingFilter,
  after: readonly string[] | undefined,
  limit: number,
): PlacedFinding[] {
  if (after && after.length !== 2) throw new InvalidPlace();
  return all
    .filter(
      ({ finding }) =>
        !filter.cluster && (!filter.source || (filter.source.provider === finding.provider && filter.source.name === finding.source)),
    )
    .filter(({ place }) => !after || comparePlaces(place, after) > 0)
    .slice(0, limit);
}

function comparePlaces(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! < b[i]! ? -1 : 1;
  return 0;
}
