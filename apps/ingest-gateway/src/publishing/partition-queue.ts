/** One envelope on its way to the log. */
export interface Waiting {
  readonly bytes: number;
  /** Milliseconds of the monotonic clock after which nobody waits for it any more. */
  readonly deadlineMs: number;
}

/**
 * What waits for one partition, in order of arrival: one batch at a time is taken away and appended, everything that
 * arrives meanwhile makes up the next. That gives both the order and the throughput.
 */
export class PartitionQueue<Item extends Waiting> {
  private waiting: Item[] = [];
  private head = 0;
  /** The batch that is being appended. */
  inFlight: readonly Item[] | undefined;

  get length(): number {
    return this.waiting.length - this.head;
  }

  push(item: Item): void {
    this.waiting.push(item);
  }

  /** Takes the next batch: at least one item if any waits, and no more than both limits allow. */
  take(maxBytes: number, maxItems: number): Item[] {
    const batch: Item[] = [];
    let bytes = 0;
    while (this.head < this.waiting.length && batch.length < maxItems) {
      const next = this.waiting[this.head]!;
      if (batch.length > 0 && bytes + next.bytes > maxBytes) break;
      batch.push(next);
      bytes += next.bytes;
      this.head += 1;
    }
    this.compact();
    return batch;
  }

  /** Removes and returns what has waited beyond its deadline. Deadlines rise with the order, so only the front is looked at. */
  takeExpired(nowMs: number): Item[] {
    const expired: Item[] = [];
    while (this.head < this.waiting.length && this.waiting[this.head]!.deadlineMs <= nowMs) {
      expired.push(this.waiting[this.head]!);
      this.head += 1;
    }
    this.compact();
    return expired;
  }

  /** Drops the taken front once it is the larger part: taking stays constant on average. */
  private compact(): void {
    if (this.head < 1_024 && this.head < this.waiting.length) return;
    this.waiting = this.waiting.slice(this.head);
    this.head = 0;
  }
}
