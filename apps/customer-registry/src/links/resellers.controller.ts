import { Body, Controller, Get, Param, Put, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, Permit, tenantOf } from '@tidemark/access';
import {
  at,
  CursorQuery,
  IfMatch,
  Instant,
  isoOf,
  linkNextPage,
  OptionalInstant,
  orProblem,
  type Page,
  pageOf,
  RequestedBy,
  readCursor,
  tagVersion,
  tenantOfReader,
  type WriteCall,
} from '@tidemark/edge';
import { Transactions } from '@tidemark/persistence';
import { ArrayMaxSize, IsArray, IsBoolean, IsOptional, IsString, MaxLength } from 'class-validator';
import type { Request, Response } from 'express';
import { RegistryWrites } from '../registry/registry-writes.js';
import { DeclareResellerHandler } from './declare-reseller.handler.js';
import { shownAccount } from './link.view.js';
import { LINK_REFUSALS } from './links.refusals.js';
import { type KeptDeclaration, Resellers } from './resellers.port.js';

const SUB_ACCOUNTS_MAX = 10_000;

class PutReseller {
  @Instant('The account sells on from here on.')
  from!: number;

  @OptionalInstant('Exclusive. Absent: without a known end; equal to "from": it never did.')
  to?: number;

  @ApiProperty({
    type: [String],
    description: 'Accounts of its own customers at the same provider. The whole list: it replaces the one before.',
  })
  @IsArray()
  @ArrayMaxSize(SUB_ACCOUNTS_MAX)
  @IsString({ each: true })
  @MaxLength(1000, { each: true })
  subAccounts!: string[];

  @ApiPropertyOptional({
    default: true,
    description: 'Use under the account itself is by end customers, unnamed. false: it is the reseller’s own.',
  })
  @IsOptional()
  @IsBoolean()
  opaque?: boolean;
}

@ApiTags('links')
@ApiBearerAuth()
@Controller('v1/resellers')
export class ResellersController {
  constructor(
    private readonly writes: RegistryWrites,
    private readonly transactions: Transactions,
    private readonly handler: DeclareResellerHandler,
    private readonly resellers: Resellers,
    private readonly clock: Clock,
  ) {}

  @Put(':account')
  @Permit('reseller', 'declare')
  @ApiOperation({ summary: 'Say that an account sells on; use by an end customer whom nobody named stays visible as opaque' })
  @ApiOkResponse({ description: '{account, from, to?, subAccounts, opaque, version, knownAt, declaredBy}; ETag: the version' })
  async put(
    @Param('account') account: string,
    @Body() { from, to, subAccounts, opaque = true }: PutReseller,
    @CurrentCaller() caller: Caller,
    @RequestedBy() call: WriteCall,
    @IfMatch() ifMatch: number | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    const declared = { provider: tenantOf(caller), account, fromMs: from, toMs: to, subAccounts, opaque, ifMatch };
    const answer = await this.writes.run(at(this.clock, call), (write) => this.handler.declare(write, declared));
    const { declaration } = orProblem(answer, LINK_REFUSALS);
    tagVersion(response, declaration.version);
    return viewDeclaration(caller, declaration);
  }

  @Get()
  @Permit('reseller', 'read')
  @ApiOkResponse({ description: '{items: [{account, from, to?, subAccounts, opaque, version, knownAt, declaredBy}], next?}' })
  async list(
    @Query() { limit, cursor }: CursorQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Page<object>> {
    const after = readCursor<[string, string]>(cursor, ['text', 'text']);
    const found = await this.transactions.read(tenantOfReader(caller), (tx) => this.resellers.latest(tx, { limit: limit + 1, after }));
    const page = pageOf(found, limit, ({ provider, account }) => [provider, account]);
    linkNextPage(request, response, page);
    return { ...page, items: page.items.map((one) => viewDeclaration(caller, one)) };
  }
}

function viewDeclaration(
  caller: Caller,
  { provider, account, fromMs, toMs, subAccounts, opaque, version, knownAtMs, declaredBy }: KeptDeclaration,
) {
  return {
    account: shownAccount(caller, provider, account),
    from: isoOf(fromMs),
    ...(toMs === undefined ? {} : { to: isoOf(toMs) }),
    subAccounts,
    opaque,
    version,
    knownAt: isoOf(knownAtMs),
    declaredBy,
  };
}
