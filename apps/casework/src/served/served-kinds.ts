import type { ActionOn, RecordKind } from '@tidemark/access';
import {
  acknowledgeDeclaration,
  acknowledgeRequest,
  type CaseContext,
  type CaseDecision,
  type CaseEvent,
  type CaseState,
  decideAcknowledgement,
  decideForwarding,
} from '@tidemark/domain';
import type { ServedItem } from '../case-log/case-writes.js';
import { servedDeclarationView } from '../declarations/declaration.view.js';
import { noticeServedView } from '../notices/served-notices.js';
import { servedOrderView, servedWarningView } from '../orders/orders.view.js';
import { servedRequestView } from '../requests/information-request.view.js';

/**
 * What a provider reads of an item, beside its id, kind, status, version and times: made of the folded case, and holding only what was
 * addressed to that provider. Never a reason, a note, an id or a count of the case. A key of the case may be destroyed: words may be missing.
 */
export type ServedView = (state: CaseState, item: ServedItem) => object;

/** By kind of what was served. Every part that serves something has its line here: without one, its items cannot be read. */
export const SERVED_VIEWS: Readonly<Record<string, ServedView>> = {
  INFORMATION_REQUEST: servedRequestView,
  DECLARATION_REQUEST: servedDeclarationView,
  NOTICE: noticeServedView,
  ORDER_WARNING: servedWarningView,
  SUSPENSION_ORDER: servedOrderView,
};

export interface ServedAcknowledgement {
  /** The row of the table of permissions that has to allow it, in the item's status. */
  kind: RecordKind;
  action: string;
  decide: (state: CaseState, item: ServedItem, context: CaseContext) => CaseDecision<CaseEvent>;
}

export const acknowledgedBy = <Kind extends RecordKind>(
  kind: Kind,
  action: ActionOn<Kind>,
  decide: ServedAcknowledgement['decide'],
): ServedAcknowledgement => ({ kind, action, decide });

/** By kind of what was served: how "we have it" is taken. A kind that is not here is not acknowledged. */
export const SERVED_ACKNOWLEDGEMENTS: Readonly<Record<string, ServedAcknowledgement>> = {
  INFORMATION_REQUEST: acknowledgedBy('information-request', 'acknowledge', (state, { part }, context) =>
    acknowledgeRequest(state, part, context),
  ),
  // Whoever may submit it may say that the request has come.
  DECLARATION_REQUEST: acknowledgedBy('transparency-declaration', 'submit', (state, { part }, context) =>
    acknowledgeDeclaration(state, part, context),
  ),
  NOTICE: acknowledgedBy('notice', 'forward', (state, { part }, context) => decideForwarding(state, part, context)),
  SUSPENSION_ORDER: acknowledgedBy('suspension-order', 'acknowledge', (state, { part }, context) =>
    decideAcknowledgement(state, { order: part }, context),
  ),
};

/** By kind of what was served: the row that allows its provider to send files for it. A kind that is not here takes none. */
export const SERVED_FILES: Readonly<Record<string, Pick<ServedAcknowledgement, 'kind' | 'action'>>> = {
  INFORMATION_REQUEST: { kind: 'information-request', action: 'answer' },
  DECLARATION_REQUEST: { kind: 'transparency-declaration', action: 'submit' },
};
