import { Injectable } from '@nestjs/common';
import { type Caller, orProblem, type ProblemException, resolveScopedId } from '@tidemark/access';
import { Transactions } from '@tidemark/persistence';
import { refusalProblem } from './facility.problem.js';
import type { FacilityFact, FactKind, ThingName } from './facility-fact.js';
import { FacilityFacts } from './facility-facts.port.js';
import { shown } from './facility-refusal.js';
import type { PageQuery } from './page.dto.js';
import type { RefusalCode } from './refusal-codes.js';
import { providerAskedFor, shownId, tenantSeenBy } from './viewer.js';

const NOT_FOUND: Record<FactKind, RefusalCode> = {
  provider: 'PROVIDER_NOT_FOUND',
  site: 'SITE_NOT_FOUND',
  cluster: 'CLUSTER_NOT_FOUND',
  meter: 'METER_NOT_FOUND',
};

export interface FactList<Kind extends FactKind> {
  facts: FacilityFact<Kind>[];
  /** What to ask for as `after` when there is more. */
  next: string | undefined;
}

/** Reads facts for a caller, in a transaction that sees its tenant's rows only. Throws problems: it stands at the edge. */
@Injectable()
export class FacilityFactsQuery {
  constructor(
    private readonly transactions: Transactions,
    private readonly facts: FacilityFacts,
  ) {}

  async list<Kind extends FactKind>(caller: Caller, kind: Kind, { provider, after, limit }: PageQuery): Promise<FactList<Kind>> {
    const page = {
      provider: providerAskedFor(caller, provider),
      after: after === undefined ? undefined : this.name(caller, kind, after),
    };
    const facts = await this.transactions.read(tenantSeenBy(caller), (tx) =>
      // One more than asked for tells whether there is a next page.
      this.facts.list(tx, kind, { ...withoutUndefined(page), limit: limit + 1 }),
    );
    const shownFacts = facts.slice(0, limit);
    const last = facts.length > limit ? shownFacts.at(-1) : undefined;
    return { facts: shownFacts, next: last && (kind === 'provider' ? last.id : shownId(caller, last)) };
  }

  async one<Kind extends FactKind>(caller: Caller, kind: Kind, rawId: string): Promise<FacilityFact<Kind>> {
    const thing = this.name(caller, kind, rawId);
    const fact = await this.transactions.read(tenantSeenBy(caller), (tx) => this.facts.latest(tx, thing));
    if (fact === undefined) throw notFound(kind, rawId);
    return fact;
  }

  /** Every version, oldest first. */
  async history<Kind extends FactKind>(caller: Caller, kind: Kind, rawId: string): Promise<FacilityFact<Kind>[]> {
    const thing = this.name(caller, kind, rawId);
    const facts = await this.transactions.read(tenantSeenBy(caller), (tx) => this.facts.history(tx, thing));
    if (facts.length === 0) throw notFound(kind, rawId);
    return facts;
  }

  private name<Kind extends FactKind>(caller: Caller, kind: Kind, rawId: string): ThingName<Kind> {
    if (kind === 'provider') return { kind, provider: rawId, id: rawId };
    return { kind, ...orProblem(resolveScopedId(caller, rawId, { slashes: kind === 'meter' ? 'possible' : 'never' })) };
  }
}

function notFound(kind: FactKind, rawId: string): ProblemException {
  return refusalProblem({ code: NOT_FOUND[kind], detail: `There is no ${kind} ${shown(rawId)}.` });
}

function withoutUndefined<Value extends object>(value: Value): { [Key in keyof Value]?: Exclude<Value[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never;
}
