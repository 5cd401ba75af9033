import type { FacilityFact } from './facility-fact.js';

/** Which version of a thing this is, when it was recorded and by whom. */
export function versionView({ version, recordedAtMs, recordedBy }: FacilityFact) {
  return { version, recordedAt: new Date(recordedAtMs).toISOString(), recordedBy };
}
