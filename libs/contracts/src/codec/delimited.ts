import { type Refusal, refuse } from '@tidemark/domain';
import { MalformedProtobuf } from './malformed.js';
import { asBuffer, WireReader } from './wire-reader.js';

export interface DelimitedLimits {
  maxMessages: number;
  maxMessageBytes: number;
}

/**
 * Splits a body of length-delimited messages (each behind its length as a varint) into views of them. Refusals:
 * MALFORMED_DELIMITED, TOO_MANY_REPORTS, REPORT_TOO_LARGE.
 */
export function splitDelimited(bytes: Uint8Array, limits: DelimitedLimits): { messages: Buffer[] } | { refused: Refusal } {
  const reader = new WireReader(asBuffer(bytes), (reason) => new MalformedProtobuf(reason));
  const messages: Buffer[] = [];
  try {
    while (reader.more()) {
      if (messages.length === limits.maxMessages)
        return refuse('TOO_MANY_REPORTS', '', `More than ${limits.maxMessages} reports in one request.`);
      const message = reader.view();
      if (message.length > limits.maxMessageBytes)
        return refuse(
          'REPORT_TOO_LARGE',
          '',
          `Report ${messages.length} has ${message.length} bytes, more than ${limits.maxMessageBytes}.`,
        );
      messages.push(message);
    }
  } catch (error) {
    if (error instanceof MalformedProtobuf) return refuse('MALFORMED_DELIMITED', '', `Report ${messages.length}: ${error.message}.`);
    throw error;
  }
  return { messages };
}
