import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import { decideAdmission, decideAppeal, decideReview } from '@tidemark/domain';
import { IfMatch, RequestedBy, type WriteCall } from '@tidemark/edge';
import { CaseReader } from '../case-log/case-reader.js';
import { type CaseChanged, CaseSteps } from '../case-log/case-steps.js';
import { VersionTag } from '../case-log/version-tag.js';
import { BecauseBody } from '../cases/cases.dto.js';
import { RecordedAppealBody } from '../notices/notices.dto.js';
import { orCaseProblem } from '../refusals.js';
import { type AppealsView, appealsView } from './appeals.view.js';

/** How an appeal comes in, and who takes it. */
@ApiTags('appeals')
@ApiBearerAuth()
@UseInterceptors(VersionTag)
@Controller('v1/cases/:id/appeals')
export class AppealsController {
  constructor(
    private readonly steps: CaseSteps,
    private readonly reader: CaseReader,
  ) {}

  @Post()
  @Permit('notice', 'record-reply')
  @ApiOperation({ summary: 'Record an appeal of the customer that came another way; one that came late is kept, and not heard' })
  @ApiCreatedResponse({ description: '{case, version, stage, made: the id of the appeal}' })
  record(
    @Param('id') id: string,
    @Body() { receivedAt, ...body }: RecordedAppealBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const appeal = randomUUID();
    return this.steps.take(call, { kind: 'notice', action: 'record-reply', id, ifMatch, made: appeal }, (state, context) =>
      decideAppeal(state, { ...body, appeal, receivedAt: receivedAt ?? context.now }, context),
    );
  }

  @Get()
  @Permit('case', 'read')
  @ApiOperation({ summary: 'Appeals, who took them, and what is proposed or was decided' })
  @ApiOkResponse({ description: '{version, items: [{id, status, receivedAt, grounds, reviewer?, proposals, decision?, decidedAt?}]}' })
  async list(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<AppealsView> {
    return appealsView(orCaseProblem(await this.reader.read(caller, id)));
  }

  @Post(':appeal/admission')
  @Permit('appeal', 'admit')
  @HttpCode(200)
  @ApiOperation({ summary: 'Hear an appeal that came late' })
  @ApiOkResponse({ description: '{case, version, stage}' })
  admit(
    @Param('id') id: string,
    @Param('appeal') appeal: string,
    @Body() { reason }: BecauseBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    return this.steps.take(call, { kind: 'appeal', action: 'admit', id, ifMatch }, (state, context) =>
      decideAdmission(state, { appeal, reason }, context),
    );
  }

  @Post(':appeal/review')
  @Permit('appeal', 'take')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take an appeal, having had no part in the case' })
  @ApiOkResponse({ description: '{case, version, stage}' })
  take(
    @Param('id') id: string,
    @Param('appeal') appeal: string,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    return this.steps.take(call, { kind: 'appeal', action: 'take', id, ifMatch }, (state, context) =>
      decideReview(state, { appeal }, context),
    );
  }
}
