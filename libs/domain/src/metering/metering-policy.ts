import { Evidence, Workload } from '../usage/record-columns.js';

/** How much of the work is believed to count, in tenths, for each of the three totals. */
export interface WorkloadFactors {
  readonly lower: number;
  readonly expected: number;
  readonly upper: number;
}

/**
 * The judgements in metering, apart from its arithmetic. Versioned data: a posting names the version that was active when it was decided,
 * and a new version re-meters nothing by itself. Versions are added, never edited.
 */
export interface MeteringPolicy {
  readonly version: number;
  /** m: how far a measured utilisation may be off, parts per million. */
  readonly marginPpm: number;
  /** Share of the BF16 peak that an allocated accelerator is expected to use, parts per million (documented runs: 0.30 to 0.35). */
  readonly priorPpm: number;
  /** Lowest clock ratio assumed where tensor activity is known and the clock is not, parts per million. */
  readonly clockFloorPpm: number;
  readonly fullFactors: WorkloadFactors;
  /** By the evidence for the workload: DECLARED, BILLED, TELEMETRY, ATTESTED. The upper total never believes a label. */
  readonly inferenceFactors: readonly [WorkloadFactors, WorkloadFactors, WorkloadFactors, WorkloadFactors];
}

export const METERING_POLICY_V1: MeteringPolicy = {
  version: 1,
  marginPpm: 50_000,
  priorPpm: 350_000,
  clockFloorPpm: 700_000,
  fullFactors: { lower: 10, expected: 10, upper: 10 },
  inferenceFactors: [
    { lower: 0, expected: 10, upper: 10 },
    { lower: 0, expected: 10, upper: 10 },
    { lower: 0, expected: 1, upper: 10 },
    { lower: 0, expected: 0, upper: 10 },
  ],
};

/** Every version there has been, the one in use last. */
export const METERING_POLICIES: readonly MeteringPolicy[] = [METERING_POLICY_V1];
export const CURRENT_METERING_POLICY: MeteringPolicy = METERING_POLICIES[METERING_POLICIES.length - 1]!;

/** The policy of that version, or undefined when there never was one. */
export const meteringPolicy = (version: number): MeteringPolicy | undefined =>
  METERING_POLICIES.find((policy) => policy.version === version);

/** Inference counts less only as far as somebody other than the customer says so. `workloadEvidence` is an `Evidence` number. */
export function workloadFactors(policy: MeteringPolicy, workload: number, workloadEvidence: number): WorkloadFactors {
  if (workload < Workload.UNSPECIFIED || workload > Workload.OTHER) throw new RangeError(`no such workload: ${workload}`);
  if (workload !== Workload.INFERENCE) return policy.fullFactors;
  const factors = policy.inferenceFactors[workloadEvidence];
  if (!factors) throw new RangeError(`no such evidence: ${workloadEvidence}`);
  return factors;
}

/** Measured by the provider or better: below this a utilisation bounds nothing. */
export const isMeasured = (evidence: number): boolean => evidence >= Evidence.TELEMETRY;
