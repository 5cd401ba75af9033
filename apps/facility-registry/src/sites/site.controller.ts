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
import { RegisterSiteHandler } from './register-site.handler.js';
import { PutSite, SiteView } from './site.dto.js';

@ApiTags('facilities')
@ApiBearerAuth()
@Controller('v1/sites')
export class SiteController {
  constructor(
    private readonly sites: RegisterSiteHandler,
    private readonly facts: FacilityFactsQuery,
    private readonly clock: Clock,
  ) {}

  @Put(':id')
  @Permit('site', 'register')
  @ApiOperation({ summary: 'Register or correct a site of your own' })
  @ApiCreatedResponse({ type: SiteView })
  @ApiOkResponse({ type: SiteView, description: 'Known before; a correction is a later version.' })
  async put(
    @Param('id') id: string,
    @Body() body: PutSite,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SiteView> {
    const recording = { by: caller.subject, nowMs: this.clock.now() };
    const { outcome, fact } = orRefusal(await this.sites.handle(tenantOf(caller), id, body, recording));
    answerRecorded(response, outcome);
    return siteView(fact, fact.id);
  }

  @Get()
  @Permit('site', 'read')
  @ApiOperation({ summary: 'Sites, page by page: the next page stands in the Link header' })
  @ApiOkResponse({ type: [SiteView] })
  async list(
    @Query() page: PageQuery,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SiteView[]> {
    const { facts, next } = await this.facts.list(caller, 'site', page);
    linkNext(response, '/v1/sites', page, next);
    return facts.map((fact) => siteView(fact, shownId(caller, fact)));
  }

  @Get(':id')
  @Permit('site', 'read')
  @ApiOkResponse({ type: SiteView })
  async one(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<SiteView> {
    const fact = await this.facts.one(caller, 'site', id);
    return siteView(fact, shownId(caller, fact));
  }

  @Get(':id/history')
  @Permit('site', 'read')
  @ApiOperation({ summary: 'Every version of a site, oldest first' })
  @ApiOkResponse({ type: [SiteView] })
  async history(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<SiteView[]> {
    const facts = await this.facts.history(caller, 'site', id);
    return facts.map((fact) => siteView(fact, shownId(caller, fact)));
  }
}

function siteView(fact: FacilityFact<'site'>, shownAs: string): SiteView {
  return { provider: fact.provider, id: shownAs, ...fact.content, ...versionView(fact) };
}
