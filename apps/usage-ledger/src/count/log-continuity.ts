import type { EventLog } from '@tidemark/messaging';

/** The log is not the one that this ledger has counted from. */
export class OtherEventLog extends Error {
  readonly retryable = false;

  constructor(topic: string, partition: number, next: bigint, end: bigint) {
    super(
      `The ledger has counted ${topic}/${partition} up to offset ${next}, but the event log ends at ${end}: it is another log, or was restored to an ` +
        'earlier state. New reports would be passed over as counted. Bring the log back, or begin an empty ledger on this one.',
    );
    this.name = 'OtherEventLog';
  }
}

/** Throws {@link OtherEventLog} when a position of the ledger lies beyond the end of its partition. */
export async function assertSameLog(
  log: Pick<EventLog, 'endOffsets'>,
  topics: readonly string[],
  nextOffset: (topic: string, partition: number) => Promise<bigint | undefined>,
): Promise<void> {
  for (const topic of topics) {
    for (const { partition, end } of await log.endOffsets(topic)) {
      const next = (await nextOffset(topic, partition)) ?? 0n;
      if (next > end) throw new OtherEventLog(topic, partition, next, end);
    }
  }
}
