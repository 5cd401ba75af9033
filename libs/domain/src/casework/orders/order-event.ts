import type { CaseScope, Happened, Instant } from '../case-vocabulary.js';

/** What an order is about: always at one provider. An order about several providers is several orders. */
export interface OrderTarget {
  provider: string;
  scope: CaseScope;
}

/** Warnings before orders, orders, and their lifting. `item`: the random id by which alone the provider knows what it was served. */
export type OrderEvent = WarningEvent | DraftEvent | IssuedEvent | LiftEvent;

type WarningEvent =
  | (Happened &
      OrderTarget & {
        type: 'order-warning-served';
        warning: string;
        item: string;
        /** Records of that provider inside the scope: with it, the provider learns that they are looked at. */
        customers: readonly string[];
        answerBy: Instant;
        record?: { reason: string };
        /** Addressed to the provider. */
        personal?: { text: string };
      })
  | (Happened & { type: 'order-warning-answered'; warning: string; personal?: { text: string } })
  /** Nothing will follow from it: the case is closed. */
  | (Happened & { type: 'order-warning-withdrawn'; warning: string });

type DraftEvent =
  | (Happened &
      OrderTarget & {
        type: 'order-drafted';
        order: string;
        /** Absent: as soon as it is issued. */
        from?: Instant | undefined;
        acknowledgeWithinHours: number;
        /** No warning comes before it: why stands in the record. */
        imminent: boolean;
        record?: { reason: string; imminence?: string };
        /** Addressed to the provider. */
        personal?: { text: string };
      })
  | (Happened & { type: 'order-withdrawn'; order: string; record?: { reason: string } })
  | (Happened & { type: 'order-refused'; order: string; record?: { reason: string } });

type IssuedEvent =
  | (Happened &
      OrderTarget & {
        type: 'order-issued';
        order: string;
        item: string;
        /** Records of that provider inside the scope, when it was issued. */
        customers: readonly string[];
        /** Never before it was issued. */
        from: Instant;
        acknowledgeBy: Instant;
        record?: { reason: string };
      })
  | (Happened & { type: 'order-acknowledged'; order: string })
  /** Nobody acknowledged it in time: it is looked at first from now on. */
  | (Happened & { type: 'order-escalated'; order: string; cause: 'NOT_ACKNOWLEDGED' });

type LiftEvent =
  | (Happened & { type: 'order-lift-asked'; order: string; lift: string; record?: { reason: string }; personal?: { text: string } })
  | (Happened & { type: 'order-lift-refused'; order: string; lift: string; record?: { reason: string } })
  | (Happened & OrderTarget & { type: 'order-lifted'; order: string; lift: string; record?: { reason: string } });
