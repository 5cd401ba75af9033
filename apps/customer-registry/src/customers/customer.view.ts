import { levelStanding } from '@tidemark/domain';
import { isoOf } from '@tidemark/edge';
import type { CustomerView } from './customer.dto.js';
import type { CustomerRow, HistoryEntry, LoadedCustomer } from './customer-records.port.js';

export function customerView({ levelValidToMs, reverifyFromMs, onboardedAtMs, changedAtMs, ...row }: CustomerRow): CustomerView {
  return {
    ...row,
    ...(levelValidToMs === undefined ? {} : { levelValidTo: isoOf(levelValidToMs) }),
    ...(reverifyFromMs === undefined ? {} : { reverifyFrom: isoOf(reverifyFromMs) }),
    onboardedAt: isoOf(onboardedAtMs),
    changedAt: isoOf(changedAtMs),
  };
}

/** What a change answers: where the record stands, by codes and numbers alone, because answers are kept for repeats. */
export interface ChangeView {
  id: string;
  version: number;
  status: string;
  level: string;
  levelValidTo?: string;
}

export function changeView({ id, version, customer }: LoadedCustomer, nowMs: number): ChangeView {
  const { level, validToMs } = levelStanding(customer, nowMs);
  return { id, version, status: customer.status, level, ...(validToMs === undefined ? {} : { levelValidTo: isoOf(validToMs) }) };
}

export interface HistoryView {
  version: number;
  type: string;
  at: string;
  actor: string;
  facts: Readonly<Record<string, unknown>>;
  evidence?: readonly string[];
  reason?: string;
}

/** Reasons are people's words about a person: shown for a purpose only. */
export function historyView({ version, type, atMs, actor, facts, event }: HistoryEntry, withReasons: boolean): HistoryView {
  const said = event === undefined ? {} : saidIn(event);
  return {
    version,
    type,
    at: isoOf(atMs),
    actor,
    facts,
    ...(said.evidence === undefined ? {} : { evidence: said.evidence }),
    ...(withReasons && said.reason !== undefined ? { reason: said.reason } : {}),
  };
}

function saidIn(event: NonNullable<HistoryEntry['event']>): { reason?: string; evidence?: readonly string[] } {
  switch (event.type) {
    case 'intent-assessed':
      return { reason: event.assessment.reason };
    case 'intent-declared':
      return { evidence: event.declaration.evidence };
    case 'exemption-granted':
      return { reason: event.exemption.reason, evidence: event.exemption.evidence };
    case 'revalidation-asked':
    case 'revalidation-joined':
      return { reason: event.ground.detail };
    default:
      return {
        ...('reason' in event && event.reason !== undefined ? { reason: event.reason } : {}),
        ...('evidence' in event && event.evidence !== undefined ? { evidence: event.evidence } : {}),
      };
  }
}
