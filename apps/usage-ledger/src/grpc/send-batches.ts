import type { ServerWritableStream } from '@grpc/grpc-js';
import { drained, type PostedBatch } from '@tidemark/contracts';
import type { PostedSegment } from '../postings/postings.port.js';
import { postedBatches } from './posted-batch.js';

type Call = ServerWritableStream<unknown, PostedBatch>;

/** Sends segments as they come, no faster than the client reads, until they end or the client goes. */
export async function sendBatches(call: Call, segments: AsyncIterable<PostedSegment>, stop: AbortSignal): Promise<void> {
  let position = -1n;
  let parts = 0;
  for await (const segment of segments) {
    if (segment.ledgerPosition !== position) parts = 0;
    position = segment.ledgerPosition;
    for (const batch of postedBatches(segment, parts)) {
      if (stop.aborted) return;
      parts = batch.part + 1;
      // The codec takes a plain object of the message's fields.
      if (!call.write(batch as PostedBatch)) await drained(call, stop);
    }
  }
}
