import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import { TotalsQuery, TotalsView } from './totals.dto.js';
import { totalsView } from './totals.view.js';
import { TotalsDoor } from './totals-door.js';

@ApiTags('ledger')
@ApiBearerAuth()
@Controller('v1/totals')
export class TotalsController {
  constructor(private readonly totals: TotalsDoor) {}

  @Get()
  @Permit('usage-total', 'read')
  @ApiOperation({
    summary: 'What was counted for a provider, compute cluster or account, now or as known at any past moment',
    description:
      'Totals of a customer, party or group, and of unlinked use, are the threshold monitor’s: on the same address where both are on one port, with `controlRule` and `by=customer,party` beside, and the answer then says what it rests on. Elsewhere 422 SCOPE_ANSWERED_ELSEWHERE.',
  })
  @ApiOkResponse({ type: TotalsView })
  async get(@Query() query: TotalsQuery, @CurrentCaller() caller: Caller): Promise<TotalsView> {
    const { by, ...raw } = query;
    return totalsView(await this.totals.ask(caller, { ...raw, ...(by === undefined ? {} : { by: by.split(',') }) }));
  }
}
