import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type CaseState, type Incident, SEVERITIES } from '@tidemark/domain';
import { isoOf } from '@tidemark/edge';
import { clockView } from '../cases/case.view.js';
import type { IncidentRow } from './incident-index.js';

/** What a provider is told of an incident that it reported: that it arrived. Whether there is a case, and how it goes on, is not for it to know. */
export class ReportedIncident {
  @ApiProperty() id!: string;
  @ApiProperty({ enum: ['received'] }) status!: 'received';
  @ApiProperty() version!: number;
}

export class IncidentLine {
  @ApiProperty() id!: string;
  @ApiProperty() kind!: string;
  @ApiProperty() severity!: string;
  @ApiProperty() imminentDanger!: boolean;
  @ApiProperty() occurredAt!: string;
  @ApiProperty() discoveredAt!: string;
  @ApiProperty() reportedAt!: string;
  @ApiProperty({ enum: ['received'] }) status!: 'received';
  @ApiPropertyOptional({ description: 'For regulators and auditors.' }) case?: string;
}

export class IncidentPage {
  @ApiProperty({ type: [IncidentLine] }) items!: IncidentLine[];
  @ApiPropertyOptional() next?: string;
}

export const lineFor = (
  { id, kind, severity, imminentDanger, occurredAtMs, discoveredAtMs, reportedAtMs, caseId }: IncidentRow,
  isProvider: boolean,
): IncidentLine => ({
  id,
  kind,
  severity: SEVERITIES[severity]!,
  imminentDanger,
  occurredAt: isoOf(occurredAtMs),
  discoveredAt: isoOf(discoveredAtMs),
  reportedAt: isoOf(reportedAtMs),
  status: 'received',
  ...(isProvider ? {} : { case: caseId }),
});

/** As regulators and auditors read it, with its clocks. */
export function incidentView(state: CaseState, incident: Incident, nowMs: number) {
  const { occurredAt, discoveredAt, reportedAt, links, reports, ...facts } = incident;
  return {
    ...facts,
    case: state.id,
    version: state.version,
    occurredAt: isoOf(occurredAt),
    discoveredAt: isoOf(discoveredAt),
    reportedAt: isoOf(reportedAt),
    links: links.map(({ at, ...link }) => ({ ...link, at: isoOf(at) })),
    reports: reports.map(({ madeAt, recordedAt, ...report }) => ({ ...report, madeAt: isoOf(madeAt), recordedAt: isoOf(recordedAt) })),
    clocks: [...state.clocks.values()].filter(({ subject }) => subject === incident.id).map((clock) => clockView(clock, nowMs)),
  };
}
