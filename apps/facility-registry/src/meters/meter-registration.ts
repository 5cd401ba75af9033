import type { MeterContent } from '../facts/facility-fact.js';
import { type Checked, refuse, shown } from '../facts/facility-refusal.js';
import { checkId } from '../facts/identifier.policy.js';
import { checkPublicKey } from '../facts/public-key.policy.js';

/** A report covers at most 31 days, so no meter is expected less often. */
const INTERVAL_SECONDS_MAX = 31 * 24 * 3_600;

/** A meter as its provider describes it; whether the cluster is known is asked of the registry. */
export function checkMeter(meter: MeterContent): Checked<MeterContent> {
  const { cluster, publicKey, expectedIntervalSeconds } = meter;
  if (cluster !== undefined) {
    const checked = checkId(cluster, 'cluster');
    if ('refused' in checked) return checked;
  }
  if (publicKey !== undefined) {
    const checked = checkPublicKey(publicKey);
    if ('refused' in checked) return checked;
  }
  if (expectedIntervalSeconds !== undefined && !isInterval(expectedIntervalSeconds)) {
    const detail = `expectedIntervalSeconds is ${shown(expectedIntervalSeconds)}; it must be 1 to ${INTERVAL_SECONDS_MAX}.`;
    return refuse('EXPECTED_INTERVAL_OUT_OF_RANGE', 'expectedIntervalSeconds', detail);
  }
  return {
    value: {
      ...(cluster === undefined ? {} : { cluster }),
      ...(publicKey === undefined ? {} : { publicKey }),
      ...(expectedIntervalSeconds === undefined ? {} : { expectedIntervalSeconds }),
    },
  };
}

function isInterval(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= INTERVAL_SECONDS_MAX;
}
