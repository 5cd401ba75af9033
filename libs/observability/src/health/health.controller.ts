import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '@tidemark/access';
import type { Response } from 'express';
import { HealthChecks, type HealthReport } from './health-checks.js';

@ApiExcludeController()
@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly checks: HealthChecks) {}

  @Get('live')
  @Header('Cache-Control', 'no-store')
  async live(@Res({ passthrough: true }) response: Response): Promise<HealthReport> {
    return answer(response, await this.checks.live());
  }

  @Get('ready')
  @Header('Cache-Control', 'no-store')
  async ready(@Res({ passthrough: true }) response: Response): Promise<HealthReport> {
    return answer(response, await this.checks.ready());
  }
}

function answer(response: Response, report: HealthReport): HealthReport {
  if (report.status !== 'ok') response.status(503);
  return report;
}
