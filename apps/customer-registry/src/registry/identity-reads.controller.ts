import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import { CursorQuery, EDGE_REFUSALS, linkNextPage, type Page, pageOf, problemOf, readCursor, tenantOfReader } from '@tidemark/edge';
import { IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import type { Request, Response } from 'express';
import { IdentityReads, type LoggedRead } from './identity-reads.js';

class IdentityReadQuery extends CursorQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @IsUUID()
  customer?: string;

  @ApiPropertyOptional({ description: 'Who read: the person as facts name her.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  reader?: string;
}

@ApiTags('identity')
@ApiBearerAuth()
@Controller('v1/identity-reads')
export class IdentityReadsController {
  constructor(private readonly reads: IdentityReads) {}

  @Get()
  @Permit('identity-read', 'read')
  @ApiOperation({ summary: 'Who looked at whose identity, when and why; newest first' })
  @ApiOkResponse({ description: '{items: [{id, provider, customer, what, reader, readerProvider, role, purpose, readAt}], next?}' })
  async list(
    @Query() { limit, cursor, customer, reader }: IdentityReadQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Page<LoggedRead>> {
    const [before] = readCursor<[number]>(cursor, ['number']) ?? [];
    const found = await this.reads.list(tenantOfReader(caller), { customer, reader, before, limit: limit + 1 });
    if (found === undefined) throw problemOf({ code: 'CURSOR_INVALID', detail: 'The cursor names no read.' }, EDGE_REFUSALS);
    const page = pageOf(found, limit, ({ id }) => [id]);
    linkNextPage(request, response, page);
    return page;
  }
}
