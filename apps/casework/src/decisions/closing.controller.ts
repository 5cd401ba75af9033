import { randomUUID } from 'node:crypto';
import { Body, Controller, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Permit } from '@tidemark/access';
import { decideClose, decideCorrection, decideReopening } from '@tidemark/domain';
import { IfMatch, RequestedBy, type WriteCall } from '@tidemark/edge';
import { type CaseChanged, CaseSteps } from '../case-log/case-steps.js';
import { VersionTag } from '../case-log/version-tag.js';
import { CloseBody, CorrectBody, ReopenBody } from './decisions.dto.js';

/** The end of a case, what begins it again, and what was wrong in its record. */
@ApiTags('decisions')
@ApiBearerAuth()
@UseInterceptors(VersionTag)
@Controller('v1/cases/:id')
export class ClosingController {
  constructor(private readonly steps: CaseSteps) {}

  @Post('close')
  @Permit('case', 'close')
  @HttpCode(200)
  @ApiOperation({ summary: 'Close a decided case of which nothing stands open' })
  @ApiOkResponse({ description: '{case, version, stage}' })
  close(
    @Param('id') id: string,
    @Body() body: CloseBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    return this.steps.take(call, { kind: 'case', action: 'close', id, ifMatch }, (state, context) => decideClose(state, body, context));
  }

  @Post('reopen')
  @Permit('case', 'reopen')
  @HttpCode(200)
  @ApiOperation({ summary: 'Reopen a decided or closed case on new evidence' })
  @ApiOkResponse({ description: '{case, version, stage}' })
  reopen(
    @Param('id') id: string,
    @Body() body: ReopenBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    return this.steps.take(call, { kind: 'case', action: 'reopen', id, ifMatch }, (state, context) =>
      decideReopening(state, body, context),
    );
  }

  @Post('corrections')
  @Permit('case', 'correct')
  @ApiOperation({ summary: 'Say what was wrong with an entry of the log; the entry stays' })
  @ApiCreatedResponse({ description: '{case, version, stage, made: the id of the correction}' })
  correct(
    @Param('id') id: string,
    @Body() body: CorrectBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const correction = randomUUID();
    return this.steps.take(call, { kind: 'case', action: 'correct', id, ifMatch, made: correction }, (state, context) =>
      decideCorrection(state, { ...body, correction }, context),
    );
  }
}
