import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import { type CustomerProfile, legalFormOf, PROFILE_FIELDS } from '@tidemark/domain';
import { linkNextPage, OptionalPurpose, type Page, Purpose, pageOf, readCursor, tagVersion, tenantOfReader } from '@tidemark/edge';
import { BlindIndex } from '@tidemark/sealing';
import type { Request, Response } from 'express';
import { CustomerQuery, CustomerView, HistoryQuery, PurposeQuery } from './customer.dto.js';
import { customerView, type HistoryView, historyView } from './customer.view.js';
import { CustomerReader } from './customer-reader.js';
import { CustomerRecords } from './customer-records.port.js';
import { referenceMark } from './onboard-customer.js';

@ApiTags('customers')
@ApiBearerAuth()
@Controller('v1/customers')
export class CustomerReadingController {
  constructor(
    private readonly records: CustomerRecords,
    private readonly reader: CustomerReader,
    private readonly index: BlindIndex,
  ) {}

  @Get()
  @Permit('customer', 'read')
  @ApiOperation({ summary: 'Records by level, status and dates, in the order of onboarding; without identity' })
  @ApiOkResponse({ description: '{items: [CustomerView], next?}' })
  async list(
    @Query() query: CustomerQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Page<CustomerView>> {
    const { limit, cursor, expiring, reference, provider, level, status, kind, related, revalidation } = query;
    const whose = caller.provider ?? provider;
    const found = await this.records.list(tenantOfReader(caller), {
      ...{ level, status, kind, related, revalidation },
      provider: whose,
      expiringBeforeMs: expiring,
      // Without a provider there is no such reference: references are each provider's own.
      referenceMark: reference === undefined ? undefined : referenceMark(this.index, whose ?? '', reference.normalize('NFC').trim()),
      after: readCursor<[number, string]>(cursor, ['number', 'uuid']),
      limit: limit + 1,
    });
    const page = pageOf(found, limit, ({ onboardedAtMs, id }) => [onboardedAtMs, id]);
    linkNextPage(request, response, page);
    return { ...page, items: page.items.map(customerView) };
  }

  @Get(':id')
  @Permit('customer', 'read')
  @ApiOperation({ summary: 'Level, status and dates of one record, without identity; the ETag is what a change must name' })
  @ApiOkResponse({ type: CustomerView })
  async one(
    @Param('id') id: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CustomerView> {
    const row = await this.reader.row(caller, id);
    tagVersion(response, row.version);
    return customerView(row);
  }

  @Get(':id/identity')
  @Permit('customer-identity', 'read')
  @ApiOperation({ summary: 'Who the customer is; for a stated purpose, and logged' })
  @ApiOkResponse({ description: '{id, provider, version, profile, legalForm?}' })
  async identity(
    @Param('id') id: string,
    @Query() _: PurposeQuery,
    @Purpose() purpose: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<IdentityView> {
    await this.reader.logged(caller, { id, what: 'profile', purpose });
    const { provider, version, customer } = await this.reader.loaded(caller, id);
    tagVersion(response, version);
    response.setHeader('Cache-Control', 'no-store');
    return identityView({ id, provider, version }, customer.profile);
  }

  @Get(':id/events')
  @Permit('customer', 'read-history')
  @ApiOperation({ summary: 'Every step with actor and evidence, oldest first; with a purpose the reasons too, and the read is logged' })
  @ApiOkResponse({ description: '{items: [{version, type, at, actor, facts, evidence?, reason?}], next?}' })
  async events(
    @Param('id') id: string,
    @Query() { limit, cursor }: HistoryQuery,
    @OptionalPurpose() purpose: string | undefined,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Page<HistoryView>> {
    const [after] = readCursor<[number]>(cursor, ['int']) ?? [0];
    if (purpose !== undefined) await this.reader.logged(caller, { id, what: 'history', purpose });
    const found = await this.reader.read(caller, id, (tx) => this.records.history(tx, id, after, limit + 1));
    const page = pageOf(found, limit, ({ version }) => [version]);
    linkNextPage(request, response, page);
    return { ...page, items: page.items.map((entry) => historyView(entry, purpose !== undefined)) };
  }
}

interface IdentityView {
  id: string;
  provider: string;
  version: number;
  /** Absent: the person was erased. */
  profile?: CustomerProfile;
  /** What the code of the legal form means, where this installation can vouch for it. */
  legalForm?: { code: string; name?: string; verified: boolean };
}

function identityView(head: Pick<IdentityView, 'id' | 'provider' | 'version'>, profile: CustomerProfile | undefined): IdentityView {
  if (profile === undefined) return head;
  const inOrder = Object.fromEntries(PROFILE_FIELDS.map((field) => [field, profile[field]])) as unknown as CustomerProfile;
  if (profile.legalForm === undefined) return { ...head, profile: inOrder };
  const code = profile.legalForm.value;
  const form = legalFormOf(code);
  return {
    ...head,
    profile: inOrder,
    legalForm: { code, ...(form === undefined ? {} : { name: form.name }), verified: form !== undefined },
  };
}
