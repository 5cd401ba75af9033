import { Monitor1763800000000 } from './postgres/migrations/1763800000000-monitor.js';
import { Rules1763800100000 } from './postgres/migrations/1763800100000-rules.js';
import { Orders1763800200000 } from './postgres/migrations/1763800200000-orders.js';

/** The app's schema and role, and how its tables came to be: to be opened with `openAppDatabase({ url, ...MONITOR_DATABASE })`. */
export const MONITOR_DATABASE = { app: 'threshold_monitor', migrations: [Monitor1763800000000, Rules1763800100000, Orders1763800200000] };
