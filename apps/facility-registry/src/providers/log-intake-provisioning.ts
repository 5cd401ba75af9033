import { Injectable } from '@nestjs/common';
import { EventLog, TOPICS } from '@tidemark/messaging';
import { IntakeProvisioning } from './intake-provisioning.port.js';

/** Sources of one provider are few beside those of all: a handful of partitions keeps its intake in order and moving. */
const PARTITIONS = 4;
/** The verdicts also stand in the ledger; on the topic they wait for a reader this long. */
const VERDICTS_RETENTION_MS = 7 * 24 * 3_600_000;

/** Topics alone, on any event log. Providers cannot reach this log by themselves, so there is no access to hand out. */
@Injectable()
export class LogIntakeProvisioning extends IntakeProvisioning {
  constructor(private readonly eventLog: EventLog) {
    super();
  }

  async provision(provider: string): Promise<undefined> {
    await this.eventLog.ensureTopics([
      { name: TOPICS.intake(provider), partitions: PARTITIONS },
      { name: TOPICS.verdicts(provider), partitions: PARTITIONS, retentionMs: VERDICTS_RETENTION_MS },
    ]);
    return undefined;
  }
}
