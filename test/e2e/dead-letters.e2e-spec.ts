import { decodeEnvelope, encodeEnvelope } from '@tidemark/contracts';
import { createEventLog, type EventLog, partitionOf, REPLAYED_HEADER, TOPICS } from '@tidemark/messaging';
import pg from 'pg';
import type { Client } from './harness/client.js';
import { Tidemark } from './harness/tidemark.js';
import { eventually, expectConservation, fateOf, fatesIn, HOUR_MS, record, registerCluster, report } from './harness/usage.js';

/** What nobody outside can do, and faults can: a message that the ledger cannot read, and a total that was changed behind its back. */
describe('when something inside goes wrong', () => {
  let tidemark: Tidemark;
  let client: Client;
  let log: EventLog;

  beforeAll(async () => {
    tidemark = await Tidemark.started('--empty');
    client = await tidemark.makeProvider('alpha');
    await registerCluster(client, 'c1');
    log = createEventLog({ databaseUrl: await tidemark.databaseUrl() });
  }, 150_000);
  afterAll(async () => {
    await log?.close();
    await tidemark?.remove();
  }, 60_000);

  /** The lines of messages that are aside. */
  const listed = async (...more: string[]) => {
    const { code, stdout } = await tidemark.command('dead-letters', 'list', ...more);
    expect(code).toBe(0);
    return stdout.split('\n').filter((line) => line.includes(TOPICS.reports));
  };
  const partition = async () => partitionOf('alpha/meter-1', (await log.endOffsets(TOPICS.reports)).length);
  let offset: bigint;

  it('nothing is aside at first', async () => {
    expect(await listed()).toEqual([]);
    expect((await tidemark.command('dead-letters')).code).toBe(2);
    expect((await tidemark.command('dead-letters', 'replay', 'nothing')).code).toBe(1);
  }, 30_000);

  it('a poison message is put aside with its reason, and what stands behind it is counted', async () => {
    const poison = { key: 'alpha/meter-1', value: Buffer.from('this is no envelope'), partition: await partition() };
    const [position] = await log.append(TOPICS.reports, [poison]);
    offset = position!.offset;
    const { body } = await client.report(report());
    expect([body.position.partition ?? 0, BigInt(body.position.offset) > offset]).toEqual([poison.partition, true]);
    expect(fatesIn(await fateOf(client, 'meter-1', 1, 1))).toEqual(['COUNTED']);
    const [line, ...others] = await eventually(
      'the dead letter',
      () => listed(),
      (lines) => lines.length > 0,
    );
    expect(others).toEqual([]);
    expect(line).toContain(`${TOPICS.reports}/${poison.partition} ${offset}`);
    expect(line).toMatch(/usage-ledger.*: \S.{5,}/);
    const { stdout } = await tidemark.command('dead-letters', 'show', line!.split(' ')[0]!);
    expect(stdout).toContain('this is no envelope');
    expect(stdout).toContain('key alpha/meter-1');
  }, 60_000);

  it('replay puts it back into its partition; as long as it is poison it comes aside again, and nothing else stops', async () => {
    const [line] = await listed();
    const id = line!.split(' ')[0]!;
    const { code, stdout } = await tidemark.command('dead-letters', 'replay', id);
    const again = /stands again at \S+ (\d+)/.exec(stdout);
    expect([code, BigInt(again![1]!) > offset]).toEqual([0, true]);
    const lines = await eventually(
      'the second dead letter',
      () => listed(),
      (all) => all.length === 1 && !all[0]!.startsWith(id),
    );
    expect(lines[0]).toContain(`${TOPICS.reports}/${await partition()} ${again![1]}`);
    expect((await listed('--replayed')).filter((one) => one.includes('(replayed '))).toHaveLength(1);
    await client.report(
      report({
        sequence: '2',
        records: [record({ startMs: String(Number(record().endMs)), endMs: String(Number(record().endMs) + HOUR_MS) })],
      }),
    );
    expect(fatesIn(await fateOf(client, 'meter-1', 1, 2))).toEqual(['COUNTED']);
    const { body } = await client.get('/v1/conservation');
    expectConservation(body);
    expect(body.records.counted).toBe('2');
  }, 60_000);

  it('a report that was put aside is counted once when it comes back, though younger ones of its door were counted before', async () => {
    const at = await partition();
    const first = (await log.read(TOPICS.reports, at, offset + 1n, 1))[0]!;
    // As a ledger that could not read it would have put it aside: its place in the door's stream is long gone by.
    const { columns, ...lost } = decodeEnvelope(first.value);
    const value = encodeEnvelope({ ...lost, columns: Buffer.from(columns), sequence: 3n });
    const received = async () => (await client.get('/v1/conservation')).body.records;
    const afterwards = async (sequence: string, headers: Record<string, string>) => {
      await log.append(TOPICS.reports, [{ key: first.key!, value, headers, partition: at }]);
      await client.report(report({ sequence, records: [record({ cluster: 'nobody-knows-it' })] }));
      await fateOf(client, 'meter-1', 1, sequence);
      return received();
    };
    expect(await afterwards('4', {})).toMatchObject({ received: '3', counted: '2' });
    expect(await afterwards('5', { [REPLAYED_HEADER]: 'aside-1' })).toMatchObject({ received: '5', counted: '3', duplicate: '0' });
    expect(await afterwards('6', { [REPLAYED_HEADER]: 'aside-1' })).toMatchObject({ received: '6', counted: '3', duplicate: '0' });
    expect(fatesIn(await fateOf(client, 'meter-1', 1, 3))).toEqual(['COUNTED']);
  }, 60_000);

  it('rebuild ends with 0 as long as all agrees, and with 1 and the place once a total was changed', async () => {
    const whole = await tidemark.command('rebuild');
    expect([whole.code, whole.stdout.trim().split('\n').at(-1)]).toEqual([0, 'Everything agrees.']);
    const sql = new pg.Client({ connectionString: await tidemark.databaseUrl() });
    await sql.connect();
    try {
      const { rows } = await sql.query('select account_id, hour from usage_ledger.hour_total order by 1, 2 limit 1');
      const add = (amount: number) =>
        sql.query('update usage_ledger.hour_total set expected = expected + $1 where account_id = $2 and hour = $3', [
          amount,
          rows[0].account_id,
          rows[0].hour,
        ]);
      await add(1);
      const changed = await tidemark.command('rebuild');
      // The monitor's sums rest on what the ledger told, and not on its tables: they agree all the same.
      expect([changed.code, changed.stdout]).toEqual([1, expect.stringMatching(/^1 differ\.$/m)]);
      expect(changed.stdout).toMatch(/FAIL [\s\S]*stands \S[\s\S]*rebuilt \S/);
      await add(-1);
      expect((await tidemark.command('rebuild')).code).toBe(0);
    } finally {
      await sql.end();
    }
  }, 90_000);
});
