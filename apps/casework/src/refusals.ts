import { orProblem, type RefusalRow, type Refused } from '@tidemark/edge';
import { APPEAL_REFUSALS } from './appeals/appeals.refusals.js';
import { AUTHORITY_REFUSALS } from './authorities/authorities.refusals.js';
import { CASE_REFUSALS } from './case-log/case-log.refusals.js';
import { CLOCK_REFUSALS } from './clocks/clocks.refusals.js';
import { DECISION_REFUSALS } from './decisions/decisions.refusals.js';
import { DECLARATION_REFUSALS } from './declarations/declarations.refusals.js';
import { DELEGATION_REFUSALS } from './delegations/delegations.refusals.js';
import { DESK_REFUSALS } from './desk/desk.refusals.js';
import { FILE_REFUSALS } from './desk/files.refusals.js';
import { EVALUATION_REFUSALS } from './evaluations/evaluations.refusals.js';
import { IDENTITY_REFUSALS } from './identities/identities.refusals.js';
import { INCIDENT_REFUSALS } from './incidents/incidents.refusals.js';
import { NOTICE_REFUSALS } from './notices/notices.refusals.js';
import { ORDER_REFUSALS } from './orders/orders.refusals.js';
import { PAPER_REFUSALS } from './papers/papers.refusals.js';
import { QUEUE_REFUSALS } from './queue/queue.refusals.js';
import { REFERRAL_REFUSALS } from './referrals/referrals.refusals.js';
import { REPORT_REFUSALS } from './reports/reports.refusals.js';
import { REQUEST_REFUSALS } from './requests/requests.refusals.js';
import { RETENTION_REFUSALS } from './retention/retention.refusals.js';
import { SERVED_REFUSALS } from './served/served.refusals.js';

/** Every refusal of casework: what a decision of the domain or a room refuses has its one row here. A room adds its table. */
export const CASEWORK_REFUSALS: Readonly<Record<string, RefusalRow>> = {
  ...CASE_REFUSALS,
  ...IDENTITY_REFUSALS,
  ...CLOCK_REFUSALS,
  ...FILE_REFUSALS,
  ...DESK_REFUSALS,
  ...QUEUE_REFUSALS,
  ...SERVED_REFUSALS,
  ...REQUEST_REFUSALS,
  ...DECLARATION_REFUSALS,
  ...ORDER_REFUSALS,
  ...DECISION_REFUSALS,
  ...NOTICE_REFUSALS,
  ...APPEAL_REFUSALS,
  ...DELEGATION_REFUSALS,
  ...PAPER_REFUSALS,
  ...REPORT_REFUSALS,
  ...RETENTION_REFUSALS,
  ...AUTHORITY_REFUSALS,
  ...REFERRAL_REFUSALS,
  ...INCIDENT_REFUSALS,
  ...EVALUATION_REFUSALS,
};

/** For edges: the value, or the refusal thrown as its problem. */
export const orCaseProblem = <Value>(result: Value | Refused): Exclude<Value, Refused> => orProblem(result, CASEWORK_REFUSALS);
