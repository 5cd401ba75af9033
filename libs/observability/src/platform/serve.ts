import type { AddressInfo } from 'node:net';
import type { DescService } from '@bufbuild/protobuf';
import { type DynamicModule, Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Clock } from '@tidemark/access';
import { grpcOptions } from '@tidemark/contracts';
import { BatchLogServer, type EventLog } from '@tidemark/messaging';
import { HealthChecks } from '../health/health-checks.js';
import { drain } from '../shutdown/graceful-shutdown.js';
import { createHttpApp } from './http-app.js';
import type { RawBodyPath } from './json-body.js';
import { type Platform, PlatformModule } from './platform.module.js';

export interface ServeOptions {
  /** Shown in the OpenAPI document. */
  title: string;
  platform: Platform;
  /** The apps of this process. */
  modules: DynamicModule[];
  /** Paths whose handlers read the body themselves. */
  rawBodyPaths?: readonly RawBodyPath[];
  /** Services over gRPC; absent: no gRPC port. */
  grpc?: { services: readonly DescService[]; rawRequests?: readonly string[] };
  /** Before anything is listened to: what belongs on the same port but is no Nest module. */
  mount?: (app: NestExpressApplication) => void;
}

export interface Serving {
  app: NestExpressApplication;
  /** The port taken, also when any was asked for. */
  port: number;
  /** Takes nothing new, finishes what is in hand, lets every module end its batch. */
  stop(): Promise<void>;
}

@Module({})
class Root {}

/** A partition with work that has not moved for this long needs a new process. */
const STUCK_MS = 300_000;

/**
 * Runs apps in this process: one HTTP port, one gRPC port, and the event log for those who take batches of it. Resolves when all are
 * listened to. At the end the batches in hand are finished after `beforeApplicationShutdown` and before `onApplicationShutdown`.
 */
export async function serve({ title, platform, modules, rawBodyPaths, grpc, mount }: ServeOptions): Promise<Serving> {
  const { host, port, grpcPort } = platform.config;
  const root: DynamicModule = { module: Root, imports: [PlatformModule.register(platform), ...modules] };
  const app = await createHttpApp(root, { title, rawBodyPaths: rawBodyPaths ?? [] });
  try {
    mount?.(app);
    if (grpc) app.connectMicroservice(grpcOptions({ url: `${host}:${grpcPort}`, ...grpc }), { inheritAppConfig: true });
    connectBatches(app, platform.eventLog);
    // First every app is ready, then it is given work.
    await app.init();
    await app.startAllMicroservices();
    await app.listen(port, host);
  } catch (error) {
    // A port that is taken must not leave consumers running behind a process that looks dead.
    await app.close();
    throw error;
  }
  const { port: taken } = app.getHttpServer().address() as AddressInfo;
  return { app, port: taken, stop: () => drain(app) };
}

/** Guards, pipes and filters are for what callers send: batches come from our own log, and their errors are the log's to repeat. */
function connectBatches(app: NestExpressApplication, eventLog: EventLog): void {
  const batches = new BatchLogServer(eventLog);
  app.connectMicroservice({ strategy: batches }, { inheritAppConfig: false });
  const clock = app.get(Clock);
  app.get(HealthChecks).registerLiveness('event log', () => batches.check(clock.now(), STUCK_MS));
}
