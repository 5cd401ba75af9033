import { Inject, Injectable } from '@nestjs/common';
import { type Tenant, Transactions } from '@tidemark/persistence';
import { type PostedSegment, PostingsReader } from './postings.port.js';

/** Segments that one look may bring when a reader follows. */
const PAGE = 256;
/** How soon a reader who follows learns of what was counted. */
const LOOK_AGAIN_MS = 100;

/** All postings in ledger order, from any position. Each look is a transaction of its own: a slow reader holds nothing open. */
@Injectable()
export class PostingStream {
  constructor(
    private readonly transactions: Transactions,
    @Inject(PostingsReader) private readonly reader: PostingsReader,
  ) {}

  endOfPage(tenant: Tenant, after: bigint, limit: number): Promise<bigint> {
    return this.transactions.read(tenant, (tx) => this.reader.endOfPage(tx, after, limit));
  }

  /** The segments with a position in (after, upTo], a few in memory at a time. */
  async *page(tenant: Tenant, after: bigint, upTo: bigint): AsyncGenerator<PostedSegment, void> {
    let position = after;
    while (position < upTo) {
      const segments = await this.transactions.read(tenant, (tx) => this.reader.segments(tx, position, upTo));
      if (segments.length === 0) return;
      yield* segments;
      position = segments.at(-1)!.ledgerPosition;
    }
  }

  /** Everything above `after`; with `follow` also what is counted from now on, until the signal says stop. */
  async *all(tenant: Tenant, after: bigint, follow: boolean, stop: AbortSignal): AsyncGenerator<PostedSegment, void> {
    let position = after;
    while (!stop.aborted) {
      const end = await this.endOfPage(tenant, position, PAGE);
      for await (const segment of this.page(tenant, position, end)) {
        if (stop.aborted) return;
        yield segment;
      }
      if (end === position) {
        if (!follow) return;
        await pause(LOOK_AGAIN_MS, stop);
      }
      position = end;
    }
  }
}

function pause(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      stop.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    stop.addEventListener('abort', end);
    if (stop.aborted) end();
  });
}
