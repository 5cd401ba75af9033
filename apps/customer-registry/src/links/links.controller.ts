import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  type Caller,
  Clock,
  CurrentCaller,
  isPersonRole,
  orProblem as orTenancyProblem,
  Permit,
  resolveScopedId,
  tenantOf,
} from '@tidemark/access';
import {
  at,
  linkNextPage,
  orProblem,
  type Page,
  Purpose,
  pageOf,
  problemOf,
  RequestedBy,
  readCursor,
  tenantOfReader,
  type WriteCall,
} from '@tidemark/edge';
import { Transactions } from '@tidemark/persistence';
import type { Request, Response } from 'express';
import { IdentityReads } from '../registry/identity-reads.js';
import { RegistryWrites } from '../registry/registry-writes.js';
import type { Write } from '../registry/write.js';
import { AccountLinks } from './account-links.port.js';
import { DeclareLink, EndLink, type LinkBasis, LinkQuery, TransferAccount } from './link.dto.js';
import { type LinkAnswer, LinkHandler } from './link.handler.js';
import { LinkView, viewLink } from './link.view.js';
import { LinkWordsReader } from './link-words.query.js';
import { LINK_REFUSALS } from './links.refusals.js';

@ApiTags('links')
@ApiBearerAuth()
@Controller('v1/links')
export class LinksController {
  constructor(
    private readonly writes: RegistryWrites,
    private readonly transactions: Transactions,
    private readonly handler: LinkHandler,
    private readonly links: AccountLinks,
    private readonly words: LinkWordsReader,
    private readonly reads: IdentityReads,
    private readonly clock: Clock,
  ) {}

  @Post()
  @Permit('link', 'declare')
  @ApiOperation({ summary: 'Tie an account to a customer over a time that may lie in the past' })
  @ApiCreatedResponse({ type: LinkView })
  async declare(
    @Body() { account, customer, from, to, ...basis }: DeclareLink,
    @CurrentCaller() caller: Caller,
    @RequestedBy() call: WriteCall,
    @Res({ passthrough: true }) response: Response,
  ): Promise<LinkView> {
    const link = { provider: tenantOf(caller), account, customer, fromMs: from, toMs: to, ...basisOf(caller, basis) };
    const [view] = await this.change(caller, call, (write) => this.handler.declare(write, link));
    response.setHeader('Location', `/v1/links/${view!.id}`);
    return view!;
  }

  @Post('transfers')
  @Permit('link', 'transfer')
  @ApiOperation({ summary: 'Pass an account from one customer to another at an instant' })
  @ApiCreatedResponse({ description: '{ended: LinkView, begun: LinkView}' })
  async transfer(@Body() body: TransferAccount, @CurrentCaller() caller: Caller, @RequestedBy() call: WriteCall) {
    const { account, from, to, at: atMs, ...basis } = body;
    const transfer = { provider: tenantOf(caller), account, from, to, atMs, ...basisOf(caller, basis) };
    const [ended, begun] = await this.change(caller, call, (write) => this.handler.transfer(write, transfer));
    return { ended, begun };
  }

  @Post(':id/end')
  @HttpCode(200)
  @Permit('link', 'end')
  @ApiOperation({ summary: 'Untie an account from an instant on, also in the past; what was known before stays readable' })
  @ApiOkResponse({ type: LinkView })
  async end(
    @Param('id', ParseUUIDPipe) link: string,
    @Body() { at: atMs, reason, mistaken = false }: EndLink,
    @CurrentCaller() caller: Caller,
    @RequestedBy() call: WriteCall,
  ): Promise<LinkView> {
    return (await this.change(caller, call, (write) => this.handler.end(write, { link, atMs, reason, mistaken })))[0]!;
  }

  @Get()
  @Permit('link', 'read')
  @ApiOperation({ summary: 'Links, in the order in which they became known; as of an instant, as known at a time' })
  @ApiOkResponse({ description: '{items: [LinkView], next?}' })
  async list(
    @Query() query: LinkQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Page<LinkView>> {
    const { account, customer, asOf, knownAt, limit, cursor } = query;
    const scoped = account === undefined ? undefined : orTenancyProblem(resolveScopedId(caller, account));
    const filter = {
      provider: scoped?.provider,
      account: scoped?.id,
      customer,
      asOfMs: asOf,
      knownAtMs: knownAt,
      limit: limit + 1,
      after: readCursor<[number, string]>(cursor, ['number', 'uuid']),
    };
    const found = await this.transactions.read(tenantOfReader(caller), (tx) => this.links.list(tx, filter));
    const page = pageOf(found, limit, ({ knownAtMs, link }) => [knownAtMs, link]);
    linkNextPage(request, response, page);
    return { ...page, items: page.items.map((link) => viewLink(caller, link)) };
  }

  @Get(':id')
  @Permit('link', 'read')
  @ApiOkResponse({ type: LinkView })
  async one(@Param('id', ParseUUIDPipe) id: string, @CurrentCaller() caller: Caller): Promise<LinkView> {
    const link = await this.transactions.read(tenantOfReader(caller), (tx) => this.links.find(tx, id));
    if (!link) throw problemOf({ code: 'LINK_UNKNOWN', detail: 'There is no such link.' }, LINK_REFUSALS);
    return viewLink(caller, link);
  }

  @Get(':id/words')
  @Permit('customer-identity', 'read')
  @ApiOperation({ summary: 'What was said about the evidence and the ends of a link, for a stated purpose; the read is logged' })
  @ApiOkResponse({ description: '{detail?, ends: [{knownAt, reason?}]}' })
  async said(@Param('id', ParseUUIDPipe) id: string, @CurrentCaller() caller: Caller, @Purpose() purpose: string) {
    const words = await this.words.read(tenantOfReader(caller), id);
    if (!words) throw problemOf({ code: 'LINK_UNKNOWN', detail: 'There is no such link.' }, LINK_REFUSALS);
    const { customer, ...said } = words;
    await this.reads.record([{ caller, purpose, customer, what: `link/${id}`, atMs: this.clock.now() }]);
    return said;
  }

  private async change(caller: Caller, call: WriteCall, work: (write: Write) => Promise<LinkAnswer>): Promise<LinkView[]> {
    const { links } = orProblem(await this.writes.run(at(this.clock, call), work), LINK_REFUSALS);
    return links.map((link) => viewLink(caller, link));
  }
}

function basisOf({ role }: Caller, { evidence, strength, statement }: LinkBasis) {
  return {
    kind: evidence.kind,
    detail: evidence.detail,
    strength,
    statement: statement && { keyId: statement.keyId, signature: statement.signature, statedAtMs: statement.statedAt },
    byPerson: isPersonRole(role),
  };
}
