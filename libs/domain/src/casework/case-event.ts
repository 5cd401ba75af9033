import type { AccessEvent } from './access/access-event.js';
import type { ClockEvent } from './clocks/case-clock.js';
import type { DecisionEvent } from './decisions/decision-event.js';
import type { DeskEvent } from './desk/desk-event.js';
import type { EvaluationEvent } from './evaluations/evaluation-event.js';
import type { IncidentEvent } from './incidents/incident-event.js';
import type { OpeningEvent } from './opening/opening-event.js';
import type { OrderEvent } from './orders/order-event.js';
import type { PaperEvent } from './papers/paper-event.js';
import type { ReferralEvent } from './referrals/referral-event.js';
import type { RequestEvent } from './requests/request-event.js';

/**
 * Everything that can stand in the log of a case, oldest first, never edited. An event has its facts in the open (ids, codes, numbers,
 * moments) and its words in two bags: `record` is sealed under the case's own key and kept as long as the case (reasons, statements: they are to
 * be written without names), `personal` is sealed under a key that erasure destroys (notes, answers, files, replies, identities). A bag that was
 * destroyed is absent: whoever folds the log must do without it.
 */
export type CaseEvent =
  | OpeningEvent
  | DeskEvent
  | ClockEvent
  | DecisionEvent
  | AccessEvent
  | RequestEvent
  | OrderEvent
  | IncidentEvent
  | ReferralEvent
  | EvaluationEvent
  | PaperEvent;
