import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule, type Clock, ProviderCredentials, type TokenVerifier } from '@tidemark/access';
import { TIDEMARK_CONFIG, type TidemarkConfig } from '@tidemark/config';
import { EventLog } from '@tidemark/messaging';
import type { DestinationStream } from 'pino';
import { HealthController } from '../health/health.controller.js';
import { HealthChecks } from '../health/health-checks.js';
import { loggingModule } from '../logging/logging.module.js';
import { MetricsController } from '../metrics/metrics.controller.js';
import { Metrics } from '../metrics/metrics.js';

/** What every app is built on, made once a process. */
export interface Platform {
  config: TidemarkConfig;
  eventLog: EventLog;
  tokenVerifier: TokenVerifier;
  providerCredentials: ProviderCredentials;
  clock?: Clock;
  logDestination?: DestinationStream;
}

/**
 * Import once, at the root. Gives every module, by these tokens: TIDEMARK_CONFIG, EventLog, TokenVerifier, Clock, Authenticator,
 * ProviderCredentials, HealthChecks, Metrics; guards, checks and answers for every route; `/health` and `/metrics`; logs.
 */
@Module({})
export class PlatformModule {
  static register(platform: Platform): DynamicModule {
    const { config, eventLog, tokenVerifier, clock, providerCredentials, logDestination } = platform;
    return {
      module: PlatformModule,
      global: true,
      imports: [
        AccessModule.register({ tokenVerifier, ...(clock ? { clock } : {}) }),
        loggingModule({ level: config.logLevel, ...(logDestination ? { destination: logDestination } : {}) }),
      ],
      controllers: [HealthController, MetricsController],
      providers: [
        { provide: TIDEMARK_CONFIG, useValue: config },
        { provide: EventLog, useValue: eventLog },
        { provide: ProviderCredentials, useValue: providerCredentials },
        HealthChecks,
        Metrics,
      ],
      exports: [TIDEMARK_CONFIG, EventLog, ProviderCredentials, HealthChecks, Metrics],
    };
  }
}
