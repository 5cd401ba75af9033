import { FacilityFacts1763713800000 } from './postgres/migrations/1763713800000-facility-facts.js';

/** The app's schema and role, and how its tables came to be: to be opened with `openAppDatabase({ url, ...FACILITY_DATABASE })`. */
export const FACILITY_DATABASE = { app: 'facility_registry', migrations: [FacilityFacts1763713800000] };
