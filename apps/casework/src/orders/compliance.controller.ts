import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { BearerToken, type Caller, Clock, CurrentCaller, Permit } from '@tidemark/access';
import { flagsAfterOrder, judgeCompliance } from '@tidemark/domain';
import { refuse } from '@tidemark/edge';
import { CaseReader } from '../case-log/case-reader.js';
import { orCaseProblem } from '../refusals.js';
import { complianceView } from './compliance.view.js';
import { OrderedUse } from './use-under-order.port.js';

@ApiTags('suspension orders')
@ApiBearerAuth()
@Controller('v1/cases/:id/orders/:order/compliance')
export class ComplianceController {
  constructor(
    private readonly reader: CaseReader,
    private readonly use: OrderedUse,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Permit('suspension-order', 'read')
  @ApiOperation({
    summary: 'Whether an order is followed: use that came after it, by the ledger and by flags',
    description:
      'COMPLIED only once the compute clusters where it ran before were heard from since and it used nothing there; that nothing was reported is NOT_YET_KNOWN.',
  })
  @ApiOkResponse({
    description:
      '{order, status, inForceSince?, acknowledgedAt?, liftedAt?, useAfter?: {lower, expected, upper (FLOP), lastHour?, heardUntil?}, notAsked?: {code, why}, flags, verdict: COMPLIED | USE_SEEN | NOT_YET_KNOWN}',
  })
  async read(@Param('id') id: string, @Param('order') orderId: string, @CurrentCaller() caller: Caller, @BearerToken() token: string) {
    const state = orCaseProblem(await this.reader.read(caller, id));
    const order = state.orders.orders.get(orderId);
    if (order?.issuedAt === undefined) return orCaseProblem<never>(refuse('ORDER_UNKNOWN', 'No order of that id was issued in this case.'));
    const asked = await this.use.since(token, order, this.clock.now());
    const flags = flagsAfterOrder(state, order);
    return complianceView(order, asked, flags, judgeCompliance(order, flags, 'use' in asked ? asked.use : undefined));
  }
}
