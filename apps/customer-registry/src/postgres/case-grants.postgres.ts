import { Injectable } from '@nestjs/common';
import type { casework } from '@tidemark/contracts';
import { isUuid } from '@tidemark/edge';
import type { Transaction } from '@tidemark/persistence';
import { type CaseGrant, CaseGrants } from '../release/case-grants.port.js';

interface GrantRow {
  id: string;
  case_id: string;
  customers: string[];
  fields: string[];
  persons: string[];
  from_ms: string;
  until_ms: string;
  ended_at_ms: string | null;
}

@Injectable()
export class PostgresCaseGrants extends CaseGrants {
  async find(tx: Transaction, grant: string): Promise<CaseGrant | undefined> {
    const [row] = await tx.query<GrantRow>(
      'select id, case_id, customers, fields, persons, from_ms, until_ms, ended_at_ms from case_grant where id = $1',
      [grant],
    );
    return row && grantOf(row);
  }

  async take(tx: Transaction, { case: caseId, knownAtMs, fact }: casework.CaseFact): Promise<void> {
    switch (fact.case) {
      case 'accessGranted':
        return granted(tx, caseId, fact.value);
      case 'accessEnded':
        return ended(tx, fact.value);
      case 'disclosed':
        return disclosed(tx, { caseId, knownAtMs }, fact.value);
      default:
        return undefined;
    }
  }
}

async function granted(tx: Transaction, caseId: string, grant: casework.AccessGranted): Promise<void> {
  const { grant: id, customers, fields, persons, fromMs, untilMs, breakGlass } = grant;
  await tx.query(
    `insert into case_grant (id, case_id, customers, fields, persons, from_ms, until_ms, break_glass)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing`,
    [id, caseId, customers, fields, persons, fromMs.toString(), untilMs.toString(), breakGlass],
  );
}

async function ended(tx: Transaction, { grant, atMs, cause }: casework.AccessEnded): Promise<void> {
  await tx.query('update case_grant set ended_at_ms = $2, end_cause = $3 where id = $1 and ended_at_ms is null', [
    grant,
    atMs.toString(),
    cause,
  ]);
}

async function disclosed(
  tx: Transaction,
  { caseId, knownAtMs }: { caseId: string; knownAtMs: bigint },
  { provider, customers }: casework.CaseDisclosed,
): Promise<void> {
  await tx.query(
    `insert into case_disclosure (case_id, provider, customer, known_at_ms)
     select $1, $2, customer::uuid, $4 from unnest($3::text[]) as t (customer) on conflict do nothing`,
    [caseId, provider, customers.filter((customer) => isUuid(customer)), knownAtMs.toString()],
  );
}

const grantOf = (row: GrantRow): CaseGrant => ({
  id: row.id,
  caseId: row.case_id,
  customers: row.customers,
  fields: row.fields,
  persons: row.persons,
  fromMs: Number(row.from_ms),
  untilMs: Number(row.until_ms),
  ...(row.ended_at_ms === null ? {} : { endedAtMs: Number(row.ended_at_ms) }),
});
