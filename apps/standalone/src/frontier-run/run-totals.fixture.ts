import {
  CURRENT_METERING_POLICY,
  Evidence,
  HourSums,
  hourOf,
  lastHourOf,
  meterSlot,
  msInHour,
  NumberFormat,
  PUBLISHED_CATALOGUE,
  UtilisationKind,
  Workload,
} from '@tidemark/domain';
import { RUN_UTILISATION, type RunPart } from './frontier-run.data.js';

const PPM = Math.round(Number(RUN_UTILISATION) * 1_000_000);

/** What parts of the run use from its start to `toMs` after it, metered by the reference formula, hour by hour. */
export function vectorOfRun(parts: readonly RunPart[], startMs: number, toMs: number): HourSums {
  const vector = new HourSums();
  for (const { accelerator, accelerators } of parts) {
    const found = PUBLISHED_CATALOGUE.resolve(accelerator);
    if (!found) throw new Error(`${accelerator} is not in the catalogue`);
    for (let hour = hourOf(startMs); hour <= lastHourOf(startMs + toMs); hour++) {
      const { lower, expected, upper } = meterSlot(CURRENT_METERING_POLICY, found.peaksGflops, {
        acceleratorMs: BigInt(accelerators) * BigInt(msInHour(hour, startMs, startMs + toMs)),
        kind: UtilisationKind.OFU,
        ppm: PPM,
        format: NumberFormat.BF16,
        evidence: Evidence.ATTESTED,
        workload: Workload.TRAINING,
        workloadEvidence: Evidence.DECLARED,
      });
      vector.add(hour, lower, expected, upper);
    }
  }
  return vector;
}
