import { Controller, Get, Param, ParseUUIDPipe, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, Permit } from '@tidemark/access';
import { isoOf, linkNextPage, type Page, pageOf, problemOf, readCursor, tenantOfReader } from '@tidemark/edge';
import { type Transaction, Transactions } from '@tidemark/persistence';
import type { Request, Response } from 'express';
import { CustomerDirectory } from '../customers/customer-directory.port.js';
import { PartyDirectory } from '../parties/party-directory.port.js';
import { ControllersQuery } from './control.dto.js';
import { CONTROL_REFUSALS } from './control.refusals.js';
import { viewFinding } from './control.view.js';
import { ControlReader } from './control-reader.js';
import { type ControllerView, controllersIn, groupIn, type MemberView } from './groups.query.js';

interface GroupView extends Page<MemberView> {
  controller: string;
  rule: string;
  asOf: string;
  knownAt?: string;
  /** All members, those on other pages too. */
  members: number;
  findings: object[];
}

/** Customer groups. A provider asks within its own records, and the ids are of records; the scheme asks across all, by party. */
@ApiTags('control')
@ApiBearerAuth()
@Controller('v1/controllers')
export class ControllersController {
  constructor(
    private readonly transactions: Transactions,
    private readonly reader: ControlReader,
    private readonly customers: CustomerDirectory,
    private readonly parties: PartyDirectory,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Permit('customer-group', 'read')
  @ApiOperation({ summary: 'Everybody who controls at least one other, as of an instant, as known at a time' })
  @ApiOkResponse({ description: '{items: [{controller, members}], next?}' })
  async list(
    @Query() { rule, asOf, knownAt, limit, cursor }: ControllersQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Page<ControllerView>> {
    const instant = { asOfMs: asOf ?? this.clock.now(), knownAtMs: knownAt };
    const [after] = readCursor<[string]>(cursor, ['text']) ?? [''];
    const picture = await this.transactions.read(tenantOfReader(caller), (tx) => this.reader.everybody(tx, caller, instant));
    const controllers = controllersIn(picture, rule).filter(({ controller }) => controller > after);
    const page = pageOf(controllers, limit, ({ controller }) => [controller]);
    linkNextPage(request, response, page);
    return page;
  }

  @Get(':id/group')
  @Permit('customer-group', 'read')
  @ApiOperation({ summary: 'Who is under a controller, and why, as of an instant, as known at a time' })
  @ApiOkResponse({ description: '{controller, rule, asOf, knownAt?, members, items: [{member, because | share}], findings, next?}' })
  async group(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { rule, asOf, knownAt, limit, cursor }: ControllersQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<GroupView> {
    const instant = { asOfMs: asOf ?? this.clock.now(), knownAtMs: knownAt };
    const [after] = readCursor<[string]>(cursor, ['text']) ?? [''];
    const { controller, picture } = await this.transactions.read(tenantOfReader(caller), async (tx) => ({
      controller: await this.controllerOf(tx, caller, id.toLowerCase(), knownAt),
      picture: await this.reader.everybody(tx, caller, instant),
    }));
    const { members, explain, findings } = groupIn(picture, rule, controller);
    const found = members.filter((member) => member > after);
    const page = pageOf(found, limit, (member) => [member]);
    linkNextPage(request, response, page);
    return {
      controller,
      rule,
      asOf: isoOf(instant.asOfMs),
      ...(knownAt === undefined ? {} : { knownAt: isoOf(knownAt) }),
      members: members.length,
      ...page,
      items: page.items.map(explain),
      findings: [...picture.findings, ...findings].map(viewFinding),
    };
  }

  /** A record, or for the scheme a party: a record's id stands for its party there. */
  private async controllerOf(tx: Transaction, { provider }: Caller, id: string, knownAtMs?: number): Promise<string> {
    if (provider === undefined && (await this.parties.recordsOf(tx, id, knownAtMs)).length > 0) return id;
    if (!(await this.customers.head(tx, id)))
      throw problemOf({ code: 'CONTROLLER_UNKNOWN', detail: 'There is no such record or party.' }, CONTROL_REFUSALS);
    return provider === undefined ? ((await this.parties.partiesOf(tx, [id], knownAtMs)).get(id) ?? id) : id;
  }
}
