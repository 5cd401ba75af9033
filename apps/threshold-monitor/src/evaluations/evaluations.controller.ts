import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorOf, type Caller, CurrentCaller, Permit } from '@tidemark/access';
import type { Scope } from '@tidemark/domain';
import { Transactions } from '@tidemark/persistence';
import { MonitorEngine } from '../accumulate/monitor-engine.js';
import { readScope } from '../ask/asked-scope.js';
import { orRefusal } from '../ask/asking-problems.js';
import { type Answer, refuse } from '../ask/refusal.js';
import { isoOf, readMoment } from '../ask/window.js';
import type { MonitorMemory } from '../evaluate/monitor-memory.js';
import { EvaluationsQuery, EvaluationsView, EvaluationView, RecordEvaluation } from './evaluations.dto.js';
import { Evaluations, type KeptEvaluation } from './evaluations.port.js';

const SHOWN_MAX = 100;

/** That a model was evaluated: use is counted from there towards the next time that an evaluation is due. */
@ApiTags('evaluations')
@ApiBearerAuth()
@Controller('v1/evaluations')
export class EvaluationsController {
  constructor(
    private readonly engine: MonitorEngine,
    private readonly evaluations: Evaluations,
    private readonly transactions: Transactions,
  ) {}

  @Post()
  @Permit('evaluation', 'record')
  @ApiOperation({
    summary: 'Record that a model of a customer, party or group was evaluated: what was due by growth or time is judged anew',
  })
  @ApiCreatedResponse({ type: EvaluationView })
  async record(@Body() body: RecordEvaluation, @CurrentCaller() caller: Caller): Promise<EvaluationView> {
    const scope = orRefusal(readScope(caller, body));
    const kept = await this.engine.change(async (change) => {
      if (!isKnown(change.memory, scope)) orRefusal(refuse('UNKNOWN_SCOPE', `The monitor knows no ${scope.kind} ${scope.id}.`, 'id'));
      const atMs = orRefusal(pastMoment(body.at, change.nowMs));
      const { evaluator, method, passed } = body;
      const one = { id: randomUUID(), scope, atMs, knownAtMs: change.nowMs, recordedBy: actorOf(caller), evaluator, method, passed };
      await this.evaluations.add(change.tx, one, change.change);
      change.memory.evaluations.push({ id: one.id, scope, atMs });
      change.touched.touch(scope, Number.POSITIVE_INFINITY, ['EVALUATION']);
      return one;
    });
    return viewOf(kept);
  }

  @Get()
  @Permit('evaluation', 'read')
  @ApiOperation({ summary: 'Evaluations of a customer, party or group, latest first' })
  @ApiOkResponse({ type: EvaluationsView })
  async list(@Query() query: EvaluationsQuery, @CurrentCaller() caller: Caller): Promise<EvaluationsView> {
    const scope = orRefusal(readScope(caller, query));
    const found = await this.transactions.read({ oversight: true }, (tx) => this.evaluations.of(tx, scope, SHOWN_MAX));
    return { items: found.map(viewOf) };
  }
}

/** Groups by a rule of control that no rule in play names are not kept, so nothing is judged of them. */
function isKnown({ attribution, controlRules }: MonitorMemory, scope: Scope): boolean {
  if (scope.kind === 'customer') return attribution.customers().includes(scope.id);
  if (scope.kind === 'party') return attribution.parties().includes(scope.id);
  return (
    scope.kind === 'group' && controlRules.includes(scope.controlRule) && attribution.controllers(scope.controlRule).includes(scope.id)
  );
}

function pastMoment(raw: string, nowMs: number): Answer<number> {
  const moment = readMoment(raw, 'at', 'EVALUATED_AT_INVALID');
  if ('refused' in moment) return moment;
  if (moment.answer === undefined || moment.answer > nowMs)
    return refuse('EVALUATED_AT_INVALID', 'at must be a moment of the past: an evaluation that is to come is none yet.', 'at');
  return { answer: moment.answer };
}

function viewOf({ atMs, knownAtMs, passed, ...rest }: KeptEvaluation): EvaluationView {
  return { ...rest, at: isoOf(atMs), knownAt: isoOf(knownAtMs), ...(passed === undefined ? {} : { passed }) };
}
