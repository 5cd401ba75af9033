import type { AddressInfo } from 'node:net';
import type { DescService } from '@bufbuild/protobuf';
import { type DynamicModule, Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { grpcOptions } from '@tidemark/contracts';
import { drain } from '../shutdown/graceful-shutdown.js';
import { createHttpApp } from './http-app.js';
import { type Platform, PlatformModule } from './platform.module.js';

export interface ServeOptions {
  /** Shown in the OpenAPI document. */
  title: string;
  platform: Platform;
  /** The apps of this process. */
  modules: DynamicModule[];
  /** Paths whose handlers read the body themselves. */
  rawBodyPaths?: readonly string[];
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

/** Runs apps in this process: one HTTP port, one gRPC port, on the platform. Resolves when both are listened to. */
export async function serve({ title, platform, modules, rawBodyPaths, grpc, mount }: ServeOptions): Promise<Serving> {
  const { host, port, grpcPort } = platform.config;
  const root: DynamicModule = { module: Root, imports: [PlatformModule.register(platform), ...modules] };
  const app = await createHttpApp(root, { title, rawBodyPaths: rawBodyPaths ?? [] });
  try {
    mount?.(app);
    if (grpc) {
      app.connectMicroservice(grpcOptions({ url: `${host}:${grpcPort}`, ...grpc }), { inheritAppConfig: true });
      await app.startAllMicroservices();
    }
    await app.listen(port, host);
  } catch (error) {
    // A port that is taken must not leave consumers running behind a process that looks dead.
    await app.close();
    throw error;
  }
  const { port: taken } = app.getHttpServer().address() as AddressInfo;
  return { app, port: taken, stop: () => drain(app) };
}
