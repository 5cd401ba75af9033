import type { EventLog } from '../event-log.js';

/** The log is not the one that this app has consumed so far. */
export class OtherEventLog extends Error {
  readonly retryable = false;

  constructor(app: string, { topic, partition, next, end }: { topic: string; partition: number; next: bigint; end: bigint }) {
    super(
      `The ${app} has taken ${topic}/${partition} up to offset ${next}, but the event log ends at ${end}: it is another log, or was restored to an ` +
        'earlier state. What comes now would be passed over as taken. Bring the log back, or begin with an empty database on this one.',
    );
    this.name = 'OtherEventLog';
  }
}

/** Throws {@link OtherEventLog} when a position that the app keeps lies beyond the end of its partition. */
export async function assertSameLog(
  app: string,
  log: Pick<EventLog, 'endOffsets'>,
  topics: readonly string[],
  nextOffset: (topic: string, partition: number) => Promise<bigint | undefined>,
): Promise<void> {
  for (const topic of topics) {
    for (const { partition, end } of await log.endOffsets(topic)) {
      const next = (await nextOffset(topic, partition)) ?? 0n;
      if (next > end) throw new OtherEventLog(app, { topic, partition, next, end });
    }
  }
}
