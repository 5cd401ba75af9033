import type { Server } from 'node:http';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { NextFunction, Request, Response } from 'express';
import { Logger } from 'nestjs-pino';
import { Metrics } from '../metrics/metrics.js';
import { jsonBody, type RawBodyPath } from './json-body.js';
import { withLimits } from './openapi-limits.js';
import { refuseUnread } from './unread-requests.js';

type RootModule = Parameters<typeof NestFactory.create>[0];

export interface HttpAppOptions {
  /** Shown in the OpenAPI document. */
  title: string;
  /** Paths whose handlers read the body themselves. */
  rawBodyPaths?: readonly RawBodyPath[];
}

/** A Nest application with the platform's manners: logs, figures, JSON bodies, `/openapi.json` and `/docs`. Not yet listening. */
export async function createHttpApp(root: RootModule, options: HttpAppOptions): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(root, { bodyParser: false, bufferLogs: true, abortOnError: false });
  app.useLogger(app.get(Logger));
  app.disable('x-powered-by');
  app.use(app.get(Metrics).observeRequest, neverGuessTypes);
  app.use(jsonBody(options.rawBodyPaths ?? []));
  serveOpenApi(app, options.title);
  limitTimes(app.getHttpServer() as Server);
  refuseUnread(app.getHttpServer() as Server);
  return app;
}

/** What a caller sent can stand in an answer: no browser may take it for a page. */
function neverGuessTypes(_: Request, response: Response, next: NextFunction): void {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  next();
}

function serveOpenApi(app: NestExpressApplication, title: string): void {
  const description = new DocumentBuilder().setTitle(title).setVersion('1').addBearerAuth().addSecurityRequirements('bearer').build();
  SwaggerModule.setup('docs', app, () => withLimits(SwaggerModule.createDocument(app, description), app), {
    jsonDocumentUrl: 'openapi.json',
  });
}

/** A client that is slow on purpose must not hold a connection for ever; one that is idle may keep it for the next request. */
function limitTimes(server: Server): void {
  server.headersTimeout = 15_000;
  server.requestTimeout = 120_000;
  server.keepAliveTimeout = 65_000;
}
