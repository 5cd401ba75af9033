import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import { decideWarning, decideWarningAnswer } from '@tidemark/domain';
import { IfMatch, RequestedBy, type WriteCall } from '@tidemark/edge';
import { CaseReader } from '../case-log/case-reader.js';
import { type CaseChanged, CaseSteps, type ServedChanged } from '../case-log/case-steps.js';
import { VersionTag } from '../case-log/version-tag.js';
import { SubjectDirectory } from '../intake/subject-directory.js';
import { orCaseProblem } from '../refusals.js';
import { ServedItems } from '../served/served-items.js';
import { servedStatus } from '../served/served-status.js';
import { reachOf } from './order-reach.js';
import { WarnBody, WarningAnswerBody } from './orders.dto.js';
import { type WarningView, warningView } from './orders.view.js';

@ApiTags('suspension orders')
@ApiBearerAuth()
@UseInterceptors(VersionTag)
@Controller('v1')
export class OrderWarningsController {
  constructor(
    private readonly steps: CaseSteps,
    private readonly reader: CaseReader,
    private readonly subjects: SubjectDirectory,
    private readonly items: ServedItems,
  ) {}

  @Post('cases/:id/order-warnings')
  @Permit('suspension-order', 'warn')
  @ApiOperation({ summary: 'Warn a provider before an order: it may answer within the time of the policy' })
  @ApiCreatedResponse({ description: '{case, version, stage, made: id of the warning}' })
  warn(
    @Param('id') id: string,
    @Body() body: WarnBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const warning = randomUUID();
    const step = { kind: 'suspension-order', action: 'warn', id, ifMatch, made: warning } as const;
    return this.steps.take(call, step, async (state, context, { tx }) => {
      const reach = await reachOf(this.subjects, tx, state, body, context.now);
      return 'refused' in reach ? reach : decideWarning(state, { ...body, ...reach, warning, item: randomUUID() }, context);
    });
  }

  @Get('cases/:id/order-warnings')
  @Permit('suspension-order', 'read')
  @ApiOperation({ summary: 'Warnings of a case, with what was answered' })
  @ApiOkResponse({
    description:
      '{items: [{id, item, provider, scope, customers, status, servedAt, servedBy, answerBy, answeredAt?, reason?, text?, answer?}]}',
  })
  async list(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<{ items: WarningView[] }> {
    const { orders } = orCaseProblem(await this.reader.read(caller, id));
    return { items: [...orders.warnings.values()].map(warningView) };
  }

  @Post('served/:item/statement')
  @Permit('suspension-order', 'answer-warning')
  @HttpCode(200)
  @ApiOperation({ summary: 'Answer a warning: what speaks against the order' })
  @ApiOkResponse({ description: '{id, version, status}' })
  async answer(
    @Param('item') item: string,
    @Body() { text }: WarningAnswerBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<ServedChanged> {
    await this.items.require(call.caller, item, ['ORDER_WARNING']);
    const step = { kind: 'suspension-order', action: 'answer-warning', item, ifMatch } as const;
    const answer = (
      state: Parameters<typeof decideWarningAnswer>[0],
      { part }: { part: string },
      context: Parameters<typeof decideWarningAnswer>[2],
    ) => decideWarningAnswer(state, { warning: part, text }, context);
    return this.steps.takeServed(call, step, answer, servedStatus);
  }
}
