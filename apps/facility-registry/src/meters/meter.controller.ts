import { Body, Controller, Get, Param, Put, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, Permit, tenantOf } from '@tidemark/access';
import type { Response } from 'express';
import { answerRecorded, linkNext } from '../facts/answer.js';
import { orRefusal } from '../facts/facility.problem.js';
import type { FacilityFact } from '../facts/facility-fact.js';
import { FacilityFactsQuery } from '../facts/facility-facts.query.js';
import { PageQuery } from '../facts/page.dto.js';
import { versionView } from '../facts/version.view.js';
import { shownId } from '../facts/viewer.js';
import { MeterView, PutMeter } from './meter.dto.js';
import { RegisterMeterHandler } from './register-meter.handler.js';

@ApiTags('facilities')
@ApiBearerAuth()
@Controller('v1/meters')
export class MeterController {
  constructor(
    private readonly meters: RegisterMeterHandler,
    private readonly facts: FacilityFactsQuery,
    private readonly clock: Clock,
  ) {}

  @Put(':source')
  @Permit('meter', 'register')
  @ApiOperation({ summary: 'Register or correct a meter of your own' })
  @ApiCreatedResponse({ type: MeterView })
  @ApiOkResponse({ type: MeterView, description: 'Known before; a correction is a later version.' })
  async put(
    @Param('source') source: string,
    @Body() body: PutMeter,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MeterView> {
    const recording = { by: caller.subject, nowMs: this.clock.now() };
    const { outcome, fact } = orRefusal(await this.meters.handle(tenantOf(caller), source, body, recording));
    answerRecorded(response, outcome);
    return meterView(fact, fact.id);
  }

  @Get()
  @Permit('meter', 'read')
  @ApiOperation({ summary: 'Meters, page by page: the next page stands in the Link header' })
  @ApiOkResponse({ type: [MeterView] })
  async list(
    @Query() page: PageQuery,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MeterView[]> {
    const { facts, next } = await this.facts.list(caller, 'meter', page);
    linkNext(response, '/v1/meters', page, next);
    return facts.map((fact) => meterView(fact, shownId(caller, fact)));
  }

  @Get(':source')
  @Permit('meter', 'read')
  @ApiOkResponse({ type: MeterView })
  async one(@Param('source') source: string, @CurrentCaller() caller: Caller): Promise<MeterView> {
    const fact = await this.facts.one(caller, 'meter', source);
    return meterView(fact, shownId(caller, fact));
  }

  @Get(':source/history')
  @Permit('meter', 'read')
  @ApiOperation({ summary: 'Every version of a meter, oldest first' })
  @ApiOkResponse({ type: [MeterView] })
  async history(@Param('source') source: string, @CurrentCaller() caller: Caller): Promise<MeterView[]> {
    const facts = await this.facts.history(caller, 'meter', source);
    return facts.map((fact) => meterView(fact, shownId(caller, fact)));
  }
}

function meterView(fact: FacilityFact<'meter'>, shownAs: string): MeterView {
  return { provider: fact.provider, source: shownAs, ...fact.content, ...versionView(fact) };
}
