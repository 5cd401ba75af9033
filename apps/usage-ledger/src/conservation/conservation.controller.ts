import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { type Caller, CurrentCaller, orProblem, Permit, resolveScopedId } from '@tidemark/access';
import { orRefusal } from '../ask/ledger-problems.js';
import { readingTenant } from '../ask/reading-tenant.js';
import { ConservationQuery, ConservationView, equationView, SourceConservationView, sourceView } from './conservation.dto.js';
import { ConservationHandler, totalOf } from './conservation.handler.js';

@ApiTags('ledger')
@ApiBearerAuth()
@ApiExtraModels(ConservationView, SourceConservationView)
@Controller('v1/conservation')
export class ConservationController {
  constructor(private readonly conservation: ConservationHandler) {}

  @Get()
  @Permit('conservation', 'read')
  @ApiOperation({ summary: 'What became of everything that was received, by source' })
  @ApiOkResponse({ schema: { oneOf: [{ $ref: getSchemaPath(ConservationView) }, { $ref: getSchemaPath(SourceConservationView) }] } })
  async get(@Query() query: ConservationQuery, @CurrentCaller() caller: Caller): Promise<ConservationView | SourceConservationView> {
    const tenant = readingTenant(caller);
    if (query.source === undefined) {
      const sources = await this.conservation.all(tenant);
      return { ...equationView(totalOf(sources)), sources: sources.map(sourceView) };
    }
    const { provider, id } = orProblem(resolveScopedId(caller, query.source));
    return sourceView(orRefusal(await this.conservation.ofSource(tenant, provider, id)));
  }
}
