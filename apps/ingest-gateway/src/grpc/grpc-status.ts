import { status } from '@grpc/grpc-js';
import { Logger } from '@nestjs/common';
import { ProblemException } from '@tidemark/access';

/** gRPC status by HTTP status of the problem; other client errors are INVALID_ARGUMENT. */
const STATUS: Readonly<Record<number, number>> = {
  401: status.UNAUTHENTICATED,
  403: status.PERMISSION_DENIED,
  413: status.RESOURCE_EXHAUSTED,
  429: status.RESOURCE_EXHAUSTED,
  503: status.UNAVAILABLE,
};

const logger = new Logger('UsageIntake');

/** How a stream that cannot go on is ended. The code stands in the details, as the problem's stands in an HTTP answer. */
export function grpcStatus(error: unknown): { code: number; details: string; message: string } {
  if (error instanceof ProblemException) {
    const details = `${error.code}: ${error.message}`;
    return { code: STATUS[error.row.status] ?? status.INVALID_ARGUMENT, details, message: details };
  }
  // What an unexpected error says may hold anything: it is for the log, not for the caller.
  logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return { code: status.INTERNAL, details: 'INTERNAL: the stream could not go on', message: 'INTERNAL' };
}
