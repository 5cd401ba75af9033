import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import { decideEvaluationRequest, decideEvaluationResult, type EvaluationRequest, refusal } from '@tidemark/domain';
import { IfMatch, isoOf, RequestedBy, type WriteCall } from '@tidemark/edge';
import type { Transaction } from '@tidemark/persistence';
import { CaseReader } from '../case-log/case-reader.js';
import { type CaseChanged, CaseSteps } from '../case-log/case-steps.js';
import { VersionTag } from '../case-log/version-tag.js';
import { BecauseBody } from '../cases/cases.dto.js';
import { CaseFiles } from '../desk/case-files.js';
import { orCaseProblem } from '../refusals.js';
import { EvaluationResultBody } from './evaluations.dto.js';

/** Evaluations of a model that grew: promised by the labs' own scaling policies, and asked for by no law. */
@ApiTags('evaluations')
@ApiBearerAuth()
@UseInterceptors(VersionTag)
@Controller('v1/cases/:id/evaluation-requests')
export class EvaluationRequestsController {
  constructor(
    private readonly steps: CaseSteps,
    private readonly reader: CaseReader,
    private readonly files: CaseFiles,
  ) {}

  @Post()
  @Permit('evaluation-request', 'open')
  @ApiOperation({ summary: 'Ask for an evaluation; flags that say one is due ask by themselves' })
  @ApiCreatedResponse({ description: '{case, version, stage, made: id of the request}' })
  ask(
    @Param('id') id: string,
    @Body() { reason }: BecauseBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const evaluation = randomUUID();
    return this.steps.take(call, { kind: 'evaluation-request', action: 'open', id, ifMatch, made: evaluation }, (state, context) =>
      decideEvaluationRequest(state, { evaluation, reason }, context),
    );
  }

  @Get()
  @Permit('evaluation-request', 'read')
  @ApiOperation({ summary: 'Evaluations that were asked for in the case, with their results' })
  @ApiOkResponse({
    description:
      '{items: [{id, cause, flag?, reason, status, requestedAt, requestedBy, result?: {at, passed, evaluator, method, report?, recordedAt, recordedBy}}]}',
  })
  async list(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<{ items: object[] }> {
    const { evaluations } = orCaseProblem(await this.reader.read(caller, id));
    return { items: [...evaluations.values()].map(viewOf) };
  }

  @Post(':e/result')
  @Permit('evaluation-request', 'record')
  @HttpCode(200)
  @ApiOperation({ summary: 'Record the result, once; one that was not passed makes the case more severe' })
  @ApiOkResponse({ description: '{case, version, stage}' })
  record(
    @Param('id') id: string,
    @Param('e') evaluation: string,
    @Body() { at: evaluatedAt, ...body }: EvaluationResultBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    return this.steps.take(call, { kind: 'evaluation-request', action: 'record', id, ifMatch }, async (state, context, { tx }) => {
      if (!(await this.isOfCase(tx, id, body.report))) return refusal('EVALUATION_FILE_UNKNOWN', 'The report is no file of this case.');
      return decideEvaluationResult(state, { evaluation, evaluatedAt, ...body }, context);
    });
  }

  private async isOfCase(tx: Transaction, caseId: string, file: string | undefined): Promise<boolean> {
    if (file === undefined) return true;
    return (await this.files.heads(tx, caseId)).some(({ id, scan }) => id === file && scan !== 'INFECTED');
  }
}

function viewOf({ id, cause, flag, reason, status, requestedAt, requestedBy, result }: EvaluationRequest) {
  const asked = { id, cause, flag, reason, status, requestedAt: isoOf(requestedAt), requestedBy };
  if (result === undefined) return asked;
  const { evaluatedAt, recordedAt, ...said } = result;
  return { ...asked, result: { ...said, at: isoOf(evaluatedAt), recordedAt: isoOf(recordedAt) } };
}
