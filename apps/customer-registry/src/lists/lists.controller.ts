import { Controller, Get, Param, ParseIntPipe, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clock, Permit } from '@tidemark/access';
import {
  at,
  CursorQuery,
  linkNextPage,
  orProblem,
  type Page,
  pageOf,
  problemOf,
  RequestedBy,
  readCursor,
  type WriteCall,
} from '@tidemark/edge';
import { Transactions } from '@tidemark/persistence';
import type { Request, Response } from 'express';
import { ImportListHandler } from './import-list.handler.js';
import { DifferencesQuery, EntryQuery, ImportListQuery } from './list.dto.js';
import { ListVersionView, viewVersion } from './list.view.js';
import { readListBody } from './list-body.js';
import { type EntryDifference, type ListVersion, ListVersions } from './list-versions.port.js';
import { LISTS_REFUSALS } from './lists.refusals.js';

/** Lists hold no tenant's data: everybody reads the same. */
const EVERYBODY = { oversight: true } as const;

@ApiTags('lists')
@ApiBearerAuth()
@Controller('v1/lists')
export class ListsController {
  constructor(
    private readonly transactions: Transactions,
    private readonly lists: ListVersions,
    private readonly importing: ImportListHandler,
    private readonly clock: Clock,
  ) {}

  @Post(':list/versions')
  @Permit('list', 'import')
  @ApiOperation({ summary: 'Import a version of a list: whole or not at all; the same file again is no new version' })
  @ApiConsumes('application/octet-stream', 'application/xml', 'text/csv', 'application/x-ndjson', 'application/gzip', 'multipart/form-data')
  @ApiBody({ schema: { type: 'string', format: 'binary' }, description: 'The file; or multipart with main, alt and add (OFAC).' })
  @ApiCreatedResponse({ type: ListVersionView, description: '200 when the list had this content already. Beside it: notes.' })
  async import(
    @Param('list') list: string,
    @Query() { format, version: label, confirm: confirmed = false }: ImportListQuery,
    @RequestedBy() call: WriteCall,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    if (!/^[a-z0-9][a-z0-9-]{1,63}$/.test(list))
      throw problemOf({ code: 'LIST_ID_MALFORMED', detail: 'It is not such an id.' }, LISTS_REFUSALS);
    if (label !== undefined && !/^[^\p{Cc}\p{Cf}]+$/u.test(label.trim()))
      throw problemOf({ code: 'LIST_LABEL_MALFORMED', detail: 'It is not such a name.', field: 'version' }, LISTS_REFUSALS);
    const { parts } = orProblem(await readListBody(request), LISTS_REFUSALS);
    const wanted = { file: { list, format, parts }, label: label?.trim(), confirmed };
    const { version, unchanged } = orProblem(await this.importing.handle(at(this.clock, call), wanted), LISTS_REFUSALS);
    response.status(unchanged ? 200 : 201);
    response.setHeader('Location', `/v1/lists/${list}/versions/${version.version}`);
    return { ...viewVersion(version), notes: version.notes };
  }

  @Get()
  @Permit('list', 'read')
  @ApiOperation({ summary: 'The lists that are screened against, each with its latest version' })
  @ApiOkResponse({ description: '{items: [ListVersionView]}' })
  async all(): Promise<{ items: ListVersionView[] }> {
    const current = await this.transactions.read(EVERYBODY, (tx) => this.lists.current(tx));
    return { items: current.map(viewVersion) };
  }

  @Get(':list/versions')
  @Permit('list', 'read')
  @ApiOperation({ summary: 'Every version of a list, newest first' })
  @ApiOkResponse({ description: '{items: [ListVersionView], next?}' })
  async versions(
    @Param('list') list: string,
    @Query() { limit, cursor }: CursorQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Page<ListVersionView>> {
    const [before] = readCursor<[number]>(cursor, ['int']) ?? [];
    const found = await this.transactions.read(EVERYBODY, (tx) => this.lists.versions(tx, list, { before, limit: limit + 1 }));
    if (found.length === 0 && before === undefined) throw unknown();
    const page = pageOf(found.map(viewVersion), limit, ({ version }) => [version]);
    linkNextPage(request, response, page);
    return page;
  }

  @Get(':list/versions/:version')
  @Permit('list', 'read')
  @ApiOperation({ summary: 'One version of a list, with what in it was not understood' })
  @ApiOkResponse({ type: ListVersionView })
  async version(@Param('list') list: string, @Param('version', ParseIntPipe) version: number) {
    const found = await this.find(list, version);
    return { ...viewVersion(found), notes: found.notes };
  }

  @Get(':list/versions/:version/differences')
  @Permit('list', 'read')
  @ApiOperation({
    summary: 'What a version has over the one before, or over another: entries added, changed and removed, with their contents',
  })
  @ApiOkResponse({ description: '{list, version, against, items: [{entry, change, before?, after?}], next?}' })
  async differences(
    @Param('list') list: string,
    @Param('version', ParseIntPipe) version: number,
    @Query() { against = version - 1, limit, cursor }: DifferencesQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Page<EntryDifference> & { list: string; version: number; against: number }> {
    await this.find(list, version);
    if (against > 0) await this.find(list, against);
    const [after] = readCursor<[string]>(cursor, ['text']) ?? [];
    const asked = { list, version, against, after, limit: limit + 1 };
    const found = await this.transactions.read(EVERYBODY, (tx) => this.lists.differences(tx, asked));
    const page = pageOf(found, limit, ({ entry }) => [entry]);
    linkNextPage(request, response, page);
    return { list, version, against, ...page };
  }

  @Get(':list/entries/:entry')
  @Permit('list', 'read')
  @ApiOperation({ summary: 'An entry of a list, as a version of it has it; one that was removed is shown as it stood last' })
  @ApiOkResponse({ description: '{list, fromVersion, toVersion?, entry}' })
  async entry(@Param('list') list: string, @Param('entry') entry: string, @Query() { version }: EntryQuery) {
    const kept = await this.transactions.read(EVERYBODY, (tx) => this.lists.entry(tx, list, entry, version));
    if (kept === undefined) throw unknown();
    const { fromVersion, toVersion } = kept;
    return { list, fromVersion, ...(toVersion === undefined ? {} : { toVersion }), entry: kept.entry };
  }

  private async find(list: string, version: number): Promise<ListVersion> {
    const possible = version > 0 && version <= 2_147_483_647;
    const found = possible ? await this.transactions.read(EVERYBODY, (tx) => this.lists.find(tx, list, version)) : undefined;
    if (found === undefined) throw unknown();
    return found;
  }
}

const unknown = () => problemOf({ code: 'LIST_UNKNOWN', detail: 'It was not found.' }, LISTS_REFUSALS);
