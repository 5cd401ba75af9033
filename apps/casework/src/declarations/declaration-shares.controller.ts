import { randomUUID } from 'node:crypto';
import { Body, Controller, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Permit } from '@tidemark/access';
import { askShare, type CaseState, endShare, findShare, orderShare, refuseShare } from '@tidemark/domain';
import { IfMatch, RequestedBy, type WriteCall } from '@tidemark/edge';
import { type CaseChanged, CaseSteps } from '../case-log/case-steps.js';
import { VersionTag } from '../case-log/version-tag.js';
import { BecauseBody } from '../cases/cases.dto.js';
import { AskShareBody } from './declarations.dto.js';

const CHANGED = '{case, version, stage}';

/** A declaration is kept from the public. A named third-party auditor reads it when one person asked for it and another ordered it. */
@ApiTags('declarations')
@ApiBearerAuth()
@UseInterceptors(VersionTag)
@Controller('v1/cases/:id/declarations/:declaration/shares')
export class DeclarationSharesController {
  constructor(private readonly steps: CaseSteps) {}

  @Post()
  @Permit('transparency-declaration', 'ask-share')
  @ApiOperation({ summary: 'Ask that a named third-party auditor may read a declaration, for a purpose and a time' })
  @ApiCreatedResponse({ description: '{case, version, stage, made: id of the share}' })
  ask(
    @Param('id') id: string,
    @Param('declaration') declaration: string,
    @Body() body: AskShareBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const share = randomUUID();
    return this.steps.take(call, { kind: 'transparency-declaration', action: 'ask-share', id, ifMatch, made: share }, (state, context) =>
      askShare(state, { ...body, declaration, share }, context),
    );
  }

  @Post(':share/approval')
  @Permit('transparency-declaration', 'share')
  @HttpCode(200)
  @ApiOperation({ summary: 'Order it: the auditor may read from now on, until its time' })
  @ApiOkResponse({ description: CHANGED })
  order(
    @Param('id') id: string,
    @Param('declaration') declaration: string,
    @Param('share') share: string,
    @Body() { reason }: BecauseBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    return this.steps.take(
      call,
      { kind: 'transparency-declaration', action: 'share', id, ifMatch, earlier: askerOf(share) },
      (state, context) => orderShare(state, declaration, share, reason, context),
    );
  }

  @Post(':share/refusal')
  @Permit('transparency-declaration', 'share')
  @HttpCode(200)
  @ApiOperation({ summary: 'Refuse it' })
  @ApiOkResponse({ description: CHANGED })
  refuse(
    @Param('id') id: string,
    @Param('declaration') declaration: string,
    @Param('share') share: string,
    @Body() { reason }: BecauseBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    return this.steps.take(
      call,
      { kind: 'transparency-declaration', action: 'share', id, ifMatch, earlier: askerOf(share) },
      (state, context) => refuseShare(state, declaration, share, reason, context),
    );
  }

  /** One person is enough to end an access: it only takes away. */
  @Post(':share/end')
  @Permit('transparency-declaration', 'ask-share')
  @HttpCode(200)
  @ApiOperation({ summary: 'End the access before its time, or take the asking back' })
  @ApiOkResponse({ description: CHANGED })
  end(
    @Param('id') id: string,
    @Param('declaration') declaration: string,
    @Param('share') share: string,
    @Body() { reason }: BecauseBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    return this.steps.take(call, { kind: 'transparency-declaration', action: 'ask-share', id, ifMatch }, (state, context) =>
      endShare(state, declaration, share, reason, context),
    );
  }
}

const askerOf = (share: string) => (state: CaseState) => {
  const found = findShare(state, share);
  return found === undefined ? [] : [found.asked.person];
};
