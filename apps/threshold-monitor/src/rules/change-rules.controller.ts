import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, Permit } from '@tidemark/access';
import { ChangeRuleHandler, type RuleStep } from './change-rule.handler.js';
import { oneRuleView } from './rule.view.js';
import { AskActivation, GiveReason, OneRuleView } from './rules.dto.js';
import { orRuleProblem, refuseRule } from './rules.refusals.js';
import { versionNumber } from './version-number.js';

/** A rule that is brought as a file, and what people decide about it. Two stand behind every rule that raises flags, and behind its end. */
@ApiTags('rules')
@ApiBearerAuth()
@Controller('v1/rules')
export class ChangeRulesController {
  constructor(
    private readonly handler: ChangeRuleHandler,
    private readonly clock: Clock,
  ) {}

  @Post()
  @Permit('rule', 'propose')
  @ApiOperation({ summary: 'Propose a rule: a file in the form of docs/reference/rule.schema.json. All that is wrong with it is named' })
  @ApiBody({ schema: { type: 'object', description: 'As docs/reference/rule.schema.json.' } })
  @ApiCreatedResponse({ type: OneRuleView })
  async propose(@Body() body: unknown, @CurrentCaller() caller: Caller): Promise<OneRuleView> {
    return oneRuleView(orRuleProblem(await this.handler.propose(caller, body)), this.clock.now(), caller);
  }

  @Post(':id/:version/trial')
  @HttpCode(200)
  @Permit('rule', 'try')
  @ApiOperation({ summary: 'Run a proposed rule in shadow beside the live ones' })
  @ApiOkResponse({ type: OneRuleView })
  trial(@Param('id') id: string, @Param('version') version: string, @CurrentCaller() caller: Caller): Promise<OneRuleView> {
    return this.step(caller, id, version, { type: 'start-trial' });
  }

  @Post(':id/:version/activation')
  @HttpCode(200)
  @Permit('rule', 'ask-activation')
  @ApiOperation({ summary: 'Ask that a rule be activated from a day on' })
  @ApiOkResponse({ type: OneRuleView })
  askActivation(
    @Param('id') id: string,
    @Param('version') version: string,
    @Body() { activeFrom }: AskActivation,
    @CurrentCaller() caller: Caller,
  ): Promise<OneRuleView> {
    return this.step(caller, id, version, { type: 'ask-activation', activeFrom });
  }

  @Post(':id/:version/activation/approval')
  @HttpCode(200)
  @Permit('rule', 'activate')
  @ApiOperation({ summary: 'Activate a rule, by another person than who asked: everything is judged by it' })
  @ApiOkResponse({ type: OneRuleView })
  activate(@Param('id') id: string, @Param('version') version: string, @CurrentCaller() caller: Caller): Promise<OneRuleView> {
    return this.step(caller, id, version, { type: 'approve-activation' });
  }

  @Post(':id/:version/withdrawal')
  @HttpCode(200)
  @Permit('rule', 'withdraw')
  @ApiOperation({ summary: 'Take back a rule that is not active: nothing rests on it' })
  @ApiOkResponse({ type: OneRuleView })
  withdraw(
    @Param('id') id: string,
    @Param('version') version: string,
    @Body() { reason }: GiveReason,
    @CurrentCaller() caller: Caller,
  ): Promise<OneRuleView> {
    return this.step(caller, id, version, { type: 'withdraw-rule', reason });
  }

  @Post(':id/:version/retirement')
  @HttpCode(200)
  @Permit('rule', 'ask-retirement')
  @ApiOperation({ summary: 'Ask that an active rule be retired' })
  @ApiOkResponse({ type: OneRuleView })
  askRetirement(
    @Param('id') id: string,
    @Param('version') version: string,
    @Body() { reason }: GiveReason,
    @CurrentCaller() caller: Caller,
  ): Promise<OneRuleView> {
    return this.step(caller, id, version, { type: 'ask-retirement', reason });
  }

  @Post(':id/:version/retirement/approval')
  @HttpCode(200)
  @Permit('rule', 'retire')
  @ApiOperation({ summary: 'Retire a rule, by another person than who asked: its flags are withdrawn' })
  @ApiOkResponse({ type: OneRuleView })
  retire(@Param('id') id: string, @Param('version') version: string, @CurrentCaller() caller: Caller): Promise<OneRuleView> {
    return this.step(caller, id, version, { type: 'approve-retirement' });
  }

  @Post(':id/:version/retirement/refusal')
  @HttpCode(200)
  @Permit('rule', 'keep')
  @ApiOperation({ summary: 'Keep a rule whose retirement was asked for' })
  @ApiOkResponse({ type: OneRuleView })
  keep(
    @Param('id') id: string,
    @Param('version') version: string,
    @Body() { reason }: GiveReason,
    @CurrentCaller() caller: Caller,
  ): Promise<OneRuleView> {
    return this.step(caller, id, version, { type: 'decline-retirement', reason });
  }

  private async step(caller: Caller, id: string, raw: string, step: RuleStep): Promise<OneRuleView> {
    const version = versionNumber(raw);
    if (version === undefined) return orRuleProblem<never>(refuseRule('RULE_UNKNOWN', 'Versions are numbers.', { field: 'version' }));
    return oneRuleView(orRuleProblem(await this.handler.step(caller, { id, version }, step)), this.clock.now(), caller);
  }
}
