import { type DecodedColumns, decodeColumns, decodeEnvelope, type Envelope, MalformedEnvelope } from '@tidemark/contracts';
import type { IncomingMessage } from '@tidemark/messaging';

/** One message of usage.reports.v1, decoded. */
export interface ReportMessage {
  offset: bigint;
  bytes: Buffer;
  envelope: Envelope;
  columns: DecodedColumns;
}

/** A message that no retry can count. */
export interface PoisonMessage {
  message: IncomingMessage;
  reason: string;
}

/** Decodes a batch. What is malformed costs only itself. */
export function decodeReports(messages: readonly IncomingMessage[]): { reports: ReportMessage[]; poison: PoisonMessage[] } {
  const reports: ReportMessage[] = [];
  const poison: PoisonMessage[] = [];
  for (const message of messages) {
    try {
      const envelope = decodeEnvelope(message.value);
      const columns = decodeColumns(envelope.columns);
      // Decoded when first asked for: a dictionary that is not UTF-8 must be found here and not while folding.
      void columns.names;
      reports.push({ offset: message.offset, bytes: message.value, envelope, columns });
    } catch (error) {
      if (!(error instanceof MalformedEnvelope)) throw error;
      poison.push({ message, reason: error.message });
    }
  }
  return { reports, poison };
}
