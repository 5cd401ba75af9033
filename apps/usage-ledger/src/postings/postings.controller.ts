import { once } from 'node:events';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import type { Response } from 'express';
import { orRefusal } from '../ask/ledger-problems.js';
import { readingTenant } from '../ask/reading-tenant.js';
import { postingLines } from './posting-lines.js';
import { PostingStream } from './posting-stream.js';
import { PostingsQuery, readPostingsQuery } from './postings.dto.js';

@ApiTags('ledger')
@ApiBearerAuth()
@Controller('v1/postings')
export class PostingsController {
  constructor(private readonly postings: PostingStream) {}

  @Get()
  @Permit('usage-total', 'read-postings')
  @ApiOperation({
    summary: 'Every posting in ledger order, as JSON Lines',
    description: 'The header `tidemark-next-after` is the `after` of the next page; the same as asked when there is nothing more.',
  })
  @ApiOkResponse({ content: { 'application/x-ndjson': { schema: { type: 'string' } } } })
  async get(@Query() query: PostingsQuery, @CurrentCaller() caller: Caller, @Res() response: Response): Promise<void> {
    const tenant = readingTenant(caller);
    const { after, limit } = orRefusal(readPostingsQuery(query));
    const end = await this.postings.endOfPage(tenant, after, limit);
    response.setHeader('content-type', 'application/x-ndjson');
    response.setHeader('tidemark-next-after', end.toString());
    for await (const segment of this.postings.page(tenant, after, end))
      for (const lines of postingLines(segment)) if (!(await written(response, lines))) return;
    response.end();
  }
}

/** Waits while the client reads slowly; false when it has gone. */
async function written(response: Response, text: string): Promise<boolean> {
  if (response.destroyed) return false;
  if (!response.write(text)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
  return !response.destroyed;
}
