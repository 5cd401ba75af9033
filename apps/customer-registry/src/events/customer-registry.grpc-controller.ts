import type { Metadata, ServerWritableStream } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { Permit } from '@tidemark/access';
import { drained, type SnapshotRequest, type SnapshotResponse } from '@tidemark/contracts';
import { Observable } from 'rxjs';
import { type SnapshotPart, SnapshotQuery } from './snapshot.query.js';

/** `tidemark.customer.v1.CustomerRegistry`: for the scheme's own services that come late. */
@Controller()
export class CustomerRegistryGrpcController {
  constructor(private readonly snapshots: SnapshotQuery) {}

  /** Writes to the call itself: an Observable would be drained into memory as fast as the database can deliver. */
  @GrpcMethod('CustomerRegistry', 'Snapshot')
  @Permit('customer', 'snapshot')
  snapshot(
    { afterSequence, currentOnly }: SnapshotRequest,
    _: Metadata,
    call: ServerWritableStream<SnapshotRequest, SnapshotResponse>,
  ): Observable<never> {
    return new Observable((subscriber) => {
      const stop = new AbortController();
      call.once('cancelled', () => stop.abort());
      send(call, this.snapshots.parts({ after: afterSequence, currentOnly }), stop.signal).then(
        () => subscriber.complete(),
        (error) => subscriber.error(error),
      );
      return () => stop.abort();
    });
  }
}

/** No faster than the client reads, until the parts end or the client goes. */
async function send(
  call: ServerWritableStream<unknown, SnapshotResponse>,
  parts: AsyncIterable<SnapshotPart>,
  stop: AbortSignal,
): Promise<void> {
  for await (const part of parts) {
    if (stop.aborted) return;
    // The codec takes a plain object of the message's fields.
    if (!call.write(part as SnapshotResponse)) await drained(call, stop);
  }
}
