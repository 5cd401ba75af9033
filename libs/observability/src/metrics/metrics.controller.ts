import { Controller, Get, Header, Headers, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Authenticator, Public, requireAttempt } from '@tidemark/access';
import type { Response } from 'express';
import { Metrics } from './metrics.js';

/**
 * How the process does, for everybody; how often a route was called and how many clocks of cases run, for the operator alone: that would tell
 * whoever is looked into that somebody looks.
 */
@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly authenticator: Authenticator,
  ) {}

  @Get()
  @Public()
  @Header('Cache-Control', 'no-store')
  async show(@Headers('authorization') authorization: string | undefined, @Res() response: Response): Promise<void> {
    if (authorization !== undefined)
      requireAttempt(await this.authenticator.authenticate(authorization), { kind: 'metrics', action: 'read' });
    const text = authorization === undefined ? await this.metrics.openText() : await this.metrics.registry.metrics();
    response.type(this.metrics.registry.contentType).send(text);
  }
}
