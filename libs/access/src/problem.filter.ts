import { STATUS_CODES } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';
import type { Response } from 'express';
import { type Observable, throwError } from 'rxjs';
import type { PlatformCode } from './platform-problems.js';
import { ProblemException } from './problem.js';

/** Codes for refusals that the platform makes by itself, before any code of ours runs. */
const PLATFORM_CODES: Readonly<Record<number, PlatformCode | 'TOKEN_INVALID'>> = {
  400: 'MALFORMED_REQUEST',
  401: 'TOKEN_INVALID',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  406: 'NOT_ACCEPTABLE',
  408: 'REQUEST_TIMEOUT',
  413: 'BODY_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'TOO_MANY_REQUESTS',
  431: 'HEADERS_TOO_LARGE',
  503: 'UNAVAILABLE',
};

/** gRPC status numbers by HTTP status; what is not listed is INVALID_ARGUMENT (4xx) or INTERNAL (5xx). */
const GRPC_STATUS: Readonly<Record<number, number>> = {
  401: 16,
  403: 7,
  404: 5,
  409: 9,
  413: 8,
  422: 3,
  429: 8,
  503: 14,
  504: 4,
};

/** Answers every failure as an RFC 9457 problem (HTTP) or as a status with the code in its message (gRPC). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): Observable<never> | void {
    if (host.getType() === 'rpc') return throwError(() => this.grpcError(error));
    const found = this.problemOf(error);
    const response = host.switchToHttp().getResponse<Response>();
    if (response.headersSent) {
      // Half an answer is already out: cutting the connection is the only way left to say that it failed.
      response.destroy();
      return;
    }
    for (const [name, value] of Object.entries(found.headers)) response.setHeader(name, value);
    if (found.row.retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(Math.ceil(found.row.retryAfterSeconds)));
    response.status(found.row.status).type('application/problem+json').send(JSON.stringify(found.document));
  }

  private grpcError(error: unknown): { code: number; details: string; message: string } {
    if (error instanceof RpcException) return error.getError() as { code: number; details: string; message: string };
    const { row, code, message } = this.problemOf(error);
    const details = `${code}: ${message}`;
    return { code: GRPC_STATUS[row.status] ?? (row.status < 500 ? 3 : 13), details, message: details };
  }

  private problemOf(error: unknown): ProblemException {
    if (error instanceof ProblemException) return error;
    const status = statusOf(error);
    if (status >= 500) this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    const title = STATUS_CODES[status] ?? 'Error';
    // What an unexpected error says may hold anything: it is for the log, not for the caller.
    const detail =
      status < 500 && error instanceof Error
        ? error.message
        : 'The request could not be carried out. Nothing was changed by it that is not shown.';
    return new ProblemException({ status, title }, { code: PLATFORM_CODES[status] ?? (status < 500 ? 'REFUSED' : 'INTERNAL'), detail });
  }
}

/** Express and its body parser put `status` on their errors. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { status?: unknown } | null | undefined)?.status;
  return typeof status === 'number' && status >= 400 && status <= 599 ? status : 500;
}
