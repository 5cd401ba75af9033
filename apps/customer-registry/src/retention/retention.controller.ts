import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import { RETENTION_RULES, type RetentionRule, retainedUntil } from '@tidemark/domain';
import { IfMatch, isoOf, RequestedBy, type WriteCall } from '@tidemark/edge';
import { ownerOfCustomer, SealingKeys } from '@tidemark/sealing';
import { StepBody } from '../customers/customer.dto.js';
import type { ChangeView } from '../customers/customer.view.js';
import { CustomerReader } from '../customers/customer-reader.js';
import { CustomerSteps } from '../customers/customer-steps.js';
import { DocumentContents } from '../documents/document-contents.port.js';

@ApiTags('retention')
@ApiBearerAuth()
@Controller('v1/customers/:id')
export class RetentionController {
  constructor(
    private readonly steps: CustomerSteps,
    private readonly reader: CustomerReader,
    private readonly keys: SealingKeys,
    private readonly contents: DocumentContents,
  ) {}

  @Get('retention')
  @Permit('customer', 'read')
  @ApiOperation({ summary: 'How long the record must be kept, and by which rule; no date while the customer is served' })
  @ApiOkResponse({ description: '{until?, rule?, rules: [{id, years, after, citation, status, verified}]}' })
  async retention(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<RetentionView> {
    const { customer } = await this.reader.loaded(caller, id);
    const { closedAtMs, lastEventMs = 0 } = customer;
    if (closedAtMs === undefined) return { rules: RETENTION_RULES };
    const { untilMs, rule } = retainedUntil({ closedAtMs, lastRecordMs: lastEventMs });
    return { until: isoOf(untilMs), rule, rules: RETENTION_RULES };
  }

  @Post('suspend')
  @Permit('customer', 'suspend')
  @HttpCode(200)
  @ApiOperation({ summary: 'Suspend a customer: its standing says so to everybody who counts on it' })
  suspend(
    @Param('id') id: string,
    @Body() body: StepBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<ChangeView> {
    return this.steps.take(call, { id, ifMatch }, (step) => ({ type: 'suspend', reason: body.reason.trim(), ...step }));
  }

  @Post('resume')
  @Permit('customer', 'suspend')
  @HttpCode(200)
  resume(
    @Param('id') id: string,
    @Body() body: StepBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<ChangeView> {
    return this.steps.take(call, { id, ifMatch }, (step) => ({ type: 'resume', reason: body.reason.trim(), ...step }));
  }

  @Post('close')
  @Permit('customer', 'close')
  @HttpCode(200)
  @ApiOperation({ summary: 'End the relation. From here the time of retention runs' })
  close(
    @Param('id') id: string,
    @Body() body: StepBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<ChangeView> {
    return this.steps.take(call, { id, ifMatch }, (step) => ({ type: 'close', reason: body.reason.trim(), ...step }));
  }

  @Post('erase')
  @Permit('customer', 'erase')
  @HttpCode(200)
  @ApiOperation({ summary: 'After retention: destroy the key, and with it the person; the facts that must stay stay, without her' })
  erase(
    @Param('id') id: string,
    @Body() body: StepBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<ChangeView> {
    return this.steps.take(
      call,
      { id, ifMatch },
      (step) => ({ type: 'erase', reason: body.reason.trim(), ...step }),
      async ({ tx, nowMs }) => {
        await this.contents.remove(tx, id);
        await this.keys.destroy(tx, ownerOfCustomer(id), nowMs);
      },
    );
  }
}

interface RetentionView {
  until?: string;
  rule?: string;
  rules: readonly RetentionRule[];
}
