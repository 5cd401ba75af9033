import { CURRENT_METERING_POLICY, Evidence, grade, HourSums, meterSlot, totalsInHour, totalsOf, UtilisationKind } from '@tidemark/domain';
import { metered, type ReportedUse, UseMeter } from './use-meter.js';

const HOUR_MS = 3_600_000;
const PEAKS = { BF16: 312_000, INT8: 624_000 };
const USE: ReportedUse = {
  peaks: PEAKS,
  count: 7,
  startMs: 10.5 * HOUR_MS,
  endMs: 13.25 * HOUR_MS,
  grade: grade(UtilisationKind.OFU, 3, Evidence.TELEMETRY, 1, 0),
  ppm: 412_345,
};

const byHand = (acceleratorMs: number) =>
  meterSlot(CURRENT_METERING_POLICY, PEAKS, {
    acceleratorMs: BigInt(acceleratorMs),
    kind: UtilisationKind.OFU,
    ppm: 412_345,
    format: 3,
    evidence: Evidence.TELEMETRY,
    workload: 1,
    workloadEvidence: 0,
  });

describe('use that is metered', () => {
  it('is that of the ledger, hour by hour', () => {
    const vector = metered(new UseMeter(), [USE]);
    const hours = [9, 10, 11, 12, 13, 14].map((hour) => totalsInHour(vector, hour));
    expect(hours).toEqual([0, 0.5, 1, 1, 0.25, 0].map((part) => byHand(7 * part * HOUR_MS)));
  });

  it('is added to every vector', () => {
    const [one, other] = [new HourSums(), new HourSums()];
    new UseMeter().add(USE, one, other);
    expect(totalsOf(one)).toEqual(totalsOf(other));
    expect(one.length).toBe(4);
  });

  it('of more accelerators than a record holds is that of several records', () => {
    const use = { ...USE, count: 2_500_000, startMs: 0, endMs: HOUR_MS };
    const [full, half] = [byHand(1_000_000 * HOUR_MS), byHand(500_000 * HOUR_MS)];
    expect(totalsOf(metered(new UseMeter(), [use])).lower).toBe(2n * full.lower + half.lower);
  });
});
