import { type AppDatabase, openAppDatabase } from '@tidemark/persistence';
import { startTestPostgres, type TestPostgres } from '@tidemark/testing';
import { columnsOf, envelopeOf, LedgerRows } from '../../test/ledger-rows.fixture.js';
import { LEDGER_DATABASE } from '../ledger-database.js';
import { encodeSlots } from '../postgres/slot-codec.js';
import { Rebuild } from './rebuild.js';
import { rebuildSteps } from './rebuild-steps.js';

const HOUR_MS = 3_600_000;
const id = { provider: 'alpha', source: 'm', epoch: 1, sequence: 1n };

describe('rebuild', () => {
  let postgres: TestPostgres;
  let database: AppDatabase;
  let rows: LedgerRows;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await openAppDatabase({ url: postgres.url, ...LEDGER_DATABASE });
    rows = new LedgerRows(database.transactions);
    const amounts = (n: bigint): [bigint, bigint, bigint, bigint] => [n, -n, n, 2n * n];
    const posting = (n: bigint) => ({ account: 'account', cluster: 'cluster', accelerator: 'H100', hour: 7, amounts: amounts(n) });
    // Six records: counted, held, in parts, replaced, a duplicate, and one rejected between them.
    const columns = columnsOf([1, 2, 3, 4, 5], 0);
    columns.index = Uint16Array.from([0, 1, 3, 4, 5]);
    const envelope = envelopeOf(id, columns, { recordCount: 6, rejected: [{ index: 2, code: 'X', field: '' }] });
    await rows.report(envelope, 1, 1_000, [posting(5n), posting(7n)]);
    await rows.copy(envelope, 2, 1_000, false);
    await rows.copy(envelopeOf(id, columnsOf([9], 0)), 3, 2_000, true);
    const opaque = envelopeOf({ ...id, sequence: 4n }, columnsOf([], 0), { schemaVersion: 2, opaque: Buffer.from('?'), recordCount: 9 });
    await rows.report(opaque, 4, 3_000);
    await rows.copy(opaque, 5, 3_000, false);
    await rows.segment('alpha', 6, 4_000, [posting(-20n), { ...posting(20n), account: 'other' }]);
    const slot = { hour: 2, policyVersion: 1, catalogueVersion: 1 };
    const states: [number, number, Buffer | null][] = [
      [1, 2, null],
      [3, 1, encodeSlots([{ ...slot, countedMs: HOUR_MS, duplicateMs: HOUR_MS, conflictMs: HOUR_MS }])],
      [4, 5, null],
      [5, 3, encodeSlots([{ ...slot, countedMs: 0, duplicateMs: 5 * HOUR_MS, conflictMs: 0 }])],
    ];
    for (const [index, state, slots] of states)
      await rows.query(
        `insert into record_state (report_position, index, provider_id, source_id, state, place_position, place_minor, decided_position, slots)
         select 1, $1, provider_id, id, $2, 1, 0, 1, $3 from source`,
        [index, state, slots],
      );
    // Records: 6 + 6 + 1. Accelerator-hours: 15 + 15 + 9.
    await rows.query(
      `insert into source_count select id, provider_id, 13, 2, 1, 1 + 5, 1, 2, 1,
         39 * $1::bigint, 2 * $1::bigint, 2 * $1::bigint, (1 + 5 + 15) * $1::bigint, (1 + 9) * $1::bigint, 4 * $1::bigint, 1 from source`,
      [HOUR_MS],
    );
  });

  afterAll(async () => {
    await database.close();
    await postgres.stop();
  });

  const run = () => new Rebuild(database.transactions, rebuildSteps()).run();
  const differing = async () => (await run()).flatMap((report) => report.differences);

  it('agrees with a ledger that is right, and says how much it looked at', async () => {
    const reports = await run();
    expect(reports.flatMap((report) => report.differences)).toEqual([]);
    expect(reports.map((report) => [report.differing, report.checked])).toEqual([
      [0, '6 segments'],
      [0, '2 totals from 4 postings of 6 segments'],
      [0, '5 submissions of 1 sources'],
    ]);
  });

  it.each<[string, string, string, string]>([
    [
      'a total that is one off',
      'update hour_total set lower = lower + 1 where account_id = 1',
      'update hour_total set lower = lower - 1 where account_id = 1',
      'lower of provider 1 account 1 cluster 1 accelerator 1 hour 7',
    ],
    [
      'a total that nothing was posted for',
      'insert into hour_total values (9, 1, 1, 7, 1, 1, 0, 0, 0)',
      'delete from hour_total where account_id = 9',
      'accelerator_ms of provider 1 account 9 cluster 1 accelerator 1 hour 7',
    ],
    [
      'a total under another provider',
      'update hour_total set provider_id = 2 where account_id = 2',
      'update hour_total set provider_id = 1 where account_id = 2',
      'accelerator_ms of provider 1 account 2 cluster 1 accelerator 1 hour 7',
    ],
    [
      'a record counted under another fate',
      'update source_count set records_held = 2, records_counted = 1',
      'update source_count set records_held = 1, records_counted = 2',
      'source 1: records counted',
    ],
    [
      'time counted under another fate',
      'update source_count set ms_held = ms_held - 1, ms_counted = ms_counted + 1',
      'update source_count set ms_held = ms_held + 1, ms_counted = ms_counted - 1',
      'source 1: accelerator-ms counted',
    ],
    [
      'an opaque report too many',
      'update source_count set opaque_reports = 2',
      'update source_count set opaque_reports = 1',
      'source 1: opaque reports',
    ],
    [
      'a copy that lost its row',
      'update report_copy set position = 99 where position = 3',
      'update report_copy set position = 3 where position = 99',
      'submission at position 3: a row that speaks of it',
    ],
    [
      'a hash that is not of the content',
      `update report set content_hash = '\\x00' where position = 1`,
      `update report set content_hash = (select content_hash from report_copy where position = 2) where position = 1`,
      'submission at position 1: content hash',
    ],
    ['an epoch that misses a report', 'update source_epoch set reports = 1', 'update source_epoch set reports = 2', 'reports of epoch 1/1'],
    [
      'an epoch that ends elsewhere',
      'update source_epoch set max_sequence = 5',
      'update source_epoch set max_sequence = 4',
      'highest sequence of epoch 1/1',
    ],
    [
      'a time that went back',
      'update segment set known_at_ms = 500 where id = 3',
      'update segment set known_at_ms = 2000 where id = 3',
      'segments known before an earlier position',
    ],
    [
      'a head that is behind',
      'update ledger_head set position = 5',
      'update ledger_head set position = 6',
      'the head is at or behind the last segment',
    ],
  ])('finds %s', async (_, spoil, mend, what) => {
    await rows.query(spoil);
    expect((await differing()).map((difference) => difference.what)).toContain(what);
    await rows.query(mend);
    expect(await differing()).toEqual([]);
  });

  it('finds parts that are not the whole of their record', async () => {
    const parts = (countedMs: number) =>
      encodeSlots([{ hour: 2, countedMs, duplicateMs: HOUR_MS, conflictMs: HOUR_MS, policyVersion: 1, catalogueVersion: 1 }]);
    await rows.query('update record_state set slots = $1 where index = 3', [parts(HOUR_MS - 1)]);
    expect(await differing()).toContainEqual({
      what: 'submission at position 1: parts of record 3',
      stands: String(3 * HOUR_MS - 1),
      rebuilt: String(3 * HOUR_MS),
    });
    await rows.query('update record_state set slots = $1 where index = 3', [parts(HOUR_MS)]);
    expect(await differing()).toEqual([]);
  });
});
