import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, Permit } from '@tidemark/access';
import type { ExemptionKind } from '@tidemark/domain';
import { RequestedBy, type WriteCall } from '@tidemark/edge';
import { StepBody } from '../customers/customer.dto.js';
import type { ChangeView } from '../customers/customer.view.js';
import { CustomerReader } from '../customers/customer-reader.js';
import { CustomerSteps } from '../customers/customer-steps.js';
import { GrantExemption } from './intent.dto.js';
import { type ExemptionView, exemptionView } from './intent.view.js';

@ApiTags('intent')
@ApiBearerAuth()
@Controller('v1/customers/:id')
export class ExemptionController {
  constructor(
    private readonly steps: CustomerSteps,
    private readonly reader: CustomerReader,
    private readonly clock: Clock,
  ) {}

  @Get('exemptions')
  @Permit('exemption', 'read')
  @ApiOperation({ summary: 'Attestations and exemptions, standing and over. None ever silences a crossing' })
  @ApiOkResponse({ description: '{items: [{id, kind, subject, from, to, stands, grantedBy, evidence, silences: [], ended?}]}' })
  async list(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<{ items: ExemptionView[] }> {
    const { customer } = await this.reader.loaded(caller, id);
    // Known times may be a few milliseconds ahead of the clock after many changes at once.
    const nowMs = Math.max(this.clock.now(), customer.lastEventMs ?? 0);
    return { items: Object.values(customer.exemptions).map((exemption) => exemptionView(exemption, nowMs)) };
  }

  @Post('exemptions')
  @Permit('exemption', 'grant')
  @ApiOperation({ summary: 'Spare the customer something, until a date, for a reason. It silences no crossing' })
  grant(
    @Param('id') id: string,
    @Body() body: GrantExemption,
    @RequestedBy() call: WriteCall,
  ): Promise<ChangeView & { exemption: string }> {
    return this.give('EXEMPTION', id, { body, call });
  }

  @Post('attestations')
  @Permit('exemption', 'attest')
  @ApiOperation({ summary: 'Record what is attested of the customer, until a date, on evidence' })
  attest(
    @Param('id') id: string,
    @Body() body: GrantExemption,
    @RequestedBy() call: WriteCall,
  ): Promise<ChangeView & { exemption: string }> {
    return this.give('ATTESTATION', id, { body, call });
  }

  @Post('exemptions/:exemption/end')
  @Permit('exemption', 'end')
  @HttpCode(200)
  @ApiOperation({ summary: 'End an attestation or exemption before its time' })
  end(
    @Param('id') id: string,
    @Param('exemption') exemption: string,
    @Body() { reason }: StepBody,
    @RequestedBy() call: WriteCall,
  ): Promise<ChangeView> {
    return this.steps.take(call, { id }, (step) => ({ type: 'end-exemption', id: exemption, reason: reason.trim(), ...step }));
  }

  private async give(
    kind: ExemptionKind,
    id: string,
    { body, call }: { body: GrantExemption; call: WriteCall },
  ): Promise<ChangeView & { exemption: string }> {
    const { subject, reason, to, evidence = [] } = body;
    let exemption = '';
    const view = await this.steps.take(call, { id }, (step, { version }) => {
      exemption = exemptionId(id, version);
      const until = to === undefined ? {} : { toMs: to };
      return { type: 'grant-exemption', id: exemption, kind, subject, reason: reason.trim(), evidence, ...until, ...step };
    });
    // Of a repeated request the first answer says the version that it made.
    return { ...view, exemption: exemption === '' ? exemptionId(id, view.version - 1) : exemption };
  }
}

/** Named by the version it was granted at, so that a repeated request answers the same name without keeping it apart. */
const exemptionId = (customer: string, version: number): string => `${customer.slice(0, 8)}-${version + 1}`;
