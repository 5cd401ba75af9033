import type { Client } from './harness/client.js';
import { comparable, DOORS, type Door, GRPCURL, hasGrpcurl } from './harness/doors.js';
import { ReflectedService } from './harness/grpc-reflection.js';
import { EXPECTED_FATES, EXPECTED_VERDICTS, manyKinds, REPORT_MS } from './harness/many-kinds.js';
import { Tidemark } from './harness/tidemark.js';
import { expectConservation, fateOf, fatesIn, registerCluster, report } from './harness/usage.js';

const doors: [string, Door][] = [...Object.entries(DOORS), ...(hasGrpcurl ? [['grpcurl', GRPCURL] as [string, Door]] : [])];

describe('the doors agree', () => {
  let tidemark: Tidemark;
  let client: Client;
  let first: ReturnType<typeof comparable>;

  beforeAll(async () => {
    tidemark = await Tidemark.started('--empty');
    client = await tidemark.makeProvider('alpha');
    await registerCluster(client, 'c1');
    first = comparable(await DOORS.json!(tidemark, client, manyKinds('first')));
  }, 150_000);
  afterAll(() => tidemark?.remove(), 60_000);

  it('the first answer is the right one', () => {
    expect(first.provider).toBe('alpha');
    expect(first.verdicts.map(({ index, code, field }: Record<string, unknown>) => [index, code, field])).toEqual(EXPECTED_VERDICTS);
  });

  it.each(doors)('%s: the same receipt, the same fates, the same sums', async (name, door) => {
    const receipt = await door(tidemark, client, manyKinds(name));
    expect(comparable(receipt)).toEqual(first);
    expect([receipt.source, String(receipt.sequence), receipt.position.log]).toEqual([`m-${name}`, '1', 'usage.reports.v1']);
    expect(fatesIn(await fateOf(client, `m-${name}`, 1, 1))).toEqual(EXPECTED_FATES);
    const { body } = await client.get(`/v1/conservation?source=m-${name}`);
    expectConservation(body);
    expect(body.acceleratorMs).toMatchObject(REPORT_MS);
  });

  it('a report that came through one door is a duplicate through every other', async () => {
    for (const [, door] of doors) expect(comparable(await door(tidemark, client, manyKinds('first')))).toEqual(first);
    const fate = await fateOf(client, 'm-first', 1, 1);
    expect(new Set(fate.copies.map((copy: { fate?: string }) => copy.fate))).toEqual(new Set(['DUPLICATE']));
    const { body } = await client.get('/v1/conservation?source=m-first');
    expect(body.records).toMatchObject({ conflict: '0' });
    expectConservation(body);
  });

  it('a gRPC stream is a conversation: each report is answered before the next is sent, and a refused one does not end it', async () => {
    const service = await ReflectedService.of(tidemark.grpc, 'tidemark.usage.v1.UsageIntake');
    const call = service.open('Report', { authorization: `Bearer ${await client.token()}` });
    for (const sequence of ['1', '2', '3'])
      expect(await call.ask(report({ source: 'm-talk', sequence }))).toMatchObject({
        source: 'm-talk',
        sequence,
        position: { log: 'usage.reports.v1' },
      });
    const refused = await call.ask(report({ source: 'm-talk', sequence: '4', records: [] }));
    expect([refused.refused.code, refused.position ?? null]).toEqual(['NO_RECORDS', null]);
    expect(await call.ask(report({ source: 'm-talk', sequence: '4' }))).toMatchObject({ sequence: '4' });
    expect(await call.end()).toBeUndefined();
    service.close();
  });

  it('one event of one record is a report of that record', async () => {
    const [record] = report().records as object[];
    const headers = { 'ce-specversion': '1.0', 'ce-id': '2/7', 'ce-source': 'm-record', 'ce-type': 'tidemark.usage.record.v1' };
    const { status, body } = await client.send('POST', '/v1/events', JSON.stringify(record), {
      'content-type': 'application/json',
      ...headers,
    });
    expect([status, body.source, body.epoch, body.sequence]).toEqual([202, 'm-record', 2, '7']);
    expect(fatesIn(await fateOf(client, 'm-record', 2, 7))).toEqual(['COUNTED']);
  });
});
