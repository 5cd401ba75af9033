import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import {
  acceptAnswer,
  type CaseContext,
  type CaseDecision,
  type CaseEvent,
  type CaseState,
  remindOf,
  returnAnswer,
  sendRequest,
  withdrawRequest,
} from '@tidemark/domain';
import { IfMatch, RequestedBy, type WriteCall } from '@tidemark/edge';
import { CaseReader } from '../case-log/case-reader.js';
import { type CaseChanged, CaseSteps } from '../case-log/case-steps.js';
import { VersionTag } from '../case-log/version-tag.js';
import { BecauseBody } from '../cases/cases.dto.js';
import { SubjectDirectory } from '../intake/subject-directory.js';
import { orCaseProblem } from '../refusals.js';
import { concernedIn } from './concerned.js';
import { type InformationRequestView, informationRequestView } from './information-request.view.js';
import { ReturnBody, SendRequestBody } from './information-requests.dto.js';

const CHANGED = '{case, version, stage}; the version is the ETag';

@ApiTags('information requests')
@ApiBearerAuth()
@UseInterceptors(VersionTag)
@Controller('v1/cases/:id/information-requests')
export class InformationRequestsController {
  constructor(
    private readonly steps: CaseSteps,
    private readonly reader: CaseReader,
    private readonly subjects: SubjectDirectory,
  ) {}

  @Post()
  @Permit('information-request', 'send')
  @ApiOperation({ summary: 'Ask a provider for information: its questions, from a template or free; served at once, with its clocks' })
  @ApiCreatedResponse({ description: '{case, version, stage, made: id of the request}' })
  send(
    @Param('id') id: string,
    @Body() body: SendRequestBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const request = randomUUID();
    const item = randomUUID();
    return this.steps.take(
      call,
      { kind: 'information-request', action: 'send', id, ifMatch, made: request },
      async (state, context, { tx }) => {
        const concerned = await concernedIn(this.subjects, tx, state, context.now);
        return sendRequest(state, { ...body, request, item, concerned }, context);
      },
    );
  }

  @Get()
  @Permit('information-request', 'read')
  @ApiOperation({ summary: 'What providers were asked in this case, and what they answered; oldest first' })
  @ApiOkResponse({
    description: '{items: [{id, item, provider, status, awaited, askedAt, askedBy, dueAt, reason?, questions, answers, returns, ...}]}',
  })
  async list(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<{ items: InformationRequestView[] }> {
    const state = orCaseProblem(await this.reader.read(caller, id));
    return { items: [...state.requests.information.values()].map((request) => informationRequestView(state, request)) };
  }

  @Post(':request/acceptance')
  @Permit('information-request', 'settle')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take the answer as complete' })
  @ApiOkResponse({ description: CHANGED })
  accept(
    @Param('id') id: string,
    @Param('request') request: string,
    @Body() { reason }: BecauseBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    return this.settle(call, id, ifMatch, (state, context) => acceptAnswer(state, request, reason, context));
  }

  @Post(':request/return')
  @Permit('information-request', 'settle')
  @HttpCode(200)
  @ApiOperation({ summary: 'Give the answer back: what is missing, and until when; the answer stays, another is asked for' })
  @ApiOkResponse({ description: CHANGED })
  giveBack(
    @Param('id') id: string,
    @Param('request') request: string,
    @Body() body: ReturnBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    return this.settle(call, id, ifMatch, (state, context) => returnAnswer(state, request, body, context));
  }

  @Post(':request/withdrawal')
  @Permit('information-request', 'settle')
  @HttpCode(200)
  @ApiOperation({ summary: 'Withdraw a request that was not answered; its clocks end' })
  @ApiOkResponse({ description: CHANGED })
  withdraw(
    @Param('id') id: string,
    @Param('request') request: string,
    @Body() { reason }: BecauseBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    return this.settle(call, id, ifMatch, (state, context) => withdrawRequest(state, request, reason, context));
  }

  @Post(':request/reminder')
  @Permit('information-request', 'settle')
  @HttpCode(200)
  @ApiOperation({ summary: 'Remind of it, at most once a day; reminders before the due date go by themselves' })
  @ApiOkResponse({ description: CHANGED })
  remind(
    @Param('id') id: string,
    @Param('request') request: string,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    return this.settle(call, id, ifMatch, (state, context) => remindOf(state, request, context));
  }

  private settle(
    call: WriteCall,
    id: string,
    ifMatch: number | undefined,
    decide: (state: CaseState, context: CaseContext) => CaseDecision<CaseEvent>,
  ): Promise<CaseChanged> {
    return this.steps.take(call, { kind: 'information-request', action: 'settle', id, ifMatch }, decide);
  }
}
