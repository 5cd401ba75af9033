import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '@tidemark/access';
import { delegationRefusal } from '@tidemark/domain';
import { isRefused, type Refused, refuse, repeatable, repeatOf, type WriteRequest } from '@tidemark/edge';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { actingAs, authorityOf, HOME_AUTHORITY } from '../case-log/acting.js';
import { PeopleSource } from '../case-log/people-source.js';
import { asScheme } from '../postgres/as-scheme.postgres.js';
import { Delegations } from './delegations.port.js';
import { PeopleRecords } from './people-records.port.js';
import { VoidSteps } from './void-steps.js';

type Request = WriteRequest & { caller: Caller };

export interface MakeDelegation {
  deputy: string;
  from?: number | undefined;
  until: number;
  reason: string;
}

export interface DelegationMade {
  id: string;
  from: number;
  until: number;
}

const REGULATORS: ReadonlySet<string> = new Set(['regulator-reviewer', 'regulator-lead']);

/** One lets another do her work for a time. It opens no door to the deputy; it closes one: the two no longer check each other. */
@Injectable()
export class DelegationsHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly delegations: Delegations,
    private readonly people: PeopleRecords,
    private readonly source: PeopleSource,
    private readonly voiding: VoidSteps,
    @Inject(HOME_AUTHORITY) private readonly home: string,
  ) {}

  async make(request: Request, { deputy, from: asked, until, reason }: MakeDelegation): Promise<DelegationMade | Refused> {
    const { caller, nowMs } = request;
    if (caller.person === undefined) return refuse('PERSON_REQUIRED', 'Only a person can do this.');
    await this.source.noteSeen(actingAs(caller, this.home), nowMs);
    const authority = authorityOf(caller, this.home);
    const wanted = { person: actorOf(caller), deputy, from: asked ?? nowMs, until };
    const answer = await this.inOrder(request, async (tx) => {
      const refused = delegationRefusal(await this.delegations.held(tx, authority, nowMs), wanted, nowMs);
      if (refused) return refused;
      const known = await this.people.standingOf(tx, deputy);
      if (known === undefined || !REGULATORS.has(known.role) || known.authority !== authority)
        return refuse('DEPUTY_UNKNOWN', 'Nobody of that id is known to work for your authority.', { field: 'deputy' });
      const id = randomUUID();
      await this.delegations.add(tx, { id, authority, ...wanted, reason, madeAt: nowMs });
      return { id, from: wanted.from, until };
    });
    if (!isRefused(answer)) await this.voiding.run(nowMs);
    return answer;
  }

  /** By either of the two: nobody is bound to do another's work. That it was stays known. */
  end(request: Request, id: string): Promise<{ id: string; endedAt: number } | Refused> {
    const { caller, nowMs } = request;
    return this.inOrder(request, async (tx) => {
      const found = await this.delegations.find(tx, authorityOf(caller, this.home), id);
      const me = actorOf(caller);
      if (found === undefined || (found.person !== me && found.deputy !== me))
        return refuse('DELEGATION_UNKNOWN', 'No delegation of that id is yours.');
      if ((found.endedAt ?? found.until) <= nowMs) return refuse('DELEGATION_OVER', 'It is over already.');
      await this.delegations.end(tx, id, nowMs);
      return { id, endedAt: nowMs };
    });
  }

  /** A refusal changes nothing, so it may commit. */
  private inOrder<Answer extends object>(
    request: Request,
    work: (tx: Transaction) => Promise<Answer | Refused>,
  ): Promise<Answer | Refused> {
    const { nowMs, idempotency } = request;
    return this.transactions.run(async (tx) => {
      await asScheme(tx);
      return repeatable(tx, { repeat: repeatOf(request), nowMs, onReplay: idempotency?.onReplay }, () => work(tx));
    });
  }
}
