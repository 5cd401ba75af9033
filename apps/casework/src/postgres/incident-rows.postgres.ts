import { Injectable } from '@nestjs/common';
import { type CaseEvent, type CaseState, SEVERITIES } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { IncidentRows } from '../incidents/incidents.port.js';

@Injectable()
export class PostgresIncidentRows extends IncidentRows {
  async add(tx: Transaction, state: CaseState, incidents: readonly Extract<CaseEvent, { type: 'incident-reported' }>[]): Promise<void> {
    for (const { incident, provider = '', kind, severity, imminentDanger, occurredAt, discoveredAt, at } of incidents)
      await tx.query(
        `insert into incident_row (id, case_id, authority, provider, kind, severity, imminent_danger, occurred_at_ms, discovered_at_ms, reported_at_ms)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [incident, state.id, state.authority, provider, kind, SEVERITIES.indexOf(severity), imminentDanger, occurredAt, discoveredAt, at],
      );
  }
}
