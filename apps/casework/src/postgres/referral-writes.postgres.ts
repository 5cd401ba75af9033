import { Inject, Injectable } from '@nestjs/common';
import type { CaseId, CaseState } from '@tidemark/domain';
import { type Refused, repeatable, repeatOf, runOrRollBack } from '@tidemark/edge';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { actingAs, HOME_AUTHORITY } from '../case-log/acting.js';
import { type CaseRequest, CaseWrites, type OpenCase } from '../case-log/case-writes.js';
import { PeopleSource } from '../case-log/people-source.js';
import { type CrossCase, CrossCaseWrites } from '../referrals/cross-case-writes.js';
import { asScheme } from './as-scheme.postgres.js';

type Decide = Parameters<CrossCase['decide']>[1];

@Injectable()
export class PostgresCrossCaseWrites extends CrossCaseWrites {
  constructor(
    private readonly transactions: Transactions,
    private readonly writes: CaseWrites,
    private readonly people: PeopleSource,
    @Inject(HOME_AUTHORITY) private readonly home: string,
  ) {
    super();
  }

  async run<Answer extends object>(request: CaseRequest, work: (cross: CrossCase) => Promise<Answer | Refused>): Promise<Answer | Refused> {
    await this.people.noteSeen(actingAs(request.caller, this.home), request.nowMs);
    const { nowMs, idempotency } = request;
    return runOrRollBack<Answer>(this.transactions, async (tx) => {
      await asScheme(tx);
      return repeatable(tx, { repeat: repeatOf(request), nowMs, onReplay: idempotency?.onReplay }, () => work(this.crossing(tx, request)));
    });
  }

  private crossing(tx: Transaction, { caller, nowMs }: CaseRequest): CrossCase {
    const actor = actingAs(caller, this.home);
    const byCaller = (decide: Decide) => async (open: OpenCase) => {
      const people = await this.people.load(tx, open.state, actor, nowMs);
      return applied(open, await decide(open.state, { ...open.context, actor, people }, open));
    };
    const byCasework = (decide: Decide) => async (open: OpenCase) => applied(open, await decide(open.state, open.context, open));
    return {
      tx,
      nowMs,
      hold: (cases: readonly CaseId[]) => hold(tx, cases),
      decide: (id, decide) => this.writes.runAsCasework(nowMs, id, byCaller(decide), tx),
      begin: (id, decide) => this.writes.openAsCasework(nowMs, id, byCaller(decide), tx),
      decideAsCasework: (id, decide) => this.writes.runAsCasework(nowMs, id, byCasework(decide), tx),
      beginAsCasework: (id, decide) => this.writes.openAsCasework(nowMs, id, byCasework(decide), tx),
    };
  }
}

function applied(open: OpenCase, decision: Awaited<ReturnType<Decide>>): CaseState | Refused {
  return open.apply(decision) ?? open.state;
}

async function hold(tx: Transaction, cases: readonly CaseId[]): Promise<void> {
  await tx.query('select id from case_row where id = any($1::uuid[]) order by id for update', [cases]);
}
