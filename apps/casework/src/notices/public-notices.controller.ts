import { createHash, randomUUID } from 'node:crypto';
import { Body, Controller, Get, Header, Headers, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '@tidemark/access';
import { decideAppeal, decideReply } from '@tidemark/domain';
import { EDGE_REFUSALS, isoOf, problemOf } from '@tidemark/edge';
import { VersionTag } from '../case-log/version-tag.js';
import { NoticeDoor, type NoticeHolder } from './notice-door.js';
import { CustomerAppealBody, CustomerReplyBody } from './notices.dto.js';
import { type HeldNoticeView, heldAppealView, heldNoticeView } from './notices.view.js';

/** In lower case, as the parameter is read, so that the document has it once. */
const CODE = { name: 'notice-code', required: true, description: 'The code that came with the notice.' };
const REPEATS = { name: 'idempotency-key', required: false, description: 'The same again for a repeat: it is taken once.' };

/** For whoever holds a notice: no account, the notice and its code alone. */
@ApiTags('notices')
@UseInterceptors(VersionTag)
@Controller('v1/notices/:notice')
export class PublicNoticesController {
  constructor(private readonly door: NoticeDoor) {}

  @Get()
  @Public()
  @Header('Cache-Control', 'no-store')
  @ApiHeader(CODE)
  @ApiOperation({ summary: 'The notice, its dates, and what its holder wrote' })
  @ApiOkResponse({ description: '{notice, kind, language, servedAt, replyUntil, appealUntil?, text, replies, appeals}' })
  read(@Param('notice') notice: string, @Headers('notice-code') code?: string): Promise<HeldNoticeView> {
    return this.door.read({ notice, code }, (opened) => heldNoticeView(opened.state, opened.notice));
  }

  @Post('replies')
  @Public()
  @ApiHeader(CODE)
  @ApiHeader(REPEATS)
  @ApiOperation({ summary: 'Reply to the notice, or say that no appeal will be made' })
  @ApiCreatedResponse({ description: '{id, receivedAt, late}' })
  reply(
    @Param('notice') notice: string,
    @Body() body: CustomerReplyBody,
    @Headers('notice-code') code?: string,
    @Headers('idempotency-key') key?: string,
  ): Promise<{ id: string; receivedAt: string; late: boolean }> {
    const reply = randomUUID();
    return this.door.step(
      holderOf({ notice, code }, key, ['replies', body]),
      ({ state, context }) => decideReply(state, { ...body, reply, notice, receivedAt: context.now, evidence: [] }, context),
      ({ decisions }) => {
        const { receivedAt, late } = decisions.replies.get(reply)!;
        return { id: reply, receivedAt: isoOf(receivedAt), late };
      },
    );
  }

  @Post('appeals')
  @Public()
  @ApiHeader(CODE)
  @ApiHeader(REPEATS)
  @ApiOperation({ summary: 'Appeal against the decision; one that comes late is kept, and says so' })
  @ApiCreatedResponse({ description: '{id, receivedAt, status: HEARD | LATE | WAIVED}' })
  appeal(
    @Param('notice') notice: string,
    @Body() { grounds }: CustomerAppealBody,
    @Headers('notice-code') code?: string,
    @Headers('idempotency-key') key?: string,
  ): Promise<ReturnType<typeof heldAppealView>> {
    const appeal = randomUUID();
    return this.door.step(
      holderOf({ notice, code }, key, ['appeals', grounds]),
      ({ state, context }) => decideAppeal(state, { appeal, notice, grounds, receivedAt: context.now, evidence: [] }, context),
      ({ decisions }) => heldAppealView(decisions.appeals.get(appeal)!),
    );
  }
}

/** A key for repeats is of the notice: nobody else's request can be taken for its own. */
function holderOf(holder: NoticeHolder, key: string | undefined, asked: unknown): NoticeHolder {
  if (key === undefined) return holder;
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw problemOf({ code: 'IDEMPOTENCY_KEY_INVALID', detail: 'The header Idempotency-Key does not hold such a key.' }, EDGE_REFUSALS);
  const fingerprint = createHash('sha256').update(JSON.stringify(asked)).digest('hex');
  return { ...holder, idempotency: { key, fingerprint } };
}
