import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DynamicModule } from '@nestjs/common';
import type { LogLevel } from '@tidemark/config';
import { LoggerModule } from 'nestjs-pino';
import pino, { type DestinationStream } from 'pino';

export const CORRELATION_HEADER = 'x-correlation-id';

export interface LoggingOptions {
  level: LogLevel;
  /** Absent: standard output. */
  destination?: DestinationStream;
}

/**
 * Places where a secret could stand in something that is logged. The parameters of a failed statement are a caller's data, and so is the row that
 * PostgreSQL shows in the detail of a constraint that was broken.
 */
export const REDACTED = [
  'req.headers.authorization',
  'req.headers.cookie',
  'res.headers["set-cookie"]',
  '*.password',
  '*.clientSecret',
  '*.client_secret',
  '*.access_token',
  'err.parameters',
  'err.query',
  'err.detail',
  'err.where',
  'err.driverError.detail',
  'err.driverError.where',
  'err.driverError.parameters',
  'err.driverError.query',
];

/** Structured logs, a line each, with the correlation id of the request on every line written while it is served. */
export function loggingModule({ level, destination }: LoggingOptions): DynamicModule {
  return LoggerModule.forRoot({
    pinoHttp: [
      {
        level,
        redact: { paths: REDACTED, censor: '[redacted]' },
        genReqId: correlate,
        customLogLevel,
        customAttributeKeys: { reqId: 'correlationId' },
        quietReqLogger: true,
        timestamp: pino.stdTimeFunctions.isoTime,
        serializers: { req: describeRequest, res: (res: ServerResponse) => ({ statusCode: res.statusCode }) },
      },
      destination ?? pino.destination(1),
    ],
  });
}

/** The caller's own correlation id where it is a plain word, else a new one; told back in the answer. */
export function correlate(request: IncomingMessage, response: ServerResponse): string {
  const given = request.headers[CORRELATION_HEADER];
  // Whatever stands in a log line must not be able to look like another line or another field.
  const id = typeof given === 'string' && /^[\w.:-]{1,64}$/.test(given) ? given : randomUUID();
  response.setHeader(CORRELATION_HEADER, id);
  return id;
}

/** Requests that went well, and questions for what is not there, are many and say little: they are logged at debug. */
function customLogLevel(_: IncomingMessage, response: ServerResponse, error?: Error): LogLevel {
  if (error || response.statusCode >= 500) return 'error';
  return response.statusCode >= 400 && response.statusCode !== 404 ? 'info' : 'debug';
}

function describeRequest(request: { method: string; url: string; remoteAddress?: string }) {
  return { method: request.method, url: withoutWords(request.url), from: request.remoteAddress };
}

/** Query parameters in which people write words, or names of their own for somebody: they are not for a log. */
const WORDS = /([?&](?:purpose|reference|name|q)=)[^&#]*/gi;

export const withoutWords = (url: string): string => url.replace(WORDS, '$1[redacted]');
