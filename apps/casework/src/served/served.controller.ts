import { Controller, Get, HttpCode, Param, Post, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Permit, permissionProblem } from '@tidemark/access';
import { IfMatch, linkNextPage, type Page, pageOf, RequestedBy, readCursor, refuse, type WriteCall } from '@tidemark/edge';
import type { Request, Response } from 'express';
import { CaseReader } from '../case-log/case-reader.js';
import { CaseSteps, type ServedChanged } from '../case-log/case-steps.js';
import { VersionTag } from '../case-log/version-tag.js';
import { orCaseProblem } from '../refusals.js';
import { ServedQuery } from './served.dto.js';
import { type ServedItemView, servedView } from './served.view.js';
import { ServedIndex } from './served-index.port.js';
import { SERVED_ACKNOWLEDGEMENTS, SERVED_VIEWS } from './served-kinds.js';
import { servedStatus } from './served-status.js';

@ApiTags('served')
@ApiBearerAuth()
@UseInterceptors(VersionTag)
@Controller('v1/served')
export class ServedController {
  constructor(
    private readonly index: ServedIndex,
    private readonly reader: CaseReader,
    private readonly steps: CaseSteps,
  ) {}

  @Get()
  @Permit('served', 'read')
  @ApiOperation({ summary: 'What was served on the caller’s organisation: requests, warnings, orders, notices; newest first' })
  @ApiOkResponse({ description: '{items: [{id, kind, status, servedAt, dueAt?, version}], next?}' })
  async list(
    @Query() { kind, status, limit, cursor }: ServedQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Page<ServedItemView>> {
    const after = readCursor<[number, string]>(cursor, ['number', 'uuid']);
    const found = await this.index.list(providerOf(caller), { kind, status, limit: limit + 1, after });
    const { items, ...next } = pageOf(found, limit, ({ servedAtMs, id }) => [servedAtMs, id]);
    const page = { items: items.map(servedView), ...next };
    linkNextPage(request, response, page);
    return page;
  }

  @Get(':item')
  @Permit('served', 'read')
  @ApiOperation({ summary: 'One item, with all that was addressed to the caller’s organisation and what it answered' })
  @ApiOkResponse({ description: '{id, kind, status, servedAt, dueAt?, version, ...} by kind; the version is the ETag' })
  async read(@Param('item') id: string, @CurrentCaller() caller: Caller): Promise<ServedItemView> {
    providerOf(caller);
    const { item, state } = orCaseProblem(await this.reader.served(caller, id));
    const view = SERVED_VIEWS[item.kind];
    if (view === undefined) throw new Error(`what is served as ${item.kind} has no view`);
    return { ...view(state, item), ...servedView(item) };
  }

  /**
   * One door for all kinds: the guard asks the row of requests, whose roles and scopes are those of every kind; the row of the item's own
   * kind, with its states, is asked inside, once it is known which kind it is.
   */
  @Post(':item/acknowledgement')
  @Permit('information-request', 'acknowledge')
  @HttpCode(200)
  @ApiOperation({ summary: 'Say that it has been received and read' })
  @ApiOkResponse({ description: '{id, version, status}' })
  async acknowledge(
    @Param('item') id: string,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<ServedChanged> {
    const { item } = orCaseProblem(await this.reader.served(call.caller, id));
    const row = SERVED_ACKNOWLEDGEMENTS[item.kind];
    if (row === undefined) return orCaseProblem<ServedChanged>(refuse('ITEM_NOT_ACKNOWLEDGED', `A ${item.kind} is not acknowledged.`));
    return this.steps.takeServed(call, { kind: row.kind, action: row.action as never, item: id, ifMatch }, row.decide, servedStatus);
  }
}

/** Nothing is served on whoever speaks for no provider. */
function providerOf({ provider }: Caller): string {
  if (provider !== undefined) return provider;
  throw permissionProblem({ code: 'TENANT_REQUIRED', detail: 'Items are served on providers; read them in their case.' });
}
