import { createHash } from 'node:crypto';
import { Controller, Get, Header, HttpCode, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, Permit, tenantOf } from '@tidemark/access';
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
  readRequestBytes,
  tenantOfReader,
  type WriteCall,
} from '@tidemark/edge';
import { type Transaction, Transactions } from '@tidemark/persistence';
import type { Request, Response } from 'express';
import { RegistryWrites } from '../registry/registry-writes.js';
import { BulkView, bulkView, RowsQuery } from './bulk.dto.js';
import { BULK_REFUSALS } from './bulk.refusals.js';
import { BULK_BYTES_MAX, BULK_FORMATS, type BulkFormat } from './bulk-file.js';
import { type BulkOnboarding, BulkOnboardings, type VerdictOnRow } from './bulk-onboardings.port.js';
import { CSV_COLUMNS } from './csv-columns.js';
import { StartBulkHandler } from './start-bulk.handler.js';

@ApiTags('customers')
@ApiBearerAuth()
@Controller('v1/customers/bulk')
export class BulkController {
  constructor(
    private readonly writes: RegistryWrites,
    private readonly transactions: Transactions,
    private readonly starting: StartBulkHandler,
    private readonly onboardings: BulkOnboardings,
    private readonly clock: Clock,
  ) {}

  @Post()
  @HttpCode(202)
  @Permit('bulk-onboarding', 'start')
  @ApiOperation({ summary: 'Onboard many customers from a file; each row gets a verdict of its own' })
  @ApiConsumes('text/csv', 'application/x-ndjson')
  @ApiBody({ schema: { type: 'string', format: 'binary' }, description: 'Columns and limits: docs/reference/bulk.md.' })
  @ApiAcceptedResponse({ type: BulkView, description: 'The file is durable; Location tells how far it is.' })
  async start(
    @RequestedBy() call: WriteCall,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<BulkView> {
    const provider = tenantOf(caller);
    const format = formatOf(request);
    const bytes = await readRequestBytes(request, BULK_BYTES_MAX);
    if (bytes === undefined)
      throw problemOf({ code: 'BULK_TOO_LARGE', detail: `At most ${BULK_BYTES_MAX} bytes are taken.` }, BULK_REFUSALS);
    const started = await this.writes.run(at(this.clock, ofContent(call, bytes)), (write) =>
      this.starting.start(write, { provider, format, bytes }),
    );
    const bulk = orProblem(started, BULK_REFUSALS);
    response.setHeader('Location', `/v1/customers/bulk/${bulk.id}`);
    return bulkView(bulk);
  }

  @Get()
  @Permit('bulk-onboarding', 'read')
  @ApiOperation({ summary: 'Files of customers, newest first' })
  @ApiOkResponse({ description: '{items: [BulkView], next?}' })
  async list(
    @Query() { limit, cursor }: CursorQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Page<BulkView>> {
    const before = readCursor<[number, string]>(cursor, ['number', 'uuid']);
    const found = await this.read(caller, (tx) => this.onboardings.list(tx, { before, limit: limit + 1 }));
    const page = pageOf(found, limit, ({ startedAtMs, id }) => [startedAtMs, id]);
    linkNextPage(request, response, page);
    return { ...page, items: page.items.map(bulkView) };
  }

  @Get('template')
  @Permit('bulk-onboarding', 'read')
  @Header('Content-Type', 'text/csv; charset=utf-8')
  @ApiOperation({ summary: 'The columns that a table may have, as its first line' })
  template(): string {
    return `${CSV_COLUMNS.join(',')}\n`;
  }

  @Get(':id')
  @Permit('bulk-onboarding', 'read')
  @ApiOperation({ summary: 'How far a file is' })
  @ApiOkResponse({ type: BulkView })
  async one(@Param('id', ParseUUIDPipe) id: string, @CurrentCaller() caller: Caller): Promise<BulkView> {
    return bulkView(await this.read(caller, (tx) => this.found(tx, id)));
  }

  @Get(':id/rows')
  @Permit('bulk-onboarding', 'read')
  @ApiOperation({ summary: 'The verdict on each row, in the order of the file; nothing of its content' })
  @ApiOkResponse({ description: '{items: [{row, verdict, customer?, problems?: [{code, field?, detail?}]}], next?}' })
  async rows(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { limit, cursor, verdict }: RowsQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Page<VerdictOnRow>> {
    const [after] = readCursor<[number]>(cursor, ['int']) ?? [0];
    const found = await this.read(caller, async (tx) => {
      await this.found(tx, id);
      return this.onboardings.rows(tx, id, { verdict, after, limit: limit + 1 });
    });
    const page = pageOf(found, limit, ({ row }) => [row]);
    linkNextPage(request, response, page);
    return page;
  }

  private read<Answer>(caller: Caller, work: (tx: Transaction) => Promise<Answer>): Promise<Answer> {
    return this.transactions.read(tenantOfReader(caller), work);
  }

  private async found(tx: Transaction, id: string): Promise<BulkOnboarding> {
    const bulk = await this.onboardings.find(tx, id);
    if (!bulk) throw problemOf({ code: 'BULK_UNKNOWN', detail: 'There is no such file.' }, BULK_REFUSALS);
    return bulk;
  }
}

function formatOf({ headers }: Request): BulkFormat {
  const type = (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  const format = (BULK_FORMATS as Readonly<Record<string, BulkFormat>>)[type];
  if (format === undefined) throw problemOf({ code: 'BULK_TYPE_UNKNOWN', detail: 'The Content-Type is none of them.' }, BULK_REFUSALS);
  return format;
}

/** The key of a repeat stands for the file too, which is not in the request's parsed body. */
function ofContent(call: WriteCall, bytes: Buffer): WriteCall {
  if (!call.idempotency) return call;
  const content = createHash('sha256').update(bytes).digest('hex');
  return { ...call, idempotency: { ...call.idempotency, fingerprint: `${call.idempotency.fingerprint} ${content}` } };
}
