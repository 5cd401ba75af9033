import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import { type KeptDeclaration, Resellers } from '../links/resellers.port.js';

interface DeclarationRow {
  provider: string;
  account: string;
  version: number;
  from_ms: string;
  to_ms: string | null;
  sub_accounts: string[];
  opaque: boolean;
  declared_by: string;
  known_at_ms: string;
}

@Injectable()
export class PostgresResellers extends Resellers {
  async ofProvider(tx: Transaction, provider: string): Promise<KeptDeclaration[]> {
    const rows = await tx.query<DeclarationRow>('select * from reseller_declaration where provider = $1 order by known_at_ms', [provider]);
    return rows.map(kept);
  }

  async latest(
    tx: Transaction,
    { limit, after }: { limit: number; after?: readonly [string, string] | undefined },
  ): Promise<KeptDeclaration[]> {
    const rows = await tx.query<DeclarationRow>(
      `select distinct on (provider, account) * from reseller_declaration
       where $1::text is null or (provider, account) > ($1, $2) order by provider, account, version desc limit $3`,
      [after?.[0] ?? null, after?.[1] ?? null, limit],
    );
    return rows.map(kept);
  }

  async add(tx: Transaction, declaration: KeptDeclaration): Promise<void> {
    await tx.query(
      `insert into reseller_declaration (provider, account, version, from_ms, to_ms, sub_accounts, opaque, declared_by, known_at_ms)
       values ($1, $2, $3, $4, $5, $6::text[], $7, $8, $9)`,
      [
        declaration.provider,
        declaration.account,
        declaration.version,
        declaration.fromMs,
        declaration.toMs ?? null,
        [...declaration.subAccounts],
        declaration.opaque,
        declaration.declaredBy,
        declaration.knownAtMs,
      ],
    );
  }
}

function kept(row: DeclarationRow): KeptDeclaration {
  return {
    provider: row.provider,
    account: row.account,
    version: row.version,
    fromMs: Number(row.from_ms),
    ...(row.to_ms === null ? {} : { toMs: Number(row.to_ms) }),
    subAccounts: row.sub_accounts,
    opaque: row.opaque,
    declaredBy: row.declared_by,
    knownAtMs: Number(row.known_at_ms),
  };
}
