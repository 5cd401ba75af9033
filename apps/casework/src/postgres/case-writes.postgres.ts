import { Inject, Injectable } from '@nestjs/common';
import {
  CASE_POLICY,
  CASEWORK,
  type CaseContext,
  type CaseDecision,
  type CaseEvent,
  type CaseId,
  type CaseState,
  caughtUp,
  refusedAfterErasure,
  withReactions,
} from '@tidemark/domain';
import { isRefused, isUuid, type Refused, refuse, repeatable, repeatOf, runOrRollBack } from '@tidemark/edge';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { SealingKeys } from '@tidemark/sealing';
import { actingAs, authorityOf, HOME_AUTHORITY } from '../case-log/acting.js';
import { CaseCalendars } from '../case-log/case-calendars.js';
import { CASE_PROJECTORS, type CaseProjector } from '../case-log/case-projector.js';
import { type CaseRequest, CaseWrites, type OpenCase, type ServedItem } from '../case-log/case-writes.js';
import { personalKeyOf, recordKeyOf } from '../case-log/event-words.js';
import { PeopleSource } from '../case-log/people-source.js';
import { asScheme } from './as-scheme.postgres.js';
import { appendEvents, keysOf, type LoadedCase, loadCase } from './case-events.postgres.js';
import { addCaseRow, findServed, lockCaseRow, projectCase } from './case-rows.postgres.js';

const unknownCase = () => refuse('CASE_UNKNOWN', 'There is no such case.');

@Injectable()
export class PostgresCaseWrites extends CaseWrites {
  constructor(
    private readonly transactions: Transactions,
    private readonly sealing: SealingKeys,
    private readonly people: PeopleSource,
    private readonly calendars: CaseCalendars,
    @Inject(CASE_PROJECTORS) private readonly projectors: readonly CaseProjector[],
    @Inject(HOME_AUTHORITY) private readonly home: string,
  ) {
    super();
  }

  run<Answer extends object>(
    request: CaseRequest,
    id: CaseId,
    work: (open: OpenCase) => Promise<Answer | Refused>,
  ): Promise<Answer | Refused> {
    return this.asked(request, async (tx) => {
      if (!isUuid(id) || request.caller.provider !== undefined) return unknownCase();
      const row = await lockCaseRow(tx, id);
      if (row === undefined || row.authority !== authorityOf(request.caller, this.home)) return unknownCase();
      if (request.ifMatch !== undefined && request.ifMatch !== row.version)
        return refuse('PRECONDITION_FAILED', `The case is at version ${row.version}.`);
      return this.change(tx, await loadCase(tx, this.sealing, id), request, work);
    });
  }

  open<Answer extends object>(
    request: CaseRequest,
    id: CaseId,
    work: (open: OpenCase) => Promise<Answer | Refused>,
  ): Promise<Answer | Refused> {
    return this.asked(request, async (tx) => this.change(tx, await this.begin(tx, id, request.nowMs), request, work));
  }

  runServed<Answer extends object>(
    request: CaseRequest,
    itemId: string,
    work: (open: OpenCase, item: ServedItem) => Promise<Answer | Refused>,
  ): Promise<Answer | Refused> {
    return this.asked(request, async (tx) => {
      const { provider } = request.caller;
      const found = provider === undefined || !isUuid(itemId) ? undefined : await findServed(tx, provider, itemId);
      if (found === undefined) return refuse('ITEM_UNKNOWN', 'Nothing of that id was served on you.');
      await lockCaseRow(tx, found.caseId);
      // Read again under the lock: another answer may have come first.
      const item = (await findServed(tx, provider!, itemId))!;
      if (request.ifMatch !== undefined && request.ifMatch !== item.version)
        return refuse('PRECONDITION_FAILED', `It is at version ${item.version}.`);
      return this.change(tx, await loadCase(tx, this.sealing, item.caseId), request, (open) => work(open, item));
    });
  }

  runAsCasework<Answer>(nowMs: number, id: CaseId, work: (open: OpenCase) => Promise<Answer>, given?: Transaction): Promise<Answer> {
    return this.own(given, async (tx) => {
      await lockCaseRow(tx, id);
      return this.changeAs(tx, await loadCase(tx, this.sealing, id), { nowMs, actor: CASEWORK }, work);
    });
  }

