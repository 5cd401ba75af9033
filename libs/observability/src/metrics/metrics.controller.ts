import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Permit } from '@tidemark/access';
import type { Response } from 'express';
import { Metrics } from './metrics.js';

/** For the operator alone: how often a route was called, and how many clocks run, tells whoever is looked into that somebody looks. */
@ApiTags('metrics')
@ApiBearerAuth()
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @Permit('metrics', 'read')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Figures of this process, for Prometheus' })
  @ApiProduces('text/plain')
  @ApiOkResponse({ description: 'Text, as Prometheus reads it', schema: { type: 'string' } })
  async show(@Res() response: Response): Promise<void> {
    response.type(this.metrics.registry.contentType).send(await this.metrics.registry.metrics());
  }
}
