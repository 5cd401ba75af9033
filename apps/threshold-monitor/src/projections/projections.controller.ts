import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import type { Request, Response } from 'express';
import { linkNextPage } from '../ask/paging.js';
import { DistancesView, OpenProjectionsView, ProjectionsQuery } from './projections.dto.js';
import { ProjectionsQueries } from './projections.query.js';
import { distancesView, openProjectionView } from './projections.view.js';

@ApiTags('flags')
@ApiBearerAuth()
@ApiExtraModels(DistancesView, OpenProjectionsView)
@Controller('v1/projections')
export class ProjectionsController {
  constructor(private readonly projections: ProjectionsQueries) {}

  @Get()
  @Permit('projection', 'read')
  @ApiOperation({
    summary: 'How far a scope is from each number and when it will pass it; without a scope, every projection that stands, nearest first',
  })
  @ApiOkResponse({ schema: { oneOf: [{ $ref: getSchemaPath(DistancesView) }, { $ref: getSchemaPath(OpenProjectionsView) }] } })
  async get(
    @Query() { scope, id, controlRule, ...list }: ProjectionsQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DistancesView | OpenProjectionsView> {
    if (scope !== undefined || id !== undefined)
      return distancesView(caller, await this.projections.ofScope(caller, { scope, id, controlRule }));
    const { items, next } = await this.projections.list(caller, list);
    linkNextPage(request, response, next);
    return { items: items.map(openProjectionView), ...(next === undefined ? {} : { next }) };
  }
}
