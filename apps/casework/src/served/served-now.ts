import type { CaseState } from '@tidemark/domain';
import { servedDeclarations } from '../declarations/declaration.view.js';
import { servedNotices } from '../notices/served-notices.js';
import { servedOrders } from '../orders/orders.view.js';
import { servedRequests } from '../requests/information-request.view.js';

/** Something that a provider has been served, as the case has it now. */
export interface ServedNow {
  /** Random, made when it was served: nothing about the case can be told from it. */
  id: string;
  provider: string;
  /** INFORMATION_REQUEST, DECLARATION_REQUEST, ORDER_WARNING, SUSPENSION_ORDER, NOTICE. */
  kind: string;
  /** Its id inside the case, when that is another. */
  part: string;
  /** One of SERVED_STATUSES. */
  status: string;
  servedAtMs: number;
  dueAtMs?: number | undefined;
  /** Rises when something that the provider sees changes and the status does not: a second version of a declaration, a reminder. */
  revision?: number | undefined;
}

/** What of a case was served. Every part that serves something has its line in SERVED_PARTS. */
export type ServedPart = (state: CaseState) => readonly ServedNow[];

export const SERVED_PARTS: readonly ServedPart[] = [servedOrders, servedNotices, servedRequests, servedDeclarations];

export const servedNow = (state: CaseState): ServedNow[] => SERVED_PARTS.flatMap((part) => part(state));
