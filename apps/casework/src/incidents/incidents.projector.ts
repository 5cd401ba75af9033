import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import { type Appended, CaseProjector } from '../case-log/case-projector.js';
import { IncidentRows } from './incidents.port.js';

@Injectable()
export class IncidentsProjector extends CaseProjector {
  constructor(private readonly rows: IncidentRows) {
    super();
  }

  async project(tx: Transaction, { after, events }: Appended): Promise<void> {
    const reported = events.filter((event) => event.type === 'incident-reported');
    if (reported.length > 0) await this.rows.add(tx, after, reported);
  }
}
