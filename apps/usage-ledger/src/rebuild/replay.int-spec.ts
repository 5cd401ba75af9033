import { type AppDatabase, openAppDatabase, openScratchDatabase, ScratchRefused } from '@tidemark/persistence';
import { startTestPostgres, type TestPostgres } from '@tidemark/testing';
import { CountedLedger, countSomethingOfEverything, EMPTY_CATALOGUE, reportOf } from '../../test/counted-ledger.fixture.js';
import { LEDGER_DATABASE } from '../ledger-database.js';
import { openReplay } from './open-replay.js';
import { Rebuild } from './rebuild.js';

describe('replay', () => {
  let postgres: TestPostgres;
  let database: AppDatabase;
  let ledger: CountedLedger;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await openAppDatabase({ url: postgres.url, ...LEDGER_DATABASE });
    ledger = new CountedLedger(database.transactions);
    await countSomethingOfEverything(ledger);
  }, 60_000);
  afterAll(async () => {
    await database?.close();
    await postgres?.stop();
  });

  const sql = (statement: string) => database.dataSource.query(statement);

  async function replayed(meanwhile: () => Promise<void> = async () => undefined, reportsMax?: number) {
    const scratch = await openScratchDatabase(postgres.url, LEDGER_DATABASE);
    try {
      const { replay, step } = openReplay(scratch.transactions, EMPTY_CATALOGUE, reportsMax);
      await replay.catchUp(database.transactions);
      await meanwhile();
      return (await new Rebuild(database.transactions, [step]).run())[0]!;
    } finally {
      await scratch.drop();
    }
  }
  /** Each as it is listed: what, what stands, what the replay says. */
  const differences = async (): Promise<string[]> =>
    (await replayed()).differences.map(({ what, stands, rebuilt }) => `${what}: ${stands}, ${rebuilt}`);

  it.each([undefined, 1])('decides the same, in batches of %s, and leaves nothing behind', async (reportsMax) => {
    const report = await replayed(undefined, reportsMax);
    expect(report.differences).toEqual([]);
    expect(report.checked).toBe('27 rows of 10 tables from 6 submissions and 3 facts');
    const left = `select nspname as name from pg_namespace where nspname like '%replay%' union all select rolname from pg_roles where rolname like '%replay%'`;
    expect(await sql(left)).toEqual([]);
  });

  it('takes up what is counted while it runs', async () => {
    const report = await replayed(() => ledger.count(reportOf(7n, { hour: 3 })));
    expect(report.differences).toEqual([]);
    expect(report.checked).toContain('from 7 submissions');
  });

  it.each<[string, string, string, string]>([
    [
      'a total',
      'update hour_total set expected = expected + 1 where account_id = 1 and accelerator_ms = 3600000',
      'update hour_total set expected = expected - 1 where account_id = 1 and accelerator_ms = 3600000',
      'total ["alpha", "a", "c", "X", 482136]: expected: "1260001", "1260000"',
    ],
    [
      'a state',
      `update record_state set state = 2, reason = 'UNKNOWN_CLUSTER' where replaced_by = '1/3/0'`,
      `update record_state set state = 5, reason = null where replaced_by = '1/3/0'`,
      'record ["alpha", "m", 1, 1, 0]: state: 2, 5',
    ],
    [
      'what stands in its place',
      `update record_state set replaced_by = '1/9/0' where replaced_by = '1/3/0'`,
      `update record_state set replaced_by = '1/3/0' where replaced_by = '1/9/0'`,
      'record ["alpha", "m", 1, 1, 0]: replaced_by: "1/9/0", "1/3/0"',
    ],
    [
      'a report',
      'update report set opaque = true where sequence = 5',
      'update report set opaque = false where sequence = 5',
      'report ["alpha", "m", 1, 5]: opaque: true, false',
    ],
    [
      'a count',
      'update source_count set records_held = records_held + 1, records_counted = records_counted - 1',
      'update source_count set records_held = records_held - 1, records_counted = records_counted + 1',
      'source ["alpha", "m"]: records_held: "2", "1"',
    ],
    [
      'a finding that nothing led to',
      `insert into finding values ('COUNT_DIFFERS', 1, 1, 1, 'X', '', 1, 0, 0)`,
      `delete from finding where first_known_at_ms = 0`,
      'finding ["COUNT_DIFFERS", "alpha", "m", "c", "X", ""]: {"occurrences" : "1"}, nothing',
    ],
    [
      'a registration known at another place',
      `update facility_fact set event_id = 'other' where event_id = 'fact-1'`,
      `update facility_fact set event_id = 'fact-1' where event_id = 'other'`,
      'fact ["fact-1"]: nothing, {"position" : 2, "catalogue_version" : 2}',
    ],
  ])('names %s that differs', async (_, spoil, mend, what) => {
    await sql(spoil);
    expect(await differences()).toContain(what);
    await sql(mend);
    expect(await differences()).toEqual([]);
  });

  it('names time that is held without a record that holds it', async () => {
    await sql(`create table kept as select * from claim_bucket`);
    await sql(`update claim_bucket set state = '' where cluster_id = 1`);
    const lost = await differences();
    expect(lost).toEqual([
      expect.stringMatching(/^claims \["alpha", "c", 20089\] "n1": nothing, \{"claims":\[\["a","",1,1735689600000,1735693200000\]/),
    ]);
    await sql(
      'update claim_bucket b set state = k.state from kept k where (b.cluster_id, b.bucket, b.day) = (k.cluster_id, k.bucket, k.day)',
    );
    expect(await differences()).toEqual([]);
  });

  it('names a submission that was taken twice', async () => {
    const inputs = await sql('select inputs from segment where id = 3');
    expect(inputs).toHaveLength(1);
    await sql(`insert into segment select 900, provider_id, reason, 900, 901, positions, known_at_ms, policy_version, catalogue_version, inputs, postings
       from segment where id = 3`);
    await sql('update ledger_head set position = 901');
    expect(await differences()).toContain('report alpha/m/1/1 from door/test 0: taken twice, taken once');
  });

  it('refuses to disturb another, and asks for the rights that it needs', async () => {
    const running = await openScratchDatabase(postgres.url, LEDGER_DATABASE);
    await expect(openScratchDatabase(postgres.url, LEDGER_DATABASE)).rejects.toThrow('Another replay is running');
    await running.drop();
    await expect(openScratchDatabase(database.url, LEDGER_DATABASE)).rejects.toThrow(ScratchRefused);
  });
});
