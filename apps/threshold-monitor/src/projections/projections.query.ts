import { Injectable } from '@nestjs/common';
import { type Caller, Clock } from '@tidemark/access';
import type { Distance, Rule, Scope, TripleTotal } from '@tidemark/domain';
import { totalsOf } from '@tidemark/domain';
import { Transactions } from '@tidemark/persistence';
import { type RawScope, readScope } from '../ask/asked-scope.js';
import { orRefusal } from '../ask/asking-problems.js';
import { tenantOfReader } from '../ask/asking-tenant.js';
import { KnownIdentity } from '../ask/known-identity.js';
import { type Page, pageOf, readCursor, readLimit } from '../ask/paging.js';
import { type Answer, refuse, shown } from '../ask/refusal.js';
import { RulesInForce } from '../ask/rules-in-force.js';
import { readFilter } from '../flags/flag-question.js';
import { ScopeHoursReader } from '../totals/scope-hours.js';
import { TotalsReader } from '../totals/totals.port.js';
import { totalsParts } from '../totals/totals-parts.js';
import { distancesFrom } from './distances.js';
import { type OpenProjection, OpenProjections } from './projections.port.js';

export interface RawProjectionsQuestion {
  rule?: string | undefined;
  provider?: string | undefined;
  limit?: string | undefined;
  cursor?: string | undefined;
}

export interface ScopeDistances {
  readonly scope: Scope;
  readonly nowMs: number;
  readonly knownAtMs: number;
  readonly total: TripleTotal;
  readonly rules: readonly Rule[];
  readonly distances: readonly Distance[];
}

const PROJECTIONS_DEFAULT = 100;
const PROJECTIONS_MAX = 1000;

/** How far scopes are from the numbers of the rulebook, and when they will pass them. */
@Injectable()
export class ProjectionsQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly projections: OpenProjections,
    private readonly totals: TotalsReader,
    private readonly hours: ScopeHoursReader,
    private readonly identity: KnownIdentity,
    private readonly rules: RulesInForce,
    private readonly clock: Clock,
  ) {}

  /** All that stand, nearest first. */
  async list(caller: Caller, raw: RawProjectionsQuestion): Promise<Page<OpenProjection>> {
    const { rule, provider } = orRefusal(readFilter(caller, { rule: raw.rule, provider: raw.provider }));
    const limit = orRefusal(readLimit(raw.limit, PROJECTIONS_DEFAULT, PROJECTIONS_MAX));
    const after = orRefusal(readCursor<[number, string]>(raw.cursor, ['number', 'uuid']));
    const found = await this.transactions.read(tenantOfReader(caller), (tx) =>
      this.projections.list(tx, { rule, provider }, after, limit + 1),
    );
    return pageOf(found, limit, ({ flag }) => [flag.momentMs, flag.id]);
  }

  async ofScope(caller: Caller, raw: RawScope): Promise<ScopeDistances> {
    const scope = orRefusal(readScope(caller, raw));
    await this.identity.ready();
    const found = await this.transactions.read(tenantOfReader(caller), async (tx): Promise<Answer<ScopeDistances>> => {
      const head = await this.totals.head(tx);
      const attribution = await this.identity.asKnownAt(head.identitySequence, head.knownAtMs);
      const parts = totalsParts(caller, attribution, { scope, fromMs: undefined, toMs: undefined, knownAtMs: undefined, by: [] });
      if ('refused' in parts) return parts;
      const { used } = parts.answer;
      if (used && !(await this.totals.isUsed(tx, used)))
        return refuse('UNKNOWN_SCOPE', `The monitor knows no ${scope.kind} ${shown(scope.id)}.`, 'id');
      const { vector } = await this.hours.of(tx, attribution, scope);
      const rules = await this.rules.all(tx);
      const nowMs = Math.max(this.clock.now(), head.knownAtMs);
      const distances = distancesFrom({ attribution, scope, vector, rules, nowMs });
      return { answer: { scope, nowMs, knownAtMs: head.knownAtMs, total: totalsOf(vector), rules, distances } };
    });
    return orRefusal(found);
  }
}
