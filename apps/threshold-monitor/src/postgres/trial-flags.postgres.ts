import { Injectable } from '@nestjs/common';
import type { ScopeKind, Tier } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { type TrialFlag, TrialFlags } from '../rules/trial-flags.port.js';

interface FlagRow {
  scope_kind: ScopeKind;
  scope_key: string;
  scope_id: string;
  provider: string | null;
  kind: string;
  tier: Tier | null;
  n: number;
  moment_ms: string;
}

/** A projection that came true stands no longer as such; one that was superseded was by a newer version. */
const STANDING = `
  select scope_kind, scope_key, scope_id, provider, kind, tier, n, moment_ms from flag
  where rule = $1 and rule_version = $2 and shadow = $3 and status = 'OPEN'
  order by scope_key, kind, tier, n limit $4`;

@Injectable()
export class PostgresTrialFlags extends TrialFlags {
  async standing(
    tx: Transaction,
    { id, version, shadow }: { id: string; version: number; shadow: boolean },
    limit: number,
  ): Promise<TrialFlag[]> {
    const rows = await tx.query<FlagRow>(STANDING, [id, version, shadow, limit]);
    return rows.map(({ scope_kind, scope_key, scope_id, provider, kind, tier, n, moment_ms }) => ({
      scope: { kind: scope_kind, key: scope_key, id: scope_id, ...(provider === null ? {} : { provider }) },
      kind,
      tier: tier ?? undefined,
      n,
      momentMs: Number(moment_ms),
    }));
  }
}
