import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, orProblem as orTenancyProblem, Permit, resolveScopedId } from '@tidemark/access';
import { attributionAt } from '@tidemark/domain';
import { isoOf, linkNextPage, type Page, pageOf, readCursor, tenantOfReader } from '@tidemark/edge';
import { Transactions } from '@tidemark/persistence';
import type { Request, Response } from 'express';
import { AccountLinks } from './account-links.port.js';
import { type SeenAccount, SeenAccounts } from './accounts.port.js';
import { AccountQuery, AccountsQuery } from './link.dto.js';
import { shownAccount } from './link.view.js';
import { Resellers } from './resellers.port.js';

@ApiTags('links')
@ApiBearerAuth()
@Controller('v1/accounts')
export class AccountsController {
  constructor(
    private readonly transactions: Transactions,
    private readonly accounts: SeenAccounts,
    private readonly links: AccountLinks,
    private readonly resellers: Resellers,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Permit('link', 'read')
  @ApiOperation({ summary: 'Accounts that used anything; with linked=false those that are nobody’s' })
  @ApiOkResponse({ description: '{items: [{account, customer?, firstUseHour, firstSeen}], next?}' })
  async list(
    @Query() { linked, asOf = this.clock.now(), limit, cursor }: AccountsQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Page<object>> {
    const filter = { linked, asOfMs: asOf, limit: limit + 1, after: readCursor<[string, string]>(cursor, ['text', 'text']) };
    const found = await this.transactions.read(tenantOfReader(caller), (tx) => this.accounts.list(tx, filter));
    const page = pageOf(found, limit, ({ provider, account }) => [provider, account]);
    linkNextPage(request, response, page);
    return {
      ...page,
      items: page.items.map(({ customer, ...seen }) => ({ ...viewSeen(caller, seen), ...(customer ? { customer } : {}) })),
    };
  }

  @Get(':account')
  @Permit('link', 'read')
  @ApiOperation({ summary: 'Whose an account is at an instant, as known at a time; one that nobody knows of is nobody’s' })
  @ApiOkResponse({ description: '{account, asOf, knownAt?, customer?, link?, reseller?, opaque, firstUseHour?, firstSeen?}' })
  async one(@Param('account') raw: string, @Query() { asOf = this.clock.now(), knownAt }: AccountQuery, @CurrentCaller() caller: Caller) {
    const { provider, id: account } = orTenancyProblem(resolveScopedId(caller, raw));
    return this.transactions.read(tenantOfReader(caller), async (tx) => {
      const history = await this.links.history(tx, provider, account);
      const declarations = await this.resellers.ofProvider(tx, provider);
      const { link, reseller, opaque } = attributionAt(account, history, declarations, asOf, knownAt);
      const seen = await this.accounts.find(tx, provider, account);
      return {
        account: shownAccount(caller, provider, account),
        asOf: isoOf(asOf),
        ...(knownAt === undefined ? {} : { knownAt: isoOf(knownAt) }),
        ...(link ? { customer: link.customer, link: link.link } : {}),
        ...(reseller === undefined ? {} : { reseller: shownAccount(caller, provider, reseller) }),
        opaque,
        ...(seen ? viewSeen(caller, seen) : {}),
      };
    });
  }
}

const viewSeen = (caller: Caller, { provider, account, firstUseHourMs, firstSeenMs }: SeenAccount) => ({
  account: shownAccount(caller, provider, account),
  firstUseHour: isoOf(firstUseHourMs),
  firstSeen: isoOf(firstSeenMs),
});
