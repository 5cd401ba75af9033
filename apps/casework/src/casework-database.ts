import { Casework1763900000000 } from './postgres/migrations/1763900000000-casework.js';
import { Intake1763900100000 } from './postgres/migrations/1763900100000-intake.js';
import { People1763900200000 } from './postgres/migrations/1763900200000-people.js';
import { Requests1763900400000 } from './postgres/migrations/1763900400000-requests.js';
import { Referrals1763900600000 } from './postgres/migrations/1763900600000-referrals.js';
import { Papers1763900700000 } from './postgres/migrations/1763900700000-papers.js';
import { Calendars1763900800000 } from './postgres/migrations/1763900800000-calendars.js';
import { NoticeCodes1763900900000 } from './postgres/migrations/1763900900000-notice-codes.js';

/** The app's schema and role, and how its tables came to be: to be opened with `openAppDatabase({ url, ...CASEWORK_DATABASE })`. */
export const CASEWORK_DATABASE = {
  app: 'casework',
  migrations: [
    Casework1763900000000,
    Intake1763900100000,
    People1763900200000,
    Requests1763900400000,
    Referrals1763900600000,
    Papers1763900700000,
    Calendars1763900800000,
    NoticeCodes1763900900000,
  ],
};
