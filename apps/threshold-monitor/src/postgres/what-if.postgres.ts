import { Injectable } from '@nestjs/common';
import type { ScopeKind } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { type StandingFlag, type UsedEver, WhatIfReader } from '../what-if/what-if.port.js';

@Injectable()
export class PostgresWhatIf extends WhatIfReader {
  async accounts(tx: Transaction): Promise<UsedEver[]> {
    return usedEver(
      await tx.query<UsedRow>(
        `select p.name as provider, a.name, t.expected, t.upper, t.last_hour - t.first_hour + 1 as hours
         from account_total t join account a on a.id = t.account_id join provider p on p.id = a.provider_id`,
      ),
    );
  }

  async clusters(tx: Transaction): Promise<UsedEver[]> {
    return usedEver(
      await tx.query<UsedRow>(
        `select p.name as provider, c.name, sum(t.expected) as expected, sum(t.upper) as upper, count(*)::int as hours
         from cluster_hour t join compute_cluster c on c.id = t.cluster_id join provider p on p.id = c.provider_id group by p.name, c.name`,
      ),
    );
  }

  async standing(tx: Transaction, rule: string, version: number): Promise<StandingFlag[]> {
    const rows = await tx.query<FlagRow>(
      `select id, scope_kind, scope_id, content -> 'scope' ->> 'provider' as provider, tier, n, moment_ms from flag
       where rule = $1 and rule_version = $2 and kind = 'CROSSING' and tier <> 'PROJECTED' and status = 'OPEN' and not shadow`,
      [rule, version],
    );
    return rows.map((row) => ({
      ...{ id: row.id, scopeKind: row.scope_kind, scopeId: row.scope_id, tier: row.tier, n: row.n },
      provider: row.provider ?? undefined,
      momentMs: Number(row.moment_ms),
    }));
  }
}

interface UsedRow {
  provider: string;
  name: string;
  expected: string;
  upper: string;
  hours: number;
}

interface FlagRow {
  id: string;
  scope_kind: ScopeKind;
  scope_id: string;
  provider: string | null;
  tier: string;
  n: number;
  moment_ms: string;
}

const usedEver = (rows: readonly UsedRow[]): UsedEver[] =>
  rows.map(({ provider, name, expected, upper, hours }) => ({ provider, name, hours, expected: BigInt(expected), upper: BigInt(upper) }));
