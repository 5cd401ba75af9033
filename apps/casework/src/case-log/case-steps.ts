import { Injectable } from '@nestjs/common';
import { type ActionOn, type Caller, Clock, type RecordKind, requirePermission } from '@tidemark/access';
import type { CaseContext, CaseDecision, CaseEvent, CaseId, CaseStage, CaseState } from '@tidemark/domain';
import { at, type WriteCall } from '@tidemark/edge';
import { orCaseProblem } from '../refusals.js';
import { CaseWrites, type OpenCase, type ServedItem } from './case-writes.js';

/** What every change of a case answers: no word of anybody stands in it. The version is the ETag too. */
export interface CaseChanged {
  case: CaseId;
  version: number;
  stage: CaseStage;
  /** What was made: the id of a note, a request, an order. */
  made?: string;
}

/** What every change of something that was served answers its provider: nothing of the case. */
export interface ServedChanged {
  id: string;
  version: number;
  status: string;
}

export interface Step<Kind extends RecordKind> {
  kind: Kind;
  action: ActionOn<Kind>;
  id: CaseId;
  ifMatch?: number | undefined;
  /** What was made, for the answer. */
  made?: string;
  /** The state that the row's `states` speak of; absent: the stage of the case. */
  state?: (state: CaseState) => string;
  /** Whose step this one checks: they may not be the caller. */
  earlier?: (state: CaseState) => readonly string[];
}

/** One step of somebody in a case: permitted by the table, decided by the domain, saved with all that follows, answered alike. */
@Injectable()
export class CaseSteps {
  constructor(
    private readonly writes: CaseWrites,
    private readonly clock: Clock,
  ) {}

  async take<Kind extends RecordKind>(
    call: WriteCall,
    step: Step<Kind>,
    decide: (state: CaseState, context: CaseContext, open: OpenCase) => CaseDecision<CaseEvent> | Promise<CaseDecision<CaseEvent>>,
  ): Promise<CaseChanged> {
    const { id, ifMatch, made } = step;
    const answer = await this.writes.run({ ...at(this.clock, call), ifMatch }, id, async (open) => {
      requireStep(call.caller, step, open.state);
      const refused = open.apply(await decide(open.state, open.context, open));
      if (refused) return refused;
      const { version, stage } = open.state;
      return { case: id, version, stage, ...(made === undefined ? {} : { made }) };
    });
    return orCaseProblem<CaseChanged>(answer);
  }

  /** The same for what a provider does with an item that was served on it. */
  async takeServed<Kind extends RecordKind>(
    call: WriteCall,
    { kind, action, item, ifMatch }: { kind: Kind; action: ActionOn<Kind>; item: string; ifMatch?: number | undefined },
    decide: (
      state: CaseState,
      item: ServedItem,
      context: CaseContext,
      open: OpenCase,
    ) => CaseDecision<CaseEvent> | Promise<CaseDecision<CaseEvent>>,
    statusAfter: (state: CaseState, item: ServedItem) => string,
  ): Promise<ServedChanged> {
    const answer = await this.writes.runServed({ ...at(this.clock, call), ifMatch }, item, async (open, served) => {
      requirePermission(call.caller, kind, action, { provider: served.provider, state: served.status });
      const refused = open.apply(await decide(open.state, served, open.context, open));
      if (refused) return refused;
      return { id: item, version: served.version + 1, status: statusAfter(open.state, served) };
    });
    return orCaseProblem<ServedChanged>(answer);
  }
}

function requireStep<Kind extends RecordKind>(caller: Caller, { kind, action, state, earlier }: Step<Kind>, standing: CaseState): void {
  requirePermission(caller, kind, action, {
    provider: undefined,
    state: state?.(standing) ?? standing.stage,
    ...(earlier === undefined ? {} : { earlierActors: earlier(standing) }),
  });
}
