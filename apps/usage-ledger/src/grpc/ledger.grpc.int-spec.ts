import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { Client, type ClientReadableStream, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { Ledger, type PostedBatch } from '@tidemark/contracts';
import { type LedgerApp, startLedgerApp } from '../../test/ledger-app.fixture.js';
import { columnsOf, envelopeOf } from '../../test/ledger-rows.fixture.js';

type Method = keyof typeof Ledger.method;

describe('the ledger over gRPC', () => {
  let ledger: LedgerApp;
  let client: Client;
  let alpha: string;

  beforeAll(async () => {
    ledger = await startLedgerApp();
    client = new Client(ledger.grpcAddress, credentials.createInsecure());
    alpha = ledger.tokens.provider('alpha');
    for (const [i, provider] of ['alpha', 'beta'].entries()) {
      const envelope = envelopeOf({ provider, source: 'm/1', epoch: 1, sequence: 2n }, columnsOf([1, 2], 0));
      await ledger.rows.report(envelope, 10 * i + 1, 1_000, [
        { account: 'a', cluster: 'c', accelerator: 'H100', hour: 473_352, amounts: [3_600_000n, 1n, 2n, 3n] },
        { account: 'b', cluster: 'c', accelerator: 'H100', hour: 473_353, amounts: [-1n, -(2n ** 62n), 2n, 3n] },
      ]);
    }
    await ledger.rows.query('insert into source_count select id, provider_id, 2, 2, 0, 0, 0, 0, 0, 9, 9, 0, 0, 0, 0, 4 from source');
    await ledger.rows.segment(
      'alpha',
      30,
      3_000,
      [0n, 1n, 2n].map((n) => ({ account: 'a', cluster: 'c', accelerator: 'H100', hour: 473_352, amounts: [n, 0n, 0n, 0n] })),
    );
  });

  afterAll(async () => {
    client.close();
    await ledger.stop();
  });

  const metadataOf = (token: string | undefined) => {
    const metadata = new Metadata();
    if (token !== undefined) metadata.set('authorization', `Bearer ${token}`);
    return metadata;
  };

  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely
  function ask(token: string | undefined, method: Exclude<Method, 'streamPostings'>, request: object = {}): Promise<any> {
    const { input, output, name } = Ledger.method[method];
    return new Promise((resolve, reject) => {
      client.makeUnaryRequest(
        `/${Ledger.typeName}/${name}`,
        (message: object) => Buffer.from(toBinary(input, create(input, message as never))),
        (bytes) => fromBinary(output, bytes),
        request,
        metadataOf(token),
        (error: ServiceError | null, answer) => (error ? reject(error) : resolve(answer)),
      );
    });
  }

  function stream(token: string, request: object): ClientReadableStream<PostedBatch> {
    const { input, output, name } = Ledger.method.streamPostings;
    return client.makeServerStreamRequest(
      `/${Ledger.typeName}/${name}`,
      (message: object) => Buffer.from(toBinary(input, create(input, message as never))),
      (bytes) => fromBinary(output, bytes),
      request,
      metadataOf(token),
    );
  }

  it('answers for totals as over HTTP', async () => {
    const answer = await ask(alpha, 'getTotals', { scope: 'account', id: 'a', by: ['day'], toMs: 1_704_070_800_000n });
    const { body } = await ledger.get('/v1/totals?scope=account&id=a&by=day&to=1704070800000', alpha);
    expect(answer).toMatchObject({
      knownAtMs: 3_000n,
      ledgerPosition: 30n,
      total: { acceleratorMs: BigInt(body.acceleratorMs), lower: body.lower, tflop: body.tflop },
    });
    expect(answer.groups).toMatchObject([
      { key: { day: '2024-01-01' }, total: { expected: body.groups[0].expected, acceleratorHours: '1.000001' } },
    ]);
    expect((await ask(alpha, 'getTotals', { scope: 'provider', knownAtMs: 0n })).total).toMatchObject({ acceleratorMs: 0n, lower: '0' });
  });

  it('answers for conservation, reports and findings', async () => {
    expect((await ask(alpha, 'getConservation')).sources).toMatchObject([
      { provider: 'alpha', source: 'm/1', records: { received: '2', rejected: '0' }, opaqueReports: 4n },
    ]);
    expect((await ask(ledger.tokens.oversight(), 'getConservation', { source: 'beta/m/1' })).sources).toMatchObject([{ provider: 'beta' }]);
    expect(await ask(alpha, 'getReport', { source: 'm/1', epoch: 1, sequence: 2n })).toMatchObject({
      status: 'COUNTED',
      sequence: 2n,
      ledgerPosition: 1n,
      records: [
        { index: 0, fate: 'COUNTED', parts: { countedMs: 3_600_000n } },
        { index: 1, fate: 'COUNTED', parts: { countedMs: 7_200_000n } },
      ],
    });
    const { findings, nextPageToken } = await ask(ledger.tokens.oversight(), 'listFindings', { pageSize: 1 });
    expect(findings).toMatchObject([{ kind: 'SEQUENCE_GAP', provider: 'alpha', occurrences: 1n }]);
    expect(await ask(ledger.tokens.oversight(), 'listFindings', { pageToken: nextPageToken })).toMatchObject({
      findings: [{ provider: 'beta' }],
      nextPageToken: '',
    });
  });

  it('streams the postings of the caller in ledger order, in the names they were reported with', async () => {
    const batches: PostedBatch[] = [];
    for await (const batch of stream(alpha, { afterPosition: 0n })) batches.push(batch);
    expect(batches.map((b) => [b.ledgerPosition, b.part, b.hour.length])).toEqual([
      [1n, 0, 2],
      [30n, 0, 3],
    ]);
    const [first] = batches as [PostedBatch];
    expect(first.account.map((place) => first.names[place])).toEqual(['a', 'b']);
    expect(first).toMatchObject({
      knownAtMs: 1_000n,
      names: expect.arrayContaining(['', 'alpha', 'c', 'H100']),
      lower: [1n, -(2n ** 62n)],
      acceleratorMs: [3_600_000n, -1n],
    });
  });

  it('keeps the stream open for who follows', async () => {
    const call = stream(alpha, { afterPosition: 1n, follow: true });
    const seen: bigint[] = [];
    for await (const batch of call) {
      seen.push(batch.ledgerPosition);
      if (batch.ledgerPosition === 30n)
        await ledger.rows.segment('alpha', 31, 4_000, [
          { account: 'a', cluster: 'c', accelerator: 'H100', hour: 473_352, amounts: [0n, 0n, 0n, 1n] },
        ]);
      if (batch.ledgerPosition === 31n) break;
    }
    call.cancel();
    expect(seen).toEqual([30n, 31n]);
  });

  it.each<[string, () => string | undefined, Exclude<Method, 'streamPostings'>, object, number, string]>([
    ['without a token', () => undefined, 'getTotals', { scope: 'provider' }, 16, 'TOKEN_MISSING'],
    ['with a false token', () => 'nobody', 'getConservation', {}, 16, 'TOKEN_INVALID'],
    ['without the scope', () => ledger.tokens.provider('alpha', ['usage:write']), 'listFindings', {}, 7, 'MISSING_SCOPE'],
    ['for another provider', () => alpha, 'getTotals', { scope: 'provider', id: 'beta' }, 7, 'OTHER_TENANT'],
    ['for what nobody knows', () => alpha, 'getTotals', { scope: 'cluster', id: 'nowhere' }, 5, 'UNKNOWN_SCOPE'],
    ['for a report that is not counted', () => alpha, 'getReport', { source: 'm/1', epoch: 1, sequence: 3n }, 5, 'REPORT_UNKNOWN'],
    ['for an epoch that cannot be', () => alpha, 'getReport', { source: 'm/1', epoch: 0, sequence: 3n }, 3, 'EPOCH_INVALID'],
    ['for a false cursor', () => alpha, 'listFindings', { pageToken: 'x' }, 3, 'CURSOR_INVALID'],
  ])('refuses a call %s', async (_, token, method, request, status, code) => {
    await expect(ask(token(), method, request)).rejects.toMatchObject({ code: status, details: expect.stringContaining(code) });
  });

  it('refuses the stream to who may not read', async () => {
    const read = async (token: string) => {
      for await (const _ of stream(token, {})) break;
    };
    await expect(read(ledger.tokens.provider('alpha', ['usage:write']))).rejects.toMatchObject({ code: 7 });
    await expect(read(ledger.tokens.operator(['usage:read']))).rejects.toMatchObject({ code: 7 });
    await expect(read('nobody')).rejects.toMatchObject({ code: 16 });
  });
});
