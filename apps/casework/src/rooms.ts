import { APPEALS_ROOM } from './appeals/appeals.room.js';
import { AUTHORITIES_ROOM } from './authorities/authorities.room.js';
import { CASE_LOG_ROOM } from './case-log/case-log.room.js';
import { CASES_ROOM } from './cases/cases.room.js';
import { CLOCKS_ROOM } from './clocks/clocks.room.js';
import { DECISIONS_ROOM } from './decisions/decisions.room.js';
import { DECLARATIONS_ROOM } from './declarations/declarations.room.js';
import { DELEGATIONS_ROOM } from './delegations/delegations.room.js';
import { DESK_ROOM } from './desk/desk.room.js';
import { EVALUATIONS_ROOM } from './evaluations/evaluations.room.js';
import { EVENTS_ROOM } from './events/events.room.js';
import { IDENTITIES_ROOM } from './identities/identities.room.js';
import { INCIDENTS_ROOM } from './incidents/incidents.room.js';
import { INTAKE_ROOM } from './intake/intake.room.js';
import { MAIL_ROOM } from './mail/mail.room.js';
import { NOTICES_ROOM } from './notices/notices.room.js';
import { ORDERS_ROOM } from './orders/orders.room.js';
import { PAPERS_ROOM } from './papers/papers.room.js';
import { QUEUE_ROOM } from './queue/queue.room.js';
import { REFERRALS_ROOM } from './referrals/referrals.room.js';
import { REPORTS_ROOM } from './reports/reports.room.js';
import { REQUESTS_ROOM } from './requests/requests.room.js';
import { RETENTION_ROOM } from './retention/retention.room.js';
import type { Room } from './room.js';
import { SERVED_ROOM } from './served/served.room.js';

/** Every room of casework. A new one is added here and nowhere else. */
export const ROOMS: readonly Room[] = [
  CASE_LOG_ROOM,
  CLOCKS_ROOM,
  INTAKE_ROOM,
  EVENTS_ROOM,
  CASES_ROOM,
  QUEUE_ROOM,
  DESK_ROOM,
  SERVED_ROOM,
  ORDERS_ROOM,
  DELEGATIONS_ROOM,
  DECISIONS_ROOM,
  NOTICES_ROOM,
  APPEALS_ROOM,
  REQUESTS_ROOM,
  DECLARATIONS_ROOM,
  IDENTITIES_ROOM,
  PAPERS_ROOM,
  REPORTS_ROOM,
  RETENTION_ROOM,
  MAIL_ROOM,
  AUTHORITIES_ROOM,
  REFERRALS_ROOM,
  INCIDENTS_ROOM,
  EVALUATIONS_ROOM,
];

/** For `createHttpApp({ rawBodyPaths })`: paths whose bodies the rooms read themselves, after they know who sends them. */
export const CASEWORK_RAW_BODY_PATHS: readonly RegExp[] = ROOMS.flatMap(({ rawBodyPaths = [] }) => rawBodyPaths);
