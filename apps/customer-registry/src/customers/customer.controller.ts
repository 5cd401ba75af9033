import { Body, Controller, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, Permit, tenantOf } from '@tidemark/access';
import { at, orProblem, RequestedBy, RequiredIfMatch, tagVersion, type WriteCall } from '@tidemark/edge';
import type { Response } from 'express';
import { RegistryWrites } from '../registry/registry-writes.js';
import { AmendCustomer } from './amend-customer.js';
import { CustomerView, RecordAccesses } from './customer.dto.js';
import { type ChangeView, changeView, customerView } from './customer.view.js';
import { CustomerReader } from './customer-reader.js';
import { CustomerSteps } from './customer-steps.js';
import { CUSTOMER_REFUSALS } from './customers.refusals.js';
import { OnboardCustomer } from './onboard-customer.js';
import { PROFILE_SCHEMA } from './profile.schema.js';

@ApiTags('customers')
@ApiBearerAuth()
@Controller('v1/customers')
export class CustomerController {
  constructor(
    private readonly writes: RegistryWrites,
    private readonly onboarding: OnboardCustomer,
    private readonly amending: AmendCustomer,
    private readonly steps: CustomerSteps,
    private readonly reader: CustomerReader,
    private readonly clock: Clock,
  ) {}

  @Post()
  @Permit('customer', 'onboard')
  @ApiOperation({ summary: 'Onboard a customer, or with "related" an owner or controller who rents nothing' })
  @ApiBody({ schema: PROFILE_SCHEMA })
  @ApiCreatedResponse({ type: CustomerView, description: 'Location and ETag name the record. Nothing of the identity is repeated.' })
  async onboard(
    @Body() body: object,
    @RequestedBy() call: WriteCall,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CustomerView> {
    const { related, ...profile } = fieldsOf(body);
    const provider = tenantOf(caller);
    const made = await this.writes.run(at(this.clock, call), (write) =>
      this.onboarding.onboard(write, {
        profile: typeof related === 'boolean' || related == null ? profile : { ...profile, related },
        related: related === true,
        provider,
      }),
    );
    const { id, version } = orProblem(made, CUSTOMER_REFUSALS);
    response.setHeader('Location', `/v1/customers/${id}`);
    tagVersion(response, version);
    return customerView(await this.reader.row(caller, id));
  }

  @Patch(':id')
  @Permit('customer', 'amend')
  @ApiOperation({ summary: 'Change fields of the profile: each field that is sent replaces the whole field; null removes it' })
  @ApiBody({ schema: PROFILE_SCHEMA })
  @HttpCode(200)
  async amend(
    @Param('id') id: string,
    @RequiredIfMatch() ifMatch: number,
    @Body() body: object,
    @RequestedBy() call: WriteCall,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ChangeView> {
    const changed = await this.writes.run(at(this.clock, call), async (write) => {
      const result = await this.amending.amend(write, { id, ifMatch, fields: fieldsOf(body) });
      return 'refused' in result ? result : changeView(result, write.nowMs);
    });
    const view = orProblem(changed, CUSTOMER_REFUSALS);
    tagVersion(response, view.version);
    return view;
  }

  @Post(':id/administration')
  @Permit('customer', 'amend')
  @HttpCode(200)
  @ApiOperation({ summary: 'Record from where accounts were administered, with date and time of each; what is known already is left out' })
  accesses(
    @Param('id') id: string,
    @Body() { accesses, source = 'provider' }: RecordAccesses,
    @RequestedBy() call: WriteCall,
  ): Promise<ChangeView> {
    return this.steps.take(call, { id }, (step) => ({
      type: 'record-access',
      accesses: accesses.map(({ ip, at: atMs }) => ({ ip, atMs })),
      source,
      ...step,
    }));
  }
}

/** A body that is no object has no fields; what it lacks is then refused by name. */
function fieldsOf(body: unknown): Record<string, unknown> {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : {};
}
