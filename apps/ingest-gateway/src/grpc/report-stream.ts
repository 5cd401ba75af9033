import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { ReceiptMessage } from '../submission/receipt.js';

/** Requests arrive as the bytes that were sent; receipts leave as the fields of ReportReceipt. */
export type ReportCall = ServerDuplexStream<Buffer, ReceiptMessage>;

/**
 * Keeps as few messages of a stream in memory as possible. grpc-js makes its streams with Node's default for objects,
 * sixteen: of 8 MiB each that would be more than the door has room for. With one, reading stops at the sender's window.
 */
export function readOneAtATime(call: ReportCall): void {
  const state = (call as unknown as { _readableState?: { highWaterMark: number } })._readableState;
  if (!state) throw new Error('this version of Node has no _readableState: limit the memory of gRPC streams another way');
  state.highWaterMark = 1;
}

/**
 * The reading side of a stream that can also be ended from here. Not the stream's own async iterator: that destroys the
 * stream when its status is set, which grpc-js does by an error event, and the status would never leave.
 */
export class OpenStream {
  private closing = false;
  private wake: (() => void) | undefined;

  constructor(
    private readonly call: ReportCall,
    /** Resolves when the stream was answered to its end. */
    readonly ended: Promise<void>,
  ) {
    const wake = () => this.wake?.();
    call.on('readable', wake).on('end', wake).on('cancelled', wake).on('close', wake);
  }

  /** The next report; 'ended' when the client has sent its last or is gone, 'closing' once `close` was called. */
  async next(): Promise<Buffer | 'ended' | 'closing'> {
    for (;;) {
      if (this.closing) return 'closing';
      if (this.call.cancelled || this.call.destroyed) return 'ended';
      const report = this.call.read() as Buffer | null;
      if (report !== null) return report;
      if (this.call.readableEnded) return 'ended';
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  close(): void {
    this.closing = true;
    this.wake?.();
  }
}

/** Writes receipts in the order of their reports, and knows how many are outstanding. */
export class ReceiptWriter {
  private last: Promise<void> = Promise.resolve();
  private outstanding = 0;
  private wake: (() => void) | undefined;

  constructor(
    private readonly call: ReportCall,
    private readonly limit: number,
  ) {}

  /** Resolves when there is room for one more report in flight. */
  async add(receipt: Promise<ReceiptMessage>): Promise<void> {
    this.outstanding += 1;
    this.last = this.last.then(async () => {
      await this.write(await receipt);
      this.outstanding -= 1;
      this.wake?.();
    });
    while (this.outstanding >= this.limit && !this.call.cancelled) await this.progress();
  }

  /** Resolves when all receipts were given to the transport. */
  finish(): Promise<void> {
    return this.last;
  }

  private progress(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }

  private write(receipt: ReceiptMessage): Promise<void> | void {
    if (this.call.cancelled || this.call.destroyed) return;
    if (this.call.write(receipt)) return;
    // A client that does not read its receipts stops the reading of its reports, and nothing else.
    return new Promise((resolve) => {
      const done = () => {
        this.call.off('drain', done).off('cancelled', done).off('close', done);
        resolve();
      };
      this.call.once('drain', done).once('cancelled', done).once('close', done);
    });
  }
}
