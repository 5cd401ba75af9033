import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, Permit } from '@tidemark/access';
import type { CustomerCommand } from '@tidemark/domain';
import { IfMatch, RequestedBy, type WriteCall } from '@tidemark/edge';
import { StepBody } from '../customers/customer.dto.js';
import type { ChangeView } from '../customers/customer.view.js';
import { CustomerReader } from '../customers/customer-reader.js';
import { CustomerSteps, type StepBy } from '../customers/customer-steps.js';
import { OutsideStandings } from '../customers/outside-standings.port.js';
import { DecideLevel, Downgrade, MissingQuery, StartVerification } from './verification.dto.js';
import { type VerificationView, verificationView } from './verification.view.js';

@ApiTags('verification')
@ApiBearerAuth()
@Controller('v1/customers/:id')
export class VerificationController {
  constructor(
    private readonly steps: CustomerSteps,
    private readonly reader: CustomerReader,
    private readonly outside: OutsideStandings,
    private readonly clock: Clock,
  ) {}

  @Get('verification')
  @Permit('verification', 'read')
  @ApiOperation({ summary: 'The level, the verification that is open, and what a level still misses, by name' })
  @ApiOkResponse({
    description: '{level, levelValidTo?, reverifyFrom?, attempt?, rules, target, missing: [{code, level, detail, documents?, why}]}',
  })
  async standing(@Param('id') id: string, @Query() { level }: MissingQuery, @CurrentCaller() caller: Caller): Promise<VerificationView> {
    const { customer } = await this.reader.loaded(caller, id);
    // Known times may be a few milliseconds ahead of the clock after many changes at once.
    const nowMs = Math.max(this.clock.now(), customer.lastEventMs ?? 0);
    const outside = await this.reader.read(caller, id, (tx) => this.outside.of(tx, id, nowMs));
    return verificationView(customer, outside, { nowMs, only: level });
  }

  @Post('verifications')
  @Permit('verification', 'start')
  @ApiOperation({ summary: 'Begin the verification to a level, or its renewal' })
  start(
    @Param('id') id: string,
    @Body() { level }: StartVerification,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<ChangeView> {
    return this.steps.take(call, { id, ifMatch }, (step) => ({ type: 'start-verification', level, ...step }));
  }

  @Post('verifications/proposal')
  @Permit('verification', 'propose')
  @HttpCode(200)
  @ApiOperation({ summary: 'Propose the level, all its requirements being met: 409 with what is missing when they are not' })
  propose(
    @Param('id') id: string,
    @Body() body: StepBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<ChangeView> {
    return this.steps.take(call, { id, ifMatch }, (step) => ({ type: 'propose-level', ...step, ...saidIn(body) }));
  }

  @Post('verifications/decision')
  @Permit('verification', 'decide')
  @HttpCode(200)
  @ApiOperation({ summary: 'Approve, refuse or send back the level; from ENHANCED on by another person than proposed it' })
  decide(
    @Param('id') id: string,
    @Body() body: DecideLevel,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<ChangeView> {
    return this.steps.take(call, { id, ifMatch }, (step) => decisionOf(body, step));
  }

  @Post('verifications/withdrawal')
  @Permit('verification', 'start')
  @HttpCode(200)
  @ApiOperation({ summary: 'End the open verification without a decision' })
  withdraw(@Param('id') id: string, @Body() body: StepBody, @RequestedBy() call: WriteCall): Promise<ChangeView> {
    return this.steps.take(call, { id }, (step) => ({ type: 'withdraw-verification', ...step, ...saidIn(body) }));
  }

  @Post('downgrade')
  @Permit('verification', 'decide')
  @HttpCode(200)
  @ApiOperation({ summary: 'Lower the level, for a reason' })
  downgrade(
    @Param('id') id: string,
    @Body() body: Downgrade,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<ChangeView> {
    return this.steps.take(call, { id, ifMatch }, (step) => ({ type: 'downgrade', level: body.level, ...step, ...saidIn(body) }));
  }
}

const COMMAND_OF = { APPROVED: 'approve-level', REFUSED: 'refuse-level', RESUBMIT: 'resubmit-level' } as const;

const decisionOf = (body: DecideLevel, step: StepBy): CustomerCommand => ({ type: COMMAND_OF[body.outcome], ...step, ...saidIn(body) });

const saidIn = ({ reason, evidence }: StepBody) => ({ reason: reason.trim(), ...(evidence === undefined ? {} : { evidence }) });
