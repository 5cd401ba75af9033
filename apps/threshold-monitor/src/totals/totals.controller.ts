import { Controller, Get, Inject, Next, Optional, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import type { NextFunction, Response } from 'express';
import { MonitorTotalsView, TotalsQuery } from './totals.dto.js';
import { totalsView } from './totals.view.js';
import { TotalsDoor } from './totals-door.js';

/** Given by whoever puts the ledger on the same port: what the ledger counts by itself it then answers itself. */
export const LEDGER_ON_SAME_PORT = Symbol('LEDGER_ON_SAME_PORT');

const OF_THE_LEDGER: ReadonlySet<string | undefined> = new Set(['provider', 'cluster', 'account']);

@ApiTags('totals')
@ApiBearerAuth()
@Controller('v1/totals')
export class MonitorTotalsController {
  constructor(
    private readonly totals: TotalsDoor,
    @Optional() @Inject(LEDGER_ON_SAME_PORT) private readonly besideLedger: boolean = false,
  ) {}

  @Get()
  @Permit('usage-total', 'read')
  @ApiOperation({
    summary: 'What a customer, party or group used, or accounts that nobody is tied to; now or as known at any past moment',
    description:
      'Hours of accounts while they were linked to the customer, of customers of the party, of parties under the controller. ' +
      'Totals of a provider, compute cluster or account are the ledger’s, on the same address where both are on one port.',
  })
  @ApiOkResponse({ type: MonitorTotalsView })
  async get(
    @Query() query: TotalsQuery,
    @CurrentCaller() caller: Caller,
    @Res() response: Response,
    @Next() next: NextFunction,
  ): Promise<void> {
    if (this.besideLedger && OF_THE_LEDGER.has(query.scope)) return next();
    const { by, ...raw } = query;
    const answer = await this.totals.ask(caller, { ...raw, ...(by === undefined ? {} : { by: by.split(',') }) });
    response.json(totalsView(caller, answer));
  }
}
