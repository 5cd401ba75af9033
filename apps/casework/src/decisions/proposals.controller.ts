import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import { type CaseState, decideApproval, decideProposal, decideRefusal, decideWithdrawal } from '@tidemark/domain';
import { IfMatch, RequestedBy, RequiredIfMatch, type WriteCall } from '@tidemark/edge';
import { CaseReader } from '../case-log/case-reader.js';
import { type CaseChanged, CaseSteps } from '../case-log/case-steps.js';
import { VersionTag } from '../case-log/version-tag.js';
import { BecauseBody } from '../cases/cases.dto.js';
import { orCaseProblem } from '../refusals.js';
import { CitedRules } from './cited-rules.js';
import { ProposeOutcomeBody } from './decisions.dto.js';
import { type ProposalsView, proposalsView } from './decisions.view.js';

/** What a case is to end with: one proposes, another approves what she read. */
@ApiTags('decisions')
@ApiBearerAuth()
@UseInterceptors(VersionTag)
@Controller('v1/cases/:id/proposals')
export class ProposalsController {
  constructor(
    private readonly steps: CaseSteps,
    private readonly reader: CaseReader,
    private readonly cited: CitedRules,
  ) {}

  @Post()
  @Permit('case', 'propose')
  @ApiOperation({ summary: 'Propose an outcome with its statement of reasons' })
  @ApiCreatedResponse({ description: '{case, version, stage, made: the id of the proposal}' })
  propose(
    @Param('id') id: string,
    @Body() { outcome, statement }: ProposeOutcomeBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const proposal = randomUUID();
    const { rules, evidence, ...words } = statement;
    return this.steps.take(call, { kind: 'case', action: 'propose', id, ifMatch, made: proposal }, (state, context, open) =>
      this.cited.check(open, { rules }, decideProposal(state, { proposal, outcome, rules, evidence, statement: words }, context)),
    );
  }

  @Get()
  @Permit('case', 'read')
  @ApiOperation({ summary: 'Everything that was proposed, what stands, and what joined the case since' })
  @ApiOkResponse({ description: '{version, standing?, items: [{id, outcome, status, statement, proposed, settled?, joinedSince?}]}' })
  async list(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<ProposalsView> {
    return proposalsView(orCaseProblem(await this.reader.read(caller, id)));
  }

  @Post(':proposal/approval')
  @Permit('case', 'approve')
  @HttpCode(200)
  @ApiOperation({ summary: 'Approve a proposal, as another person who read this version of the case' })
  @ApiOkResponse({ description: '{case, version, stage}' })
  approve(
    @Param('id') id: string,
    @Param('proposal') proposal: string,
    @Body() { reason }: BecauseBody,
    @RequiredIfMatch() readVersion: number,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const step = { kind: 'case', action: 'approve', id, ifMatch: readVersion, earlier: proposerOf(proposal) } as const;
    return this.steps.take(call, step, (state, context) => decideApproval(state, { proposal, readVersion, reason }, context));
  }

  @Post(':proposal/refusal')
  @Permit('case', 'refuse')
  @HttpCode(200)
  @ApiOperation({ summary: 'Refuse a proposal with a reason: the case is investigated on' })
  @ApiOkResponse({ description: '{case, version, stage}' })
  refuse(
    @Param('id') id: string,
    @Param('proposal') proposal: string,
    @Body() { reason }: BecauseBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const step = { kind: 'case', action: 'refuse', id, ifMatch, earlier: proposerOf(proposal) } as const;
    return this.steps.take(call, step, (state, context) => decideRefusal(state, { proposal, reason }, context));
  }

  @Post(':proposal/withdrawal')
  @Permit('case', 'withdraw')
  @HttpCode(200)
  @ApiOperation({ summary: 'Withdraw one’s own proposal' })
  @ApiOkResponse({ description: '{case, version, stage}' })
  withdraw(
    @Param('id') id: string,
    @Param('proposal') proposal: string,
    @Body() { reason }: BecauseBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    return this.steps.take(call, { kind: 'case', action: 'withdraw', id, ifMatch }, (state, context) =>
      decideWithdrawal(state, { proposal, reason }, context),
    );
  }
}

/** Whose step is checked; of a proposal that is not there, nobody's: the domain says that it is unknown. */
const proposerOf =
  (proposal: string) =>
  ({ decisions }: CaseState): string[] => {
    const step = decisions.proposals.get(proposal)?.step;
    return step === undefined ? [] : [step.person];
  };
