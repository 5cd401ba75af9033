import { Body, Controller, Get, Param, Put, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, Permit, tenantOf } from '@tidemark/access';
import type { Response } from 'express';
import { answerRecorded, linkNext } from '../facts/answer.js';
import { orRefusal } from '../facts/facility.problem.js';
import { FacilityFactsQuery } from '../facts/facility-facts.query.js';
import { PageQuery } from '../facts/page.dto.js';
import { ClusterView, PutCluster } from './cluster.dto.js';
import { ClusterViews } from './cluster.view.js';
import { RegisterClusterHandler } from './register-cluster.handler.js';

@ApiTags('facilities')
@ApiBearerAuth()
@Controller('v1/clusters')
export class ClusterController {
  constructor(
    private readonly clusters: RegisterClusterHandler,
    private readonly facts: FacilityFactsQuery,
    private readonly views: ClusterViews,
    private readonly clock: Clock,
  ) {}

  @Put(':id')
  @Permit('cluster', 'register')
  @ApiOperation({ summary: 'Register or correct a compute cluster of your own' })
  @ApiCreatedResponse({ type: ClusterView })
  @ApiOkResponse({ type: ClusterView, description: 'Known before; a correction is a later version.' })
  async put(
    @Param('id') id: string,
    @Body() body: PutCluster,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ClusterView> {
    const recording = { by: caller.subject, nowMs: this.clock.now() };
    const { outcome, fact } = orRefusal(await this.clusters.handle(tenantOf(caller), id, body, recording));
    answerRecorded(response, outcome);
    return this.views.one(caller, fact);
  }

  @Get()
  @Permit('cluster', 'read')
  @ApiOperation({ summary: 'Compute clusters, page by page: the next page stands in the Link header' })
  @ApiOkResponse({ type: [ClusterView] })
  async list(
    @Query() page: PageQuery,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ClusterView[]> {
    const { facts, next } = await this.facts.list(caller, 'cluster', page);
    linkNext(response, '/v1/clusters', page, next);
    return this.views.all(caller, facts);
  }

  @Get(':id')
  @Permit('cluster', 'read')
  @ApiOkResponse({ type: ClusterView })
  async one(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<ClusterView> {
    return this.views.one(caller, await this.facts.one(caller, 'cluster', id));
  }

  @Get(':id/history')
  @Permit('cluster', 'read')
  @ApiOperation({ summary: 'Every version of a cluster, oldest first' })
  @ApiOkResponse({ type: [ClusterView] })
  async history(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<ClusterView[]> {
    return this.views.all(caller, await this.facts.history(caller, 'cluster', id));
  }
}
