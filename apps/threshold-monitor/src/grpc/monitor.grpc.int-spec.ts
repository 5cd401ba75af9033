import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { Client, type ClientReadableStream, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { Flag_Kind, Flag_Tier, grpcOptions, Monitor, Scope_Kind, type StreamFlagsResponse } from '@tidemark/contracts';
import { type AskingApp, startAskingApp } from '../../test/asking-app.fixture.js';
import { linked, standing } from '../../test/customer-facts.fixture.js';
import { EVIDENCE_ROOM } from '../evidence/evidence.room.js';
import { FLAGS_ROOM } from '../flags/flags.room.js';
import { PROJECTIONS_ROOM } from '../projections/projections.room.js';
import { RulebookVersions } from '../rules/rulebook-versions.port.js';
import { RulesQueries } from '../rules/rules.query.js';
import { TrialFlags } from '../rules/trial-flags.port.js';
import { TOTALS_ROOM } from '../totals/totals.room.js';
import { WHAT_IF_ROOM } from '../what-if/what-if.room.js';
import { GRPC_ROOM } from './grpc.room.js';

type Method = Exclude<keyof typeof Monitor.method, 'streamFlags'>;
const T0 = Date.UTC(2026, 3, 1);
const HOUR = T0 / 3_600_000;

describe('the monitor over gRPC', () => {
  let monitor: AskingApp;
  let client: Client;
  let alpha: string;
  let oversight: string;
  let own: string;
  let other: string;

  beforeAll(async () => {
    const rules = { providers: [RulesQueries, { provide: RulebookVersions, useValue: {} }, { provide: TrialFlags, useValue: {} }] };
    const rooms = [FLAGS_ROOM, EVIDENCE_ROOM, PROJECTIONS_ROOM, TOTALS_ROOM, WHAT_IF_ROOM, rules, GRPC_ROOM];
    monitor = await startAskingApp(rooms, (app, url) =>
      app.connectMicroservice(grpcOptions({ url, services: [Monitor] }), { inheritAppConfig: true }),
    );
    client = new Client(monitor.grpcAddress, credentials.createInsecure());
    alpha = monitor.tokens.provider('alpha');
    oversight = monitor.tokens.oversight();
    const { rows } = monitor;
    await rows.know(T0, standing('anna', 'alpha'), linked('l1', 'alpha', 'a1', 'anna', HOUR - 0.5));
    await rows.post(1, T0 + 1, [
      { provider: 'alpha', account: 'a1', hour: HOUR, totals: [1n, 2n * 10n ** 13n, 3n * 10n ** 13n], labelled: 7n },
    ]);
    own = await rows.raise({ scope: { kind: 'account', provider: 'alpha', id: 'a1' }, momentMs: T0 + 60_000, raisedAtMs: T0 + 2 });
    other = await rows.raise({ scope: { kind: 'group', id: 'p', controlRule: 'control' }, raisedAtMs: T0 + 3 });
    await rows.tellOf(own, 'MOVED', T0 + 4, { momentMs: T0, previousMomentMs: T0 + 60_000, causes: ['USAGE'], atEntryIntoForce: false });
  });
  afterAll(async () => {
    client.close();
    await monitor.stop();
  });

  const metadataOf = (token: string) => {
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${token}`);
    return metadata;
  };

  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely
  function ask(token: string, method: Method, request: object = {}): Promise<any> {
    const { input, output, name } = Monitor.method[method];
    return new Promise((resolve, reject) => {
      client.makeUnaryRequest(
        `/${Monitor.typeName}/${name}`,
        (message: object) => Buffer.from(toBinary(input, create(input as never, message as never))),
        (bytes) => fromBinary(output, bytes),
        request,
        metadataOf(token),
        (error: ServiceError | null, answer) => (error ? reject(error) : resolve(answer)),
      );
    });
  }

  function stream(token: string, request: object): ClientReadableStream<StreamFlagsResponse> {
    const { input, output, name } = Monitor.method.streamFlags;
    return client.makeServerStreamRequest(
      `/${Monitor.typeName}/${name}`,
      (message: object) => Buffer.from(toBinary(input, create(input, message as never))),
      (bytes) => fromBinary(output, bytes),
      request,
      metadataOf(token),
    );
  }

  it('lists flags and shows one, as over HTTP', async () => {
    const { flags } = await ask(oversight, 'listFlags', { rule: 'eu-ai-act-51' });
    expect(flags).toMatchObject([
      {
        flag: { id: other, scope: { kind: Scope_Kind.GROUP, id: 'p', controlRule: 'control' } },
        status: 'OPEN',
        raisedAtMs: BigInt(T0 + 3),
      },
      { flag: { id: own, kind: Flag_Kind.CROSSING, tier: Flag_Tier.PROBABLE, momentMs: BigInt(T0 + 60_000) }, currentMomentMs: BigInt(T0) },
    ]);
    const page = await ask(oversight, 'listFlags', { pageSize: 1 });
    expect((await ask(oversight, 'listFlags', { pageSize: 1, pageToken: page.nextPageToken })).flags).toMatchObject([
      { flag: { id: own } },
    ]);
    expect((await ask(alpha, 'listFlags', { knownAtMs: BigInt(T0 + 3) })).flags).toMatchObject([{ currentMomentMs: BigInt(T0 + 60_000) }]);
    const { flag, facts, why, whyJson } = await ask(alpha, 'getFlag', { id: own });
    expect(flag).toMatchObject({ flag: { id: own } });
    expect(facts).toMatchObject([
      { flag: own, sequence: 1n, fact: { case: 'raised', value: { id: own } } },
      { fact: { case: 'moved', value: { momentMs: BigInt(T0), causes: ['USAGE'] } } },
    ]);
    expect(why).toContain('It crossed.');
    expect(JSON.parse(whyJson)).toMatchObject({ flag: own });
  });

  it('answers for totals, with what they rest on', async () => {
    const answer = await ask(alpha, 'getTotals', { scope: 'customer', id: 'anna', by: ['account'] });
    expect(answer).toMatchObject({
      total: { tflop: { lower: '1', expected: '20000000000000' }, acceleratorMs: 3_600_000n },
      groups: [{ key: { account: 'a1' } }],
      parts: { telemetry: `2${'0'.repeat(25)}`, labelledTelemetry: '7000000000000', declared: '0' },
      linkedFromMs: BigInt(HOUR * 3_600_000),
      knownAtMs: BigInt(T0 + 4),
    });
    expect(await ask(alpha, 'getTotals', { scope: 'unlinked' })).toMatchObject({ total: { lower: '0' } });
  });

  it('answers for distances, what-if and rules', async () => {
    const { distances } = await ask(alpha, 'getProjections', { scope: 'account', id: 'a1' });
    expect(distances.find(({ rule }: { rule: string }) => rule === 'eu-ai-act-51')).toMatchObject({
      legalStatus: 'IN_FORCE',
      tiers: [
        { tier: Flag_Tier.POSSIBLE, passed: true },
        { tier: Flag_Tier.PROBABLE, passed: true },
        { tier: Flag_Tier.CERTAIN, passed: false },
      ],
    });
    expect(await ask(alpha, 'getProjections')).toMatchObject({ projections: [], nextPageToken: '' });
    const whatIf = await ask(alpha, 'whatIf', { number: '2e25', scopes: ['account'] });
    expect(whatIf).toMatchObject({
      counts: { added: 2 },
      items: [{ tier: Flag_Tier.POSSIBLE, scope: { kind: Scope_Kind.ACCOUNT } }, { change: 'ADDED' }],
    });
    const { rules } = await ask(alpha, 'listRules', { kind: 'BAND' });
    expect(rules.length).toBeGreaterThan(1);
    expect(JSON.parse(rules[0].json)).toMatchObject({ id: rules[0].id, kind: 'BAND' });
  });

  it('streams facts from a place on, live, and each tenant its own', async () => {
    const received: StreamFlagsResponse[] = [];
    const call = stream(alpha, { after: 0n, scope: 'customer', id: 'anna' });
    call.on('data', (message: StreamFlagsResponse) => received.push(message));
    call.on('error', () => undefined);
    await until(
      () => received.filter(({ event }) => event.case === 'fact').length === 2 && received.some(({ event }) => event.case === 'totals'),
    );
    const live = await monitor.rows.raise({ scope: { kind: 'account', provider: 'alpha', id: 'a2' }, raisedAtMs: T0 + 10 });
    await monitor.rows.raise({ scope: { kind: 'account', provider: 'beta', id: 'b2' }, raisedAtMs: T0 + 11 });
    await until(() => received.filter(({ event }) => event.case === 'fact').length === 3);
    call.cancel();
    const facts = received.flatMap(({ event }) => (event.case === 'fact' ? [event.value] : []));
    expect(facts.map(({ flag }) => flag)).toEqual([own, own, live]);
    expect(facts[2]).toMatchObject({ fact: { case: 'raised', value: { id: live, tier: Flag_Tier.PROBABLE } } });
    expect(received.find(({ event }) => event.case === 'totals')).toMatchObject({ event: { value: { total: { tflop: { lower: '1' } } } } });
  });

  it('refuses with the code in the message, by the status that fits', async () => {
    await expect(ask(alpha, 'getFlag', { id: other })).rejects.toMatchObject({
      code: 5,
      details: expect.stringMatching(/^FLAG_UNKNOWN: /),
    });
    await expect(ask(alpha, 'getTotals', { scope: 'group', id: 'p' })).rejects.toMatchObject({
      code: 5,
      details: expect.stringMatching(/^UNKNOWN_SCOPE: /),
    });
    await expect(ask(alpha, 'listFlags', { tier: 'SURE' })).rejects.toMatchObject({
      code: 3,
      details: expect.stringMatching(/^TIER_INVALID: /),
    });
    await expect(ask(alpha, 'whatIf', {})).rejects.toMatchObject({ code: 3, details: expect.stringMatching(/^WHAT_IF_EMPTY: /) });
    await expect(ask(monitor.tokens.provider('alpha', ['usage:write']), 'listFlags')).rejects.toMatchObject({ code: 7 });
    await expect(ask('nobody', 'listFlags')).rejects.toMatchObject({ code: 16 });
    const failed = new Promise((resolve) =>
      stream(alpha, { scope: 'party', id: 'p' })
        .on('error', resolve)
        .on('data', () => undefined),
    );
    expect(await failed).toMatchObject({ code: 5, details: expect.stringMatching(/^UNKNOWN_SCOPE: /) });
  });
});

async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !holds(); await new Promise((resolve) => setTimeout(resolve, 20)))
    if (Date.now() > end) throw new Error('it did not come to hold');
}
