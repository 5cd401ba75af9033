import { randomUUID } from 'node:crypto';
import { Body, Controller, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Permit } from '@tidemark/access';
import { type CaseState, decideLift, decideLiftRefusal, decideLiftRequest } from '@tidemark/domain';
import { IfMatch, RequestedBy, type WriteCall } from '@tidemark/edge';
import { type CaseChanged, CaseSteps } from '../case-log/case-steps.js';
import { VersionTag } from '../case-log/version-tag.js';
import { BecauseBody } from '../cases/cases.dto.js';
import { AskLiftBody } from './orders.dto.js';

@ApiTags('suspension orders')
@ApiBearerAuth()
@UseInterceptors(VersionTag)
@Controller('v1/cases/:id/orders/:order/lift-requests')
export class LiftRequestsController {
  constructor(private readonly steps: CaseSteps) {}

  @Post()
  @Permit('suspension-order', 'ask-lift')
  @ApiOperation({ summary: 'Ask that an order in force be lifted: another person has to grant it' })
  @ApiCreatedResponse({ description: '{case, version, stage, made: id of the request}' })
  ask(
    @Param('id') id: string,
    @Param('order') order: string,
    @Body() body: AskLiftBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const lift = randomUUID();
    const step = { kind: 'suspension-order', action: 'ask-lift', id, ifMatch, made: lift } as const;
    return this.steps.take(call, step, (state, context) => decideLiftRequest(state, { ...body, order, lift }, context));
  }

  @Post(':lift/approval')
  @Permit('suspension-order', 'lift')
  @HttpCode(200)
  @ApiOperation({ summary: 'Lift the order: the provider is told with this' })
  @ApiOkResponse({ description: '{case, version, stage}' })
  approve(
    @Param('id') id: string,
    @Param('order') order: string,
    @Param('lift') lift: string,
    @Body() { reason }: BecauseBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const step = { kind: 'suspension-order', action: 'lift', id, ifMatch, earlier: askerOf(order, lift) } as const;
    return this.steps.take(call, step, (state, context) => decideLift(state, { order, lift, reason }, context));
  }

  @Post(':lift/refusal')
  @Permit('suspension-order', 'lift')
  @HttpCode(200)
  @ApiOperation({ summary: 'Leave the order in force' })
  @ApiOkResponse({ description: '{case, version, stage}' })
  refuse(
    @Param('id') id: string,
    @Param('order') order: string,
    @Param('lift') lift: string,
    @Body() { reason }: BecauseBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const step = { kind: 'suspension-order', action: 'lift', id, ifMatch, earlier: askerOf(order, lift) } as const;
    return this.steps.take(call, step, (state, context) => decideLiftRefusal(state, { order, lift, reason }, context));
  }
}

const askerOf = (order: string, lift: string) => (state: CaseState) => {
  const asked = state.orders.orders.get(order)?.lifts.get(lift)?.asked;
  return asked === undefined ? [] : [asked.person];
};
