import { randomUUID } from 'node:crypto';
import { Body, Controller, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Permit } from '@tidemark/access';
import { type CaseState, decideAppealApproval, decideAppealProposal, decideAppealRefusal } from '@tidemark/domain';
import { IfMatch, RequestedBy, RequiredIfMatch, type WriteCall } from '@tidemark/edge';
import { type CaseChanged, CaseSteps } from '../case-log/case-steps.js';
import { VersionTag } from '../case-log/version-tag.js';
import { BecauseBody } from '../cases/cases.dto.js';
import { CitedRules } from '../decisions/cited-rules.js';
import { ProposeAppealDecisionBody } from './appeals.dto.js';

/** How an appeal is decided: by two persons who had no part in the case. */
@ApiTags('appeals')
@ApiBearerAuth()
@UseInterceptors(VersionTag)
@Controller('v1/cases/:id/appeals/:appeal/proposals')
export class AppealDecisionsController {
  constructor(
    private readonly steps: CaseSteps,
    private readonly cited: CitedRules,
  ) {}

  @Post()
  @Permit('appeal', 'propose')
  @ApiOperation({ summary: 'Propose the decision on the appeal that one took, with reasons and what is to be corrected' })
  @ApiCreatedResponse({ description: '{case, version, stage, made: the id of the proposal}' })
  propose(
    @Param('id') id: string,
    @Param('appeal') appeal: string,
    @Body() body: ProposeAppealDecisionBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const proposal = randomUUID();
    return this.steps.take(call, { kind: 'appeal', action: 'propose', id, ifMatch, made: proposal }, (state, context, open) =>
      this.cited.check(open, body, decideAppealProposal(state, { ...body, appeal, proposal }, context)),
    );
  }

  @Post(':proposal/approval')
  @Permit('appeal', 'approve')
  @HttpCode(200)
  @ApiOperation({ summary: 'Approve the decision, as another person who had no part in the case' })
  @ApiOkResponse({ description: '{case, version, stage}' })
  approve(
    @Param('id') id: string,
    @Param('appeal') appeal: string,
    @Param('proposal') proposal: string,
    @Body() { reason }: BecauseBody,
    @RequiredIfMatch() readVersion: number,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const step = { kind: 'appeal', action: 'approve', id, ifMatch: readVersion, earlier: proposerOf(appeal, proposal) } as const;
    const correction = randomUUID();
    return this.steps.take(call, step, (state, context) =>
      decideAppealApproval(state, { appeal, proposal, reason, readVersion, correction }, context),
    );
  }

  @Post(':proposal/refusal')
  @Permit('appeal', 'refuse')
  @HttpCode(200)
  @ApiOperation({ summary: 'Refuse the proposed decision with a reason: the reviewer proposes again' })
  @ApiOkResponse({ description: '{case, version, stage}' })
  refuse(
    @Param('id') id: string,
    @Param('appeal') appeal: string,
    @Param('proposal') proposal: string,
    @Body() { reason }: BecauseBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const step = { kind: 'appeal', action: 'refuse', id, ifMatch, earlier: proposerOf(appeal, proposal) } as const;
    return this.steps.take(call, step, (state, context) => decideAppealRefusal(state, { appeal, proposal, reason }, context));
  }
}

const proposerOf =
  (appeal: string, proposal: string) =>
  ({ decisions }: CaseState): string[] => {
    const found = decisions.appeals.get(appeal)?.proposals.find(({ id }) => id === proposal);
    return found === undefined ? [] : [found.step.person];
  };
