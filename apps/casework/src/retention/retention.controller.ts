import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, Permit } from '@tidemark/access';
import { askErasure, askRelease, type CaseState, orderErasure, placeHold, releaseHold } from '@tidemark/domain';
import { IfMatch, RequestedBy, type WriteCall } from '@tidemark/edge';
import { CaseReader } from '../case-log/case-reader.js';
import { type CaseChanged, CaseSteps } from '../case-log/case-steps.js';
import { VersionTag } from '../case-log/version-tag.js';
import { BecauseBody } from '../cases/cases.dto.js';
import { orCaseProblem } from '../refusals.js';
import { type RetentionView, retentionView } from './retention.view.js';

const CHANGED = { description: '{case, version, stage, made?}: the version is the ETag' };

@ApiTags('retention')
@ApiBearerAuth()
@UseInterceptors(VersionTag)
@Controller('v1/cases/:id')
export class RetentionController {
  constructor(
    private readonly steps: CaseSteps,
    private readonly reader: CaseReader,
    private readonly clock: Clock,
  ) {}

  @Get('retention')
  @Permit('case', 'read')
  @ApiOperation({ summary: 'How long what is personal in a case is kept, what holds it, and what was erased' })
  @ApiOkResponse({ description: '{holds, erasureRequests, erasedSubjects, clocks, retentionDueAt?, erased?}' })
  async read(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<RetentionView> {
    return retentionView(orCaseProblem(await this.reader.read(caller, id)), this.clock.now());
  }

  @Post('holds')
  @Permit('case-retention', 'hold')
  @ApiOperation({ summary: 'Put a case on legal hold: while it stands nothing of the case is erased' })
  @ApiCreatedResponse(CHANGED)
  hold(
    @Param('id') id: string,
    @Body() { reason }: BecauseBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const hold = randomUUID();
    return this.steps.take(call, { kind: 'case-retention', action: 'hold', id, ifMatch, made: hold }, (state, context) =>
      placeHold(state, { hold, reason }, context),
    );
  }

  @Post('holds/:hold/release-requests')
  @Permit('case-retention', 'ask-release')
  @ApiOperation({ summary: 'Ask that a hold be released' })
  @ApiCreatedResponse(CHANGED)
  askRelease(
    @Param('id') id: string,
    @Param('hold') hold: string,
    @Body() { reason }: BecauseBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const request = randomUUID();
    return this.steps.take(call, { kind: 'case-retention', action: 'ask-release', id, ifMatch, made: request }, (state, context) =>
      askRelease(state, { hold, request, reason }, context),
    );
  }

  @Post('holds/:hold/release-requests/:request/approval')
  @Permit('case-retention', 'release')
  @HttpCode(200)
  @ApiOperation({ summary: 'Release a hold, by another person than the one who asked; what waited for it follows at once' })
  @ApiOkResponse(CHANGED)
  release(
    @Param('id') id: string,
    @Param('hold') hold: string,
    @Param('request') request: string,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const earlier = ({ papers }: CaseState) => personsOf(papers.holds.get(hold)?.releaseRequests.get(request));
    return this.steps.take(call, { kind: 'case-retention', action: 'release', id, ifMatch, earlier }, (state, context) =>
      releaseHold(state, { hold, request }, context),
    );
  }

  @Post('erasure-requests')
  @Permit('case-retention', 'ask-erasure')
  @ApiOperation({ summary: 'Ask that the person be erased from a closed case, the facts staying' })
  @ApiCreatedResponse(CHANGED)
  askErasure(
    @Param('id') id: string,
    @Body() { reason }: BecauseBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const request = randomUUID();
    return this.steps.take(call, { kind: 'case-retention', action: 'ask-erasure', id, ifMatch, made: request }, (state, context) =>
      askErasure(state, { request, reason }, context),
    );
  }

  @Post('erasure-requests/:request/approval')
  @Permit('case-retention', 'erase')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Order the erasure, by another person than the one who asked',
    description: 'The key of what is personal is destroyed with this entry of the log. Facts, reasons and hashes stay, and verify.',
  })
  @ApiOkResponse(CHANGED)
  erase(
    @Param('id') id: string,
    @Param('request') request: string,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const earlier = ({ papers }: CaseState) => personsOf(papers.erasureRequests.get(request)?.asked);
    return this.steps.take(call, { kind: 'case-retention', action: 'erase', id, ifMatch, earlier }, (state, context) =>
      orderErasure(state, request, context),
    );
  }
}

const personsOf = (step: { person: string } | undefined): string[] => (step === undefined ? [] : [step.person]);
