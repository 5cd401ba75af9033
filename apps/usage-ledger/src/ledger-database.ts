import { LEDGER_MIGRATIONS } from './postgres/migrations/index.js';

/** The app's schema and role, and how its tables came to be: to be opened with `openAppDatabase({ url, ...LEDGER_DATABASE })`. */
export const LEDGER_DATABASE = { app: 'usage_ledger', migrations: LEDGER_MIGRATIONS };
