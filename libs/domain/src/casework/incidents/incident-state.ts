import type { CaseEvent } from '../case-event.js';
import type { CaseId, Instant, PersonId } from '../case-vocabulary.js';
import type { IncidentFacts, IncidentLinkKind } from './incident-event.js';

export interface Incident extends Omit<IncidentFacts, 'incident'> {
  id: string;
  reportedAt: Instant;
  reportedBy: PersonId;
  /** Of the provider whose people reported it. */
  provider?: string | undefined;
  /** Absent: erased. */
  description?: string | undefined;
  relatedModel?: string | undefined;
  links: readonly { kind: IncidentLinkKind; ref: string; other?: CaseId | undefined; at: Instant; by: PersonId }[];
  reports: readonly {
    clock: string;
    madeAt: Instant;
    recordedAt: Instant;
    by: PersonId;
    to?: string | undefined;
    reference?: string | undefined;
  }[];
}

export type IncidentsState = ReadonlyMap<string, Incident>;

export const NO_INCIDENTS: IncidentsState = new Map();

export function evolveIncidents(state: IncidentsState, event: CaseEvent): IncidentsState {
  switch (event.type) {
    case 'incident-reported': {
      const { incident: id, kind, severity, imminentDanger, occurredAt, discoveredAt, source, about, jurisdictions } = event;
      const { at: reportedAt, by: reportedBy, provider, personal } = event;
      const facts = { id, kind, severity, imminentDanger, occurredAt, discoveredAt, source, about, jurisdictions };
      return new Map(state).set(id, { ...facts, reportedAt, reportedBy, provider, ...personal, links: [], reports: [] });
    }
    case 'incident-linked': {
      const { kind, ref, other, at, by } = event;
      return changed(state, event.incident, (incident) => ({ ...incident, links: [...incident.links, { kind, ref, other, at, by }] }));
    }
    case 'incident-report-made': {
      const { clock, madeAt, at: recordedAt, by, personal } = event;
      const report = { clock, madeAt, recordedAt, by, ...personal };
      return changed(state, event.incident, (incident) => ({ ...incident, reports: [...incident.reports, report] }));
    }
    default:
      return state;
  }
}

function changed(state: IncidentsState, id: string, change: (incident: Incident) => Incident): IncidentsState {
  const incident = state.get(id);
  return incident === undefined ? state : new Map(state).set(id, change(incident));
}
