import { randomUUID } from 'node:crypto';
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { PostedBatchSchema, UseSignal_Kind, UseSignal_Scope, UseSignalSchema } from '@tidemark/contracts';
import { type BatchContext, type IncomingBatch, TOPICS } from '@tidemark/messaging';
import { type RegistryUnderTest, startCustomerRegistry } from '../../test/registry.fixture.js';
import { AccountsConsumer } from '../links/accounts.consumer.js';
import { UseSignalsConsumer } from './use-signals.consumer.js';

const ANA = 'ana:compliance-analyst:north';
const SUE = 'sue:compliance-analyst:south';
const HOUR = 3_600_000;
const MARCH = Date.UTC(2025, 2, 1);

describe('what the registry hears', () => {
  let registry: RegistryUnderTest;
  let offset = 0n;
  const deadLetters: string[] = [];
  const context: BatchContext = {
    isStale: () => false,
    heartbeat: async () => undefined,
    deadLetter: async (_, reason) => void deadLetters.push(reason),
  };

  beforeAll(async () => {
    registry = await startCustomerRegistry();
  }, 60_000);
  afterEach(() => deadLetters.splice(0));
  afterAll(() => registry?.stop());

  const onboard = async (as = ANA) =>
    (await registry.call(as, 'POST', '/v1/customers', { body: { kind: 'LEGAL', names: [{ text: 'Fjordlys Regnekraft AS' }] } })).body.id;
  const link = (account: string, customer: string, from: string) =>
    registry.call(ANA, 'POST', '/v1/links', { body: { account, customer, from, evidence: { kind: 'DECLARED' } } });
  const batch = (topic: string, values: Uint8Array[], partition = 0): IncomingBatch => ({
    topic,
    partition,
    messages: values.map((value) => ({ offset: offset++, key: undefined, value: Buffer.from(value), headers: {}, timestampMs: 0 })),
    endOffset: offset,
  });
  const signal = (more: MessageInitShape<typeof UseSignalSchema> = {}) =>
    toBinary(
      UseSignalSchema,
      create(UseSignalSchema, {
        id: randomUUID(),
        kind: UseSignal_Kind.BAND_REACHED,
        scope: UseSignal_Scope.CUSTOMER,
        provider: 'north',
        band: 'identity',
        hourMs: BigInt(MARCH),
        totalFlop: `1${'0'.repeat(22)}`,
        ...more,
      }),
    );
  const hear = (incoming: IncomingBatch) => registry.part(UseSignalsConsumer).hear(incoming, context);
  const asks = async (customer: string) =>
    (await registry.facts()).flatMap(({ fact }) =>
      fact.case === 'revalidationAsked' && fact.value.customer === customer ? [fact.value] : [],
    );

  it('asks for a re-validation, once, however often the signal comes', async () => {
    const customer = await onboard();
    const id = randomUUID();
    const incoming = batch(TOPICS.use, [signal({ id, subject: customer })]);
    await hear(incoming);
    await hear(incoming);
    await hear(batch(TOPICS.use, [signal({ id, subject: customer })]));
    expect(await asks(customer)).toMatchObject([{ signal: id, reason: 1 }]);
    expect((await registry.call(ANA, 'GET', `/v1/customers/${customer}`)).body).toMatchObject({ revalidation: expect.any(String) });
  });

  it('gathers several signals in the one ask that is open', async () => {
    const customer = await onboard();
    await hear(
      batch(TOPICS.use, [signal({ subject: customer }), signal({ subject: customer, kind: UseSignal_Kind.GROWTH_SIXFOLD, band: '' })]),
    );
    const found = await asks(customer);
    expect(found).toHaveLength(2);
    expect(new Set(found.map(({ ask }) => ask)).size).toBe(1);
  });

  it('finds the customer whose the account was when it became true', async () => {
    const [before, after] = [await onboard(), await onboard()];
    await link('heard-1', before, '2025-01-01');
    const body = { account: 'heard-1', from: before, to: after, at: '2025-03-01', evidence: { kind: 'DECLARED' } };
    expect((await registry.call(ANA, 'POST', '/v1/links/transfers', { body })).status).toBe(201);
    const of = (hourMs: number) => signal({ scope: UseSignal_Scope.ACCOUNT, subject: 'heard-1', hourMs: BigInt(hourMs) });
    await hear(batch(TOPICS.use, [of(MARCH - HOUR)]));
    expect([(await asks(before)).length, (await asks(after)).length]).toEqual([1, 0]);
    await hear(batch(TOPICS.use, [of(MARCH)]));
    expect([(await asks(before)).length, (await asks(after)).length]).toEqual([1, 1]);
  });

  it('finds every record of a party, at each provider', async () => {
    const [mine, theirs] = [await onboard(), await onboard(SUE)];
    await registry.settled();
    const judged = await registry.call('zoe:compliance-analyst', 'POST', '/v1/parties/judgements', {
      body: { left: mine, right: theirs, judgement: 'SAME', reason: 'The same company by its accounts.' },
    });
    expect(judged.status).toBeLessThan(300);
    await registry.settled();
    const [row] = await registry.everything<{ party: string }>('select current_party as party from party_record where record = $1', [mine]);
    await hear(batch(TOPICS.use, [signal({ scope: UseSignal_Scope.PARTY, provider: '', subject: row!.party })]));
    expect([(await asks(mine)).length, (await asks(theirs)).length]).toEqual([1, 1]);
  });

  it('keeps what finds nobody, and never asks at another provider', async () => {
    const theirs = await onboard(SUE);
    await hear(
      batch(TOPICS.use, [
        signal({ subject: theirs }),
        signal({ subject: 'no-uuid' }),
        signal({ scope: UseSignal_Scope.ACCOUNT, kind: UseSignal_Kind.UNLINKED_ABOVE_BAND, subject: 'nobodys' }),
      ]),
    );
    expect(await asks(theirs)).toEqual([]);
    const kept = await registry.everything(`select customers from use_signal where subject in ($1, 'no-uuid', 'nobodys')`, [theirs]);
    expect(kept).toEqual([{ customers: [] }, { customers: [] }, { customers: [] }]);
  });

  it('puts aside what is no signal and hears the rest', async () => {
    const customer = await onboard();
    await hear(
      batch(TOPICS.use, [
        Buffer.from('no protobuf'),
        signal({ subject: customer, kind: UseSignal_Kind.KIND_UNSPECIFIED }),
        signal({ subject: '' }),
        signal({ subject: customer, totalFlop: 'much' }),
        signal({ subject: customer }),
      ]),
    );
    expect(deadLetters).toHaveLength(4);
    expect(await asks(customer)).toHaveLength(1);
  });

  it('learns the accounts of postings, and lists those that are nobody’s', async () => {
    const customer = await onboard();
    await link('seen-1', customer, '2025-01-01');
    const hours = [MARCH / HOUR, MARCH / HOUR + 5, MARCH / HOUR - 7].map(BigInt);
    const postings = (names: string[]) =>
      toBinary(PostedBatchSchema, create(PostedBatchSchema, { names, provider: [1, 1, 1], account: [2, 3, 2], hour: hours }));
    const consumer = registry.part(AccountsConsumer);
    const incoming = batch(TOPICS.posted, [postings(['', 'north', 'seen-1', 'seen-2']), Buffer.from('no protobuf')], 3);
    await consumer.learn(incoming, context);
    await consumer.learn(incoming, context);
    await consumer.learn(batch(TOPICS.posted, [postings(['', 'south', 'seen-3', 'seen-4'])], 4), context);
    expect(deadLetters.length).toBeGreaterThan(0);
    const list = async (query: string, as = ANA) => (await registry.call(as, 'GET', `/v1/accounts${query}`)).body.items;
    expect(await list('')).toMatchObject([
      { account: 'seen-1', customer, firstUseHour: new Date(MARCH - 7 * HOUR).toISOString() },
      { account: 'seen-2', firstUseHour: new Date(MARCH + 5 * HOUR).toISOString() },
    ]);
    expect((await list('?linked=false')).map(({ account }: { account: string }) => account)).toEqual(['seen-2']);
    expect((await list('?linked=true&asOf=2024-01-01')).length).toBe(0);
    expect((await list('?linked=false&limit=1', 'zoe:compliance-analyst'))[0].account).toBe('north/seen-2');
    expect((await list('', SUE)).map(({ account }: { account: string }) => account)).toEqual(['seen-3', 'seen-4']);
  });

  it('stands where it stood: positions move with what was taken, and never back', async () => {
    const consumer = registry.part(UseSignalsConsumer);
    const [early, late] = [batch(TOPICS.use, [signal({ subject: 'x' })], 7), batch(TOPICS.use, [signal({ subject: 'x' })], 7)];
    await hear(late);
    await hear(early);
    expect(await consumer.from(TOPICS.use, 7)).toBe(late.messages[0]!.offset + 1n);
    expect(await consumer.from(TOPICS.use, 99)).toBeUndefined();
  });
});
