import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import { type CaseState, decideDraft, decideIssue, decideOrderRefusal, decideOrderWithdrawal } from '@tidemark/domain';
import { IfMatch, RequestedBy, type WriteCall } from '@tidemark/edge';
import { CaseReader } from '../case-log/case-reader.js';
import { type CaseChanged, CaseSteps } from '../case-log/case-steps.js';
import { VersionTag } from '../case-log/version-tag.js';
import { BecauseBody } from '../cases/cases.dto.js';
import { SubjectDirectory } from '../intake/subject-directory.js';
import { orCaseProblem } from '../refusals.js';
import { reachOf } from './order-reach.js';
import { DraftOrderBody } from './orders.dto.js';
import { type OrderView, orderView } from './orders.view.js';

const CHANGED = { description: '{case, version, stage}; the version is the ETag' };

@ApiTags('suspension orders')
@ApiBearerAuth()
@UseInterceptors(VersionTag)
@Controller('v1/cases/:id/orders')
export class OrdersController {
  constructor(
    private readonly steps: CaseSteps,
    private readonly reader: CaseReader,
    private readonly subjects: SubjectDirectory,
  ) {}

  @Post()
  @Permit('suspension-order', 'draft')
  @ApiOperation({ summary: 'Draft an order to one provider: another person has to issue it' })
  @ApiCreatedResponse({ description: '{case, version, stage, made: id of the order}' })
  draft(
    @Param('id') id: string,
    @Body() body: DraftOrderBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const order = randomUUID();
    const step = { kind: 'suspension-order', action: 'draft', id, ifMatch, made: order } as const;
    return this.steps.take(call, step, async (state, context, { tx }) => {
      const reach = await reachOf(this.subjects, tx, state, body, context.now);
      return 'refused' in reach ? reach : decideDraft(state, { ...body, order }, context);
    });
  }

  @Get()
  @Permit('suspension-order', 'read')
  @ApiOperation({ summary: 'Orders of a case, drafts and lifted ones too' })
  @ApiOkResponse({
    description:
      '{items: [{id, item?, provider, scope, customers?, status, imminent, draftedBy, draftedAt, from?, issuedAt?, issuedBy?, acknowledgeBy?, acknowledgedAt?, escalatedAt?, liftedAt?, reason?, imminence?, text?, liftRequests}]}',
  })
  async list(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<{ items: OrderView[] }> {
    const { orders } = orCaseProblem(await this.reader.read(caller, id));
    return { items: [...orders.orders.values()].map(orderView) };
  }

  @Post(':order/approval')
  @Permit('suspension-order', 'approve')
  @HttpCode(200)
  @ApiOperation({ summary: 'Issue a drafted order: the provider is served it with this' })
  @ApiOkResponse(CHANGED)
  approve(
    @Param('id') id: string,
    @Param('order') order: string,
    @Body() { reason }: BecauseBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const step = { kind: 'suspension-order', action: 'approve', id, ifMatch, earlier: drafterOf(order) } as const;
    return this.steps.take(call, step, async (state, context, { tx }) => {
      const draft = state.orders.orders.get(order);
      const reach = draft === undefined ? { customers: [] } : await reachOf(this.subjects, tx, state, draft, context.now);
      return 'refused' in reach ? reach : decideIssue(state, { order, item: randomUUID(), ...reach, reason }, context);
    });
  }

  @Post(':order/refusal')
  @Permit('suspension-order', 'refuse')
  @HttpCode(200)
  @ApiOperation({ summary: 'Refuse a drafted order' })
  @ApiOkResponse(CHANGED)
  refuse(
    @Param('id') id: string,
    @Param('order') order: string,
    @Body() { reason }: BecauseBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const step = { kind: 'suspension-order', action: 'refuse', id, ifMatch, earlier: drafterOf(order) } as const;
    return this.steps.take(call, step, (state, context) => decideOrderRefusal(state, { order, reason }, context));
  }

  @Post(':order/withdrawal')
  @Permit('suspension-order', 'withdraw')
  @HttpCode(200)
  @ApiOperation({ summary: 'Withdraw a drafted order' })
  @ApiOkResponse(CHANGED)
  withdraw(
    @Param('id') id: string,
    @Param('order') order: string,
    @Body() { reason }: BecauseBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const step = { kind: 'suspension-order', action: 'withdraw', id, ifMatch } as const;
    return this.steps.take(call, step, (state, context) => decideOrderWithdrawal(state, { order, reason }, context));
  }
}

const drafterOf = (order: string) => (state: CaseState) => {
  const drafted = state.orders.orders.get(order)?.drafted;
  return drafted === undefined ? [] : [drafted.person];
};
