import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { Authenticator } from './authenticator.js';
import { Clock, SystemClock } from './clock.js';
import { ProblemFilter } from './problem.filter.js';
import { TokenVerifier } from './token-verifier.js';
import { validationPipe } from './validation.js';

export interface AccessOptions {
  tokenVerifier: TokenVerifier;
  clock?: Clock;
}

/**
 * Import once, at the root: every route of every module is then guarded, every DTO checked, every failure answered as a problem.
 * Microservices need `connectMicroservice(options, { inheritAppConfig: true })` to be guarded as well.
 */
@Module({})
export class AccessModule {
  static register({ tokenVerifier, clock = new SystemClock() }: AccessOptions): DynamicModule {
    return {
      module: AccessModule,
      global: true,
      providers: [
        { provide: TokenVerifier, useValue: tokenVerifier },
        { provide: Clock, useValue: clock },
        Authenticator,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useFactory: validationPipe },
      ],
      exports: [TokenVerifier, Clock, Authenticator],
    };
  }
}
