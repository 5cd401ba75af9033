import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import { FindingsQuery, FindingsView, findingView } from './findings.dto.js';
import { FINDINGS_DEFAULT } from './findings.handler.js';
import { FindingsDoor } from './findings-door.js';

@ApiTags('ledger')
@ApiBearerAuth()
@Controller('v1/findings')
export class FindingsController {
  constructor(private readonly findings: FindingsDoor) {}

  @Get()
  @Permit('finding', 'read')
  @ApiOperation({ summary: 'What a person should look at: gaps, silence, over capacity, conflicts, formats' })
  @ApiOkResponse({ type: FindingsView })
  async get(@Query() { limit, ...query }: FindingsQuery, @CurrentCaller() caller: Caller): Promise<FindingsView> {
    // What is no whole number becomes NaN, which is in no range.
    const asked = limit === undefined ? FINDINGS_DEFAULT : /^\d{1,9}$/.test(limit) ? Number(limit) : Number.NaN;
    const { findings, next } = await this.findings.ask(caller, { ...query, limit: asked });
    return { findings: findings.map(findingView), ...(next === undefined ? {} : { next }) };
  }
}
