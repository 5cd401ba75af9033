import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import { decideNotice, decideReply } from '@tidemark/domain';
import { IfMatch, RequestedBy, refuse, type WriteCall } from '@tidemark/edge';
import { CaseReader } from '../case-log/case-reader.js';
import { type CaseChanged, CaseSteps } from '../case-log/case-steps.js';
import { VersionTag } from '../case-log/version-tag.js';
import { orCaseProblem } from '../refusals.js';
import { newNoticeCode } from './notice-code.js';
import { NoticeProviders } from './notice-providers.js';
import { RecordedReplyBody, ServeNoticeBody } from './notices.dto.js';
import { type NoticesView, noticesView } from './notices.view.js';

/** What the customer is told of a decision, and what it answers. */
@ApiTags('notices')
@ApiBearerAuth()
@UseInterceptors(VersionTag)
@Controller('v1/cases/:id')
export class NoticesController {
  constructor(
    private readonly steps: CaseSteps,
    private readonly reader: CaseReader,
    private readonly providers: NoticeProviders,
  ) {}

  @Post('notices')
  @Permit('notice', 'serve')
  @ApiOperation({ summary: 'Give notice of what was decided last, through the provider, by mail, or both' })
  @ApiCreatedResponse({
    description:
      '{case, version, stage, made: the id of the notice, noticeCode?}: the code is shown this once, and not to a repeat of the request',
  })
  async serve(
    @Param('id') id: string,
    @Body() { through, provider, language, email }: ServeNoticeBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged & { noticeCode?: string }> {
    const notice = randomUUID();
    const { code, codeHash } = newNoticeCode();
    const item = provider === undefined ? {} : { provider, item: randomUUID() };
    const command = { notice, through, ...item, ...(email === undefined ? {} : { to: email }), language, code, codeHash };
    const changed = await this.steps.take(
      call,
      { kind: 'notice', action: 'serve', id, ifMatch, made: notice },
      async (state, context, { tx }) => {
        if (provider !== undefined && !(await this.providers.of(tx, state, context.now)).has(provider))
          return refuse('NOTICE_PROVIDER_OTHER', `${provider} serves no customer that this case is about.`, { field: 'provider' });
        return decideNotice(state, command, context);
      },
    );
    // A repeat is answered with what was made then, whose code was another.
    return changed.made === notice ? { ...changed, noticeCode: code } : changed;
  }

  @Get('notices')
  @Permit('case', 'read')
  @ApiOperation({ summary: 'Notices that were given, and what the customer replied' })
  @ApiOkResponse({ description: '{version, items: [{id, kind, decision, through, servedAt, replyUntil, appealUntil?, text}], replies}' })
  async list(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<NoticesView> {
    return noticesView(orCaseProblem(await this.reader.read(caller, id)));
  }

  @Post('replies')
  @Permit('notice', 'record-reply')
  @ApiOperation({ summary: 'Record a reply of the customer that came another way' })
  @ApiCreatedResponse({ description: '{case, version, stage, made: the id of the reply}' })
  reply(
    @Param('id') id: string,
    @Body() { receivedAt, ...body }: RecordedReplyBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const reply = randomUUID();
    return this.steps.take(call, { kind: 'notice', action: 'record-reply', id, ifMatch, made: reply }, (state, context) =>
      decideReply(state, { ...body, reply, receivedAt: receivedAt ?? context.now }, context),
    );
  }
}
