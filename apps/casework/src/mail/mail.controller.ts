import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import { isoOf, linkNextPage, type Page, pageOf, readCursor } from '@tidemark/edge';
import type { Request, Response } from 'express';
import { authorityOf, HOME_AUTHORITY } from '../case-log/acting.js';
import { MailsQuery } from './mail.dto.js';
import { type MailHead, MailStore } from './mail-store.port.js';

@ApiTags('mails')
@ApiBearerAuth()
@Controller('v1/mails')
export class MailController {
  constructor(
    private readonly store: MailStore,
    @Inject(HOME_AUTHORITY) private readonly home: string,
  ) {}

  @Get()
  @Permit('case', 'read')
  @ApiOperation({ summary: 'Mail about the cases of your authority, newest first: to whom by role, when, and what became of it' })
  @ApiOkResponse({
    description: '{items: [{id, case, entry, kind, recipient, state, madeAt, attempts, lastAnswer?, nextAttemptAt?, sentAt?}], next?}',
  })
  async list(
    @Query() { case: caseId, state, limit, cursor }: MailsQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Page<MailView>> {
    const before = readCursor<[number, string]>(cursor, ['number', 'uuid']);
    const found = await this.store.list(authorityOf(caller, this.home), { caseId, state, limit: limit + 1, before });
    const { items, ...next } = pageOf(found, limit, ({ madeAtMs, id }) => [madeAtMs, id]);
    const page = { items: items.map(mailView), ...next };
    linkNextPage(request, response, page);
    return page;
  }
}

const mailView = ({ id, caseId, sequence, kind, recipient, state, attempts, lastAnswer, ...at }: MailHead) => ({
  id,
  case: caseId,
  entry: sequence,
  kind,
  recipient,
  state,
  attempts,
  madeAt: isoOf(at.madeAtMs),
  ...(lastAnswer === undefined ? {} : { lastAnswer }),
  ...(at.lastAttemptMs === undefined ? {} : { lastAttemptAt: isoOf(at.lastAttemptMs) }),
  ...(at.nextAttemptMs === undefined ? {} : { nextAttemptAt: isoOf(at.nextAttemptMs) }),
  ...(at.sentAtMs === undefined ? {} : { sentAt: isoOf(at.sentAtMs) }),
});
type MailView = ReturnType<typeof mailView>;