  openAsCasework<Answer>(nowMs: number, id: CaseId, work: (open: OpenCase) => Promise<Answer>, given?: Transaction): Promise<Answer> {
    return this.own(given, async (tx) => this.changeAs(tx, await this.begin(tx, id, nowMs), { nowMs, actor: CASEWORK }, work));
  }

  private own<Answer>(given: Transaction | undefined, work: (tx: Transaction) => Promise<Answer>): Promise<Answer> {
    const asCasework = async (tx: Transaction) => {
      await asScheme(tx);
      return work(tx);
    };
    return given === undefined ? this.transactions.run(asCasework) : asCasework(given);
  }

  /** With the answer of an earlier request of the same key; a refusal rolls back. */
  private async asked<Answer extends object>(
    request: CaseRequest,
    work: (tx: Transaction) => Promise<Answer | Refused>,
  ): Promise<Answer | Refused> {
    await this.people.noteSeen(actingAs(request.caller, this.home), request.nowMs);
    const { nowMs, idempotency } = request;
    return runOrRollBack<Answer>(this.transactions, async (tx) => {
      await asScheme(tx);
      return repeatable(tx, { repeat: repeatOf(request), nowMs, onReplay: idempotency?.onReplay }, () => work(tx));
    });
  }

  private async begin(tx: Transaction, id: CaseId, nowMs: number): Promise<LoadedCase> {
    await this.sealing.make(tx, { owner: recordKeyOf(id), provider: '', nowMs });
    await this.sealing.make(tx, { owner: personalKeyOf(id), provider: '', nowMs });
    await addCaseRow(tx, id);
    return loadCase(tx, this.sealing, id);
  }

  private change<Answer>(
    tx: Transaction,
    loaded: LoadedCase,
    request: CaseRequest,
    work: (open: OpenCase) => Promise<Answer>,
  ): Promise<Answer> {
    return this.changeAs(tx, loaded, { nowMs: request.nowMs, actor: actingAs(request.caller, this.home) }, work);
  }

  private async changeAs<Answer>(
    tx: Transaction,
    loaded: LoadedCase,
    { nowMs, actor }: { nowMs: number; actor: CaseContext['actor'] },
    work: (open: OpenCase) => Promise<Answer>,
  ): Promise<Answer> {
    // Two who wait for one case may come to it in another order than they asked: times of a log never fall.
    const now = Math.max(nowMs, loaded.lastAtMs);
    const people = await this.people.load(tx, loaded.state, actor, now);
    const context: CaseContext = { now, actor, calendars: await this.calendars.load(tx), policy: CASE_POLICY, people };
    const open = new Opened(tx, loaded.state, context);
    open.catchUp();
    const answer = await work(open);
    if (!isRefused(answer) && open.events.length > 0) await this.append(tx, loaded, open);
    return answer;
  }

  private async append(tx: Transaction, loaded: LoadedCase, { state: after, events, context }: Opened): Promise<void> {
    await appendEvents(tx, loaded.state.version === 0 ? { ...loaded, keys: await keysOf(tx, this.sealing, after.id) } : loaded, events);
    await projectCase(tx, after, context.now);
    const appended = { before: loaded.state, after, events, nowMs: context.now, by: context.actor.person };
    for (const projector of this.projectors) await projector.project(tx, appended);
  }
}

class Opened implements OpenCase {
  readonly events: CaseEvent[] = [];

  constructor(
    readonly tx: Transaction,
    public state: CaseState,
    readonly context: CaseContext,
  ) {}

  /** Nobody acts in a case that is behind its clocks, however long the job was down. */
  catchUp(): void {
    const { events, state } = caughtUp(this.state, this.context);
    this.events.push(...events);
    this.state = state;
  }

  apply(decision: CaseDecision<CaseEvent>): Refused | undefined {
    if ('refused' in decision) return { refused: decision.refused };
    const { events, state } = withReactions(this.state, decision.events, this.context);
    const tooLate = refusedAfterErasure(this.state, events);
    if (tooLate) return tooLate;
    this.events.push(...events);
    this.state = state;
    return undefined;
  }
}
