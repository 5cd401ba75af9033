import { Controller, Get, Param, ParseUUIDPipe, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { BearerToken, type Caller, CurrentCaller, Permit } from '@tidemark/access';
import { linkNextPage, OptionalPurpose, type Page, pageOf, readCursor } from '@tidemark/edge';
import type { Request, Response } from 'express';
import { CaseReader } from '../case-log/case-reader.js';
import { orCaseProblem } from '../refusals.js';
import { IdentityQuery, IdentityReadsQuery } from './identities.dto.js';
import { type IdentityView, type ReadingView, readingView } from './identities.view.js';
import { ReadIdentityHandler } from './read-identity.handler.js';

@ApiTags('identities')
@ApiBearerAuth()
@Controller('v1/cases/:id')
export class IdentitiesController {
  constructor(
    private readonly handler: ReadIdentityHandler,
    private readonly reader: CaseReader,
  ) {}

  @Get('identities/:customer')
  @Permit('case-identity', 'see')
  @ApiOperation({
    summary: 'Who a customer is, as far as a grant opens it to you; released by the customer registry, and logged on both sides',
  })
  @ApiOkResponse({ description: '{case, customer, provider, version, grant, until, releasedAt, sections: {NAMES?, IDENTIFIERS?, ...}}' })
  async see(
    @Param('id') id: string,
    @Param('customer', ParseUUIDPipe) customer: string,
    @Query() { fields, grant }: IdentityQuery,
    @OptionalPurpose() purpose: string | undefined,
    @CurrentCaller() caller: Caller,
    @BearerToken() token: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<IdentityView> {
    response.setHeader('Cache-Control', 'no-store');
    const correlationId = correlationOf(request);
    return this.handler.read(id, { customer: customer.toLowerCase(), fields, grant, purpose, caller, token, correlationId });
  }

  @Get('identity-reads')
  @Permit('case-identity', 'read-log')
  @ApiOperation({ summary: 'Who read which identities inside the case, newest first; not what they say' })
  @ApiOkResponse({ description: '{items: [{number, grant, customer, fields, by, role, at, purpose?}], next?}' })
  async reads(
    @Param('id') id: string,
    @Query() { limit, cursor, customer, person }: IdentityReadsQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Page<ReadingView>> {
    const [before] = readCursor<[number]>(cursor, ['int']) ?? [Number.POSITIVE_INFINITY];
    const { access } = orCaseProblem(await this.reader.read(caller, id));
    const found = access.reads
      .filter((read) => read.number < before && (customer ?? read.customer) === read.customer && (person ?? read.by) === read.by)
      .reverse();
    const page = pageOf(found, limit, ({ number }) => [number]);
    linkNextPage(request, response, page);
    return { ...page, items: page.items.map(readingView) };
  }
}

/** As the log line of the request has it. */
const correlationOf = ({ id }: Request & { id?: unknown }): string | undefined => (typeof id === 'string' ? id : undefined);
