import { APPEAL_REFUSALS } from '../../apps/casework/src/appeals/appeals.refusals.js';
import { AUTHORITY_REFUSALS } from '../../apps/casework/src/authorities/authorities.refusals.js';
import { CASE_REFUSALS } from '../../apps/casework/src/case-log/case-log.refusals.js';
import { CLOCK_REFUSALS } from '../../apps/casework/src/clocks/clocks.refusals.js';
import { DECISION_REFUSALS } from '../../apps/casework/src/decisions/decisions.refusals.js';
import { DECLARATION_REFUSALS } from '../../apps/casework/src/declarations/declarations.refusals.js';
import { DELEGATION_REFUSALS } from '../../apps/casework/src/delegations/delegations.refusals.js';
import { DESK_REFUSALS } from '../../apps/casework/src/desk/desk.refusals.js';
import { FILE_REFUSALS } from '../../apps/casework/src/desk/files.refusals.js';
import { EVALUATION_REFUSALS } from '../../apps/casework/src/evaluations/evaluations.refusals.js';
import { IDENTITY_REFUSALS } from '../../apps/casework/src/identities/identities.refusals.js';
import { INCIDENT_REFUSALS } from '../../apps/casework/src/incidents/incidents.refusals.js';
import { NOTICE_REFUSALS } from '../../apps/casework/src/notices/notices.refusals.js';
import { ORDER_REFUSALS } from '../../apps/casework/src/orders/orders.refusals.js';
import { PAPER_REFUSALS } from '../../apps/casework/src/papers/papers.refusals.js';
import { QUEUE_REFUSALS } from '../../apps/casework/src/queue/queue.refusals.js';
import { REFERRAL_REFUSALS } from '../../apps/casework/src/referrals/referrals.refusals.js';
import { REPORT_REFUSALS } from '../../apps/casework/src/reports/reports.refusals.js';
import { REQUEST_REFUSALS } from '../../apps/casework/src/requests/requests.refusals.js';
import { RETENTION_REFUSALS } from '../../apps/casework/src/retention/retention.refusals.js';
import { SERVED_REFUSALS } from '../../apps/casework/src/served/served.refusals.js';
import type { CodeSection } from './render-codes.js';

/** What the rooms of casework refuse. */
export const CASEWORK_SECTIONS: CodeSection[] = [
  { heading: 'Cases', text: 'What every step in a case can be refused with.', rows: CASE_REFUSALS },
  { heading: 'Subjects and queues', text: 'What a case is about, and how it is looked for.', rows: QUEUE_REFUSALS },
  { heading: 'The desk of a case', text: 'Notes, mentions, snoozes.', rows: DESK_REFUSALS },
  { heading: 'Files of a case', text: 'What is attached to a case, or answers a request.', rows: FILE_REFUSALS },
  { heading: 'Clocks and calendars', text: 'By which calendar ends are counted.', rows: CLOCK_REFUSALS },
  { heading: 'Decisions', text: 'Outcomes that two persons decide, and the closing of a case.', rows: DECISION_REFUSALS },
  { heading: 'Notices', text: 'What the customer is told, and what it replies.', rows: NOTICE_REFUSALS },
  { heading: 'Appeals', text: 'Heard by people who took no part before.', rows: APPEAL_REFUSALS },
  { heading: 'Delegations', text: 'Who stands in for whom.', rows: DELEGATION_REFUSALS },
  { heading: 'Dossiers and exports', text: 'What leaves a case.', rows: PAPER_REFUSALS },
  { heading: 'Reports to regulators', text: 'Drafted by one person, checked by another.', rows: REPORT_REFUSALS },
  { heading: 'Retention, holds, erasure', text: 'What keeps a case, and what is forgotten of it.', rows: RETENTION_REFUSALS },
  { heading: 'Identity inside a case', text: 'Why an identity is not asked for, granted or shown.', rows: IDENTITY_REFUSALS },
  { heading: 'Items that were served', text: 'What a provider cannot do with an item.', rows: SERVED_REFUSALS },
  { heading: 'Requests for information', text: 'What is asked of providers, and answered.', rows: REQUEST_REFUSALS },
  { heading: 'Suspension orders', text: 'Warnings before them, orders, and their lifting.', rows: ORDER_REFUSALS },
  { heading: 'Transparency declarations', text: 'What customers declare, and with whom it is shared.', rows: DECLARATION_REFUSALS },
  { heading: 'Incidents', text: 'What is reported, tied and recorded.', rows: INCIDENT_REFUSALS },
  { heading: 'Evaluations', text: 'What was promised to be evaluated, and its result.', rows: EVALUATION_REFUSALS },
  { heading: 'Authorities', text: 'Who cases can be referred to, and their keys.', rows: AUTHORITY_REFUSALS },
  {
    heading: 'Referrals between authorities',
    text: 'What goes, what comes, and what is asked: [referrals](referrals.md).',
    rows: REFERRAL_REFUSALS,
  },
];
