import { type LedgerApp, startLedgerApp } from '../../test/ledger-app.fixture.js';
import { columnsOf, envelopeOf } from '../../test/ledger-rows.fixture.js';
import { READ_BY_TENANT } from './migrations/0002-reader-policies.sql.js';

describe('row-level security of the ledger', () => {
  let ledger: LedgerApp;

  beforeAll(async () => {
    ledger = await startLedgerApp();
    for (const [i, provider] of ['alpha', 'beta'].entries()) {
      const envelope = envelopeOf({ provider, source: 'm', epoch: 1, sequence: 1n }, columnsOf([1], 0));
      await ledger.rows.report(envelope, 10 * i + 1, 1_000, [
        { account: 'a', cluster: 'c', accelerator: 'H100', hour: 1, amounts: [1n, 1n, 1n, 1n] },
      ]);
      await ledger.rows.copy(envelope, 10 * i + 2, 2_000, true);
    }
    await ledger.rows.query(
      `insert into record_state (report_position, index, provider_id, source_id, state, place_position, place_minor, decided_position)
       select position, 0, provider_id, source_id, 1, 0, 0, 0 from report`,
    );
    await ledger.rows.query('insert into source_count select id, provider_id, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 from source');
    await ledger.rows.query(`insert into finding select 'X', id, 0, 0, '', '', 1, 1, 1 from provider`);
  });

  afterAll(() => ledger.stop());

  const rowsOf = (table: string, tenant: { provider: string } | { oversight: true }) =>
    ledger.database.transactions.read(tenant, (tx) => tx.query<{ provider_id: number }>(`select * from ${table}`));

  it.each(READ_BY_TENANT)('shows of %s each tenant its own rows, oversight all, and nobody else any', async (table) => {
    const [all, alpha, beta] = await Promise.all([
      rowsOf(table, { oversight: true }),
      rowsOf(table, { provider: 'alpha' }),
      rowsOf(table, { provider: 'beta' }),
    ]);
    expect(alpha.length).toBeGreaterThan(0);
    expect(new Set(alpha.map((row) => row.provider_id)).size).toBe(1);
    expect(new Set(beta.map((row) => row.provider_id)).size).toBe(1);
    expect(alpha[0]!.provider_id).not.toBe(beta[0]!.provider_id);
    expect(all.length).toBe(alpha.length + beta.length);
    for (const provider of ['', 'gamma', 'ALPHA', "' or true --"]) expect(await rowsOf(table, { provider })).toEqual([]);
  });

  it('shows of the providers the own one', async () => {
    expect(await rowsOf('provider', { provider: 'alpha' })).toMatchObject([{ name: 'alpha' }]);
    expect(await rowsOf('provider', { oversight: true })).toHaveLength(2);
    expect(await rowsOf('provider', { provider: 'gamma' })).toEqual([]);
  });

  it("holds for every table: one that knows a provider is under a policy, and the reader is granted nothing without one but what is nobody's", async () => {
    const open = await ledger.rows.query<{ name: string }>(
      `select c.relname as name from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'v', 'm', 'p')
       and not c.relrowsecurity and has_table_privilege(current_schema() || '_reader', c.oid, 'select') order by 1`,
    );
    expect(open.map((row) => row.name)).toEqual(['accelerator', 'ledger_head']);
    const unguarded = await ledger.rows.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname in ('provider_id', 'provider')
       where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and not c.relrowsecurity`,
    );
    expect(unguarded).toEqual([]);
  });

  it.each(['facility_fact', 'input_position', 'origin_mark', 'outbox', 'claim_bucket', 'report_span', 'cluster_node'])(
    'keeps %s from the reader altogether',
    async (table) => {
      await expect(rowsOf(table, { oversight: true })).rejects.toThrow('permission denied');
    },
  );

  it('lets the reader change nothing', async () => {
    for (const sql of ['update hour_total set lower = 0', 'delete from report', "insert into provider (name) values ('x')"])
      await expect(ledger.database.transactions.read({ oversight: true }, (tx) => tx.query(sql))).rejects.toThrow(
        /read-only|permission denied/,
      );
  });
});
