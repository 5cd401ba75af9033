import type { Transaction } from '@tidemark/persistence';
import { IDENTITY_LINES, type StandingIdentity } from '../events/identity-fold.js';
import { RegisteredIdentity } from '../events/registered-identity.port.js';

const ms = (value: string | null): number | null => (value === null ? null : Number(value));

interface TimedRow {
  id: string;
  provider: string;
  from_ms: string;
  to_ms: string | null;
}

/** The earliest end of what a row says. */
const ends = (table: string, of: string): string => `least(x.to_ms, (select min(at_ms) from ${table} e where e.${of} = x.id)) as to_ms`;

export class PostgresRegisteredIdentity extends RegisteredIdentity {
  async read(tx: Transaction): Promise<StandingIdentity> {
    const parts = [await customers(tx), await links(tx), await resellers(tx), await edges(tx), await parties(tx)];
    return new Map(parts.flat());
  }
}

type Lines = [name: string, line: string][];

async function customers(tx: Transaction): Promise<Lines> {
  const rows = await tx.query<{
    id: string;
    provider: string;
    kind: string;
    related: boolean;
    level: string;
    level_valid_to_ms: string | null;
    status: string;
  }>('select id, provider, kind, related, level, level_valid_to_ms, status from customer');
  return rows.map(({ id, level_valid_to_ms: until, ...row }) => [
    `customer/${id}`,
    row.status === 'ERASED' ? IDENTITY_LINES.erased(row) : IDENTITY_LINES.customer({ ...row, validUntilMs: ms(until) }),
  ]);
}

async function links(tx: Transaction): Promise<Lines> {
  const rows = await tx.query<TimedRow & { account: string; customer: string }>(
    `select x.id, x.provider, x.account, x.customer, x.from_ms, ${ends('account_link_end', 'link')} from account_link x`,
  );
  return rows.map(({ id, from_ms: from, to_ms: to, ...row }) => [
    `link/${id}`,
    IDENTITY_LINES.link({ ...row, fromMs: Number(from), toMs: ms(to) }),
  ]);
}

async function resellers(tx: Transaction): Promise<Lines> {
  const rows = await tx.query<Omit<TimedRow, 'id'> & { account: string; sub_accounts: string[]; opaque: boolean }>(
    'select distinct on (provider, account) * from reseller_declaration order by provider, account, version desc',
  );
  return rows.map(({ provider, account, from_ms: from, to_ms: to, sub_accounts: subAccounts, opaque }) => [
    `reseller/${provider}/${account}`,
    IDENTITY_LINES.reseller({ fromMs: Number(from), toMs: ms(to), subAccounts, opaque }),
  ]);
}

async function edges(tx: Transaction): Promise<Lines> {
  const rows = await tx.query<TimedRow & { owner: string; owned: string; kind: string; share: string | null }>(
    `select x.id, x.provider, x.owner, x.owned, x.kind, x.share, x.from_ms, ${ends('control_edge_end', 'edge')} from control_edge x`,
  );
  return rows.map(({ id, from_ms: from, to_ms: to, ...row }) => [
    `edge/${id}`,
    IDENTITY_LINES.edge({ ...row, fromMs: Number(from), toMs: ms(to) }),
  ]);
}

async function parties(tx: Transaction): Promise<Lines> {
  const rows = await tx.query<{ record: string; party: string }>('select record, current_party as party from party_record');
  return rows.map((row) => [`party/${row.record}`, IDENTITY_LINES.party(row)]);
}
