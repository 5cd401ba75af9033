import { randomUUID } from 'node:crypto';
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { type Caller, SCOPES } from '@tidemark/access';
import { casework } from '@tidemark/contracts';
import type { IdentitySection } from '@tidemark/domain';
import { type BatchContext, TOPICS } from '@tidemark/messaging';
import { type RegistryUnderTest, startCustomerRegistry } from '../../test/registry.fixture.js';
import { CaseFactsConsumer } from './case-facts.consumer.js';
import { ReleaseIdentityHandler } from './release-identity.handler.js';

const ANA = 'ana:compliance-analyst:north';
const LEA = 'lea:compliance-lead:north';
const SUE_LEAD = 'sue:compliance-lead:south';
const AUDITOR = 'eva:auditor:';
const DAY = 86_400_000;

const regulator = (person: string | undefined, subject = `${person}-account`): Caller => ({
  subject,
  person,
  provider: undefined,
  role: 'regulator-reviewer',
  scopes: new Set(SCOPES),
});
const ROSA = regulator('rosa');

type Fact = NonNullable<MessageInitShape<typeof casework.CaseFactSchema>['fact']>;

describe('identity released to a case', () => {
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
  afterAll(() => registry?.stop());

  const hearAt = (from: bigint, values: Uint8Array[]) =>
    registry.part(CaseFactsConsumer).hear(
      {
        topic: TOPICS.case,
        partition: 0,
        messages: values.map((value, n) => ({
          offset: from + BigInt(n),
          key: undefined,
          value: Buffer.from(value),
          headers: {},
          timestampMs: 0,
        })),
        endOffset: from + BigInt(values.length),
      },
      context,
    );
  const bytesOf = (caseId: string, fact: Fact) =>
    toBinary(
      casework.CaseFactSchema,
      create(casework.CaseFactSchema, { id: randomUUID(), case: caseId, knownAtMs: BigInt(registry.clock.nowMs), fact }),
    );
  const hear = async (caseId: string, ...facts: Fact[]) => {
    await hearAt(
      offset,
      facts.map((fact) => bytesOf(caseId, fact)),
    );
    offset += BigInt(facts.length);
  };
  const onboard = async (text = 'Fjordlys Regnekraft AS', more: object = {}) => {
    const profile = {
      kind: 'LEGAL',
      names: [{ text, kind: 'LEGAL' }],
      addresses: [{ kind: 'REGISTERED', lines: ['1 Quay'], country: 'NO' }],
      businessPurpose: 'Turbine simulation',
      ...more,
    };
    const { status, body } = await registry.call(ANA, 'POST', '/v1/customers', { body: profile });
    expect([status, body.code]).toEqual([201, undefined]);
    return body.id as string;
  };
  const granted = (customers: string[], more: Partial<MessageInitShape<typeof casework.AccessGrantedSchema>> = {}) => {
    const grant = randomUUID();
    const value = {
      grant,
      customers,
      fields: ['NAMES', 'OWNERS', 'PURPOSE'],
      persons: ['rosa'],
      fromMs: BigInt(registry.clock.nowMs),
      untilMs: BigInt(registry.clock.nowMs + DAY),
      ...more,
    };
    return { grant, fact: { case: 'accessGranted', value } as Fact };
  };
  const release = async (
    caller: Caller,
    { grant, caseId, customer, fields = ['NAMES'] }: { grant: string; caseId: string; customer: string; fields?: IdentitySection[] },
  ) => {
    const answer = await registry.part(ReleaseIdentityHandler).release(caller, { grant, caseId, customer, fields, purpose: 'who runs it' });
    if ('refused' in answer) return answer.refused.code;
    return Object.fromEntries(answer.sections.map(({ field, json }) => [field, JSON.parse(Buffer.from(json).toString())]));
  };
  const readsOf = async (as: string, query: string) => (await registry.call(as, 'GET', `/v1/identity-reads?${query}`)).body.items;

  /** A case with a grant to rosa for one customer. */
  const caseWithGrant = async () => {
    const caseId = randomUUID();
    const customer = await onboard();
    const { grant, fact } = granted([customer]);
    await hear(caseId, fact);
    return { caseId, customer, grant };
  };

  it('shows what the grant opens to the person it names, from whichever of her accounts, and nothing beside', async () => {
    const wanted = await caseWithGrant();
    expect(await release(ROSA, { ...wanted, fields: ['NAMES', 'PURPOSE'] })).toEqual({
      NAMES: {
        kind: 'LEGAL',
        names: [expect.objectContaining({ value: { text: 'Fjordlys Regnekraft AS', kind: 'LEGAL', script: 'Latn' } })],
      },
      PURPOSE: { businessPurpose: expect.objectContaining({ value: 'Turbine simulation' }) },
    });
    expect(await release(regulator('rosa', 'second-account'), wanted)).toMatchObject({ NAMES: { kind: 'LEGAL' } });
  });

  it('is logged before it is shown, for good, with who, what and why', async () => {
    const { caseId, customer, grant } = await caseWithGrant();
    await release(ROSA, { caseId, customer, grant, fields: ['NAMES', 'PURPOSE'] });
    expect(await readsOf(AUDITOR, `customer=${customer}`)).toMatchObject([
      { what: `case/${caseId}/NAMES,PURPOSE`, reader: 'rosa', readerProvider: null, role: 'regulator-reviewer', purpose: 'who runs it' },
    ]);
    const rows = await registry.everything<{ row: string }>('select r::text as row from identity_read r');
    expect(rows.filter(({ row }) => /who runs|Fjordlys/.test(row))).toEqual([]);
  });

  it('is not shown when it cannot be logged', async () => {
    const wanted = await caseWithGrant();
    const refuse = `create trigger no_log before insert on identity_read for each row when (new.case_id is not null) execute function refuse_to_change_facts()`;
    await registry.everything(refuse);
    await expect(release(ROSA, wanted)).rejects.toThrow();
    await registry.everything('drop trigger no_log on identity_read');
    expect(await release(ROSA, wanted)).toMatchObject({ NAMES: {} });
  });

  it('is shown on no other grant: not of another person, case, customer or section, nor before it is heard, nor to a machine', async () => {
    const { caseId, customer, grant } = await caseWithGrant();
    const other = await onboard();
    expect(await release(regulator('olga'), { caseId, customer, grant })).toBe('RELEASE_NOT_GRANTED');
    expect(await release(regulator(undefined, 'rosa'), { caseId, customer, grant })).toBe('RELEASE_NOT_GRANTED');
    expect(await release(ROSA, { caseId: randomUUID(), customer, grant })).toBe('RELEASE_NOT_GRANTED');
    expect(await release(ROSA, { caseId, customer, grant: randomUUID() })).toBe('RELEASE_NOT_GRANTED');
    expect(await release(ROSA, { caseId, customer: other, grant })).toBe('RELEASE_NOT_COVERED');
    expect(await release(ROSA, { caseId, customer, grant, fields: ['NAMES', 'PAYMENT'] })).toBe('RELEASE_NOT_COVERED');
    expect(await readsOf(AUDITOR, `customer=${customer}`)).toEqual([]);
  });

  it('ends by the registry’s own clock, and when it hears that it ended', async () => {
    const first = await caseWithGrant();
    const second = await caseWithGrant();
    const at = BigInt(registry.clock.nowMs);
    await hear(second.caseId, { case: 'accessEnded', value: { grant: second.grant, atMs: at, cause: 'ENDED' } });
    expect(await release(ROSA, second)).toBe('RELEASE_ENDED');
    registry.clock.nowMs += DAY - 1;
    expect(await release(ROSA, first)).toMatchObject({ NAMES: {} });
    registry.clock.nowMs += 1;
    expect(await release(ROSA, first)).toBe('RELEASE_ENDED');
  });

  it('takes a fact that comes twice once, and puts aside what is none', async () => {
    const { caseId, customer, grant } = await caseWithGrant();
    const end = bytesOf(caseId, { case: 'accessEnded', value: { grant, atMs: 1n, cause: 'ENDED' } });
    await hearAt(offset - 1n, [end]);
    expect(await release(ROSA, { caseId, customer, grant })).toMatchObject({ NAMES: {} });
    await hearAt(offset++, [Buffer.from([255, 255, 255])]);
    expect(deadLetters).toHaveLength(1);
    await hearAt(offset++, [end]);
    expect(await release(ROSA, { caseId, customer, grant })).toBe('RELEASE_ENDED');
  });

  it('names the owners, each read of one a logged fact about that one too', async () => {
    const { caseId, customer, grant } = await caseWithGrant();
    const owner = await onboard('Nordavind Holding AS', { related: true });
    const body = { owner, kind: 'SHARES', share: '3/4', from: '2025-01-01', source: 'the register' };
    expect((await registry.call(ANA, 'POST', `/v1/customers/${customer}/owners`, { body })).status).toBe(201);
    const { OWNERS } = (await release(ROSA, { caseId, customer, grant, fields: ['OWNERS'] })) as { OWNERS: { statements: object[] } };
    expect(OWNERS.statements).toMatchObject([
      { owner, share: '3/4', source: 'the register', names: [{ value: { text: 'Nordavind Holding AS' } }] },
    ]);
    expect(await readsOf(AUDITOR, `customer=${owner}`)).toMatchObject([{ what: `case/${caseId}/NAMES`, reader: 'rosa' }]);
  });

  it('is gone by name once the person was erased', async () => {
    const wanted = await caseWithGrant();
    await registry.everything(`update customer set status = 'ERASED', profile = null, reference_mark = null where id = $1 returning id`, [
      wanted.customer,
    ]);
    expect(await release(ROSA, wanted)).toBe('CUSTOMER_ERASED');
    expect(await readsOf(AUDITOR, `customer=${wanted.customer}`)).toEqual([]);
  });

  describe('from the provider’s side', () => {
    /** All that north’s own people and machines can see of a customer. */
    const seen = async (customer: string) => {
      const paths = [
        `/v1/customers/${customer}`,
        `/v1/customers/${customer}/events`,
        `/v1/customers/${customer}/verification`,
        `/v1/customers/${customer}/revalidations`,
        `/v1/customers/${customer}/documents`,
        `/v1/customers?limit=500`,
        `/v1/identity-reads?limit=500`,
        `/v1/identity-reads?reader=rosa`,
        `/v1/identity-reads?reader=authority`,
        `/v1/webhooks`,
      ];
      return Promise.all(
        paths.map(async (path) => {
          const { status, headers, body } = await registry.call(LEA, 'GET', path);
          return [path, status, headers.get('etag'), body];
        }),
      );
    };
    const facts = async () => (await registry.facts()).length;

    it('nothing changes by a grant, a read and its end: no version, fact, webhook, count, id or gap', async () => {
      const caseId = randomUUID();
      const customer = await onboard();
      await registry.call(LEA, 'GET', `/v1/customers/${customer}/identity?purpose=yearly%20check`);
      await registry.settled();
      const [before, factsBefore] = [await seen(customer), await facts()];
      const { grant, fact } = granted([customer]);
      await hear(caseId, fact);
      for (let n = 0; n < 3; n++) await release(ROSA, { caseId, customer, grant });
      await hear(caseId, { case: 'accessEnded', value: { grant, atMs: 1n, cause: 'ENDED' } });
      await registry.settled();
      expect([await seen(customer), await facts()]).toEqual([before, factsBefore]);
      const tasks = await registry.everything('select id from registry_task where subject = $1', [customer]);
      expect(tasks).toEqual([]);
    });

    it('ids and cursors of reads follow no sequence: three reads between two of its own leave no gap', async () => {
      const { caseId, customer, grant } = await caseWithGrant();
      const own = () => registry.call(LEA, 'GET', `/v1/customers/${customer}/identity?purpose=yearly%20check`);
      await own();
      for (let n = 0; n < 3; n++) await release(ROSA, { caseId, customer, grant });
      await own();
      const { items } = (await registry.call(LEA, 'GET', `/v1/identity-reads?customer=${customer}`)).body;
      expect(items).toHaveLength(2);
      const numbers = items.map(({ id }: { id: number }) => id);
      expect(numbers.every((id: number) => Number.isSafeInteger(id))).toBe(true);
      expect(Math.abs(numbers[0] - numbers[1])).toBeGreaterThan(1_000_000);
      const page = (await registry.call(LEA, 'GET', `/v1/identity-reads?customer=${customer}&limit=1`)).body;
      expect(Buffer.from(page.next, 'base64url').toString()).toBe(`[${numbers[0]}]`);
      const next = (await registry.call(LEA, 'GET', `/v1/identity-reads?customer=${customer}&limit=1&cursor=${page.next}`)).body;
      expect(next).toEqual({ items: [items[1]] });
      // Of a read that it may not see it cannot tell whether there is one.
      const [hidden] = await registry.everything<{ key: string }>('select key from identity_read where case_id = $1 limit 1', [caseId]);
      const probe = async (key: string) =>
        (await registry.call(LEA, 'GET', `/v1/identity-reads?cursor=${Buffer.from(`[${key}]`).toString('base64url')}`)).body.code;
      expect([await probe(hidden!.key), await probe('12345')]).toEqual(['CURSOR_INVALID', 'CURSOR_INVALID']);
    });

    it('shows, once it was told, that an authority read: not who, nor in which case, nor why; and of that customer alone', async () => {
      const { caseId, customer, grant } = await caseWithGrant();
      const other = await onboard();
      const second = granted([other]);
      await hear(caseId, second.fact);
      await release(ROSA, { caseId, customer, grant, fields: ['NAMES', 'PURPOSE'] });
      await release(ROSA, { caseId, customer: other, grant: second.grant });
      // The database itself hides them, whatever is asked of it.
      const rows = () =>
        registry.database.transactions.read({ provider: 'north' }, (tx) =>
          tx.query('select customer from identity_read where case_id = $1', [caseId]),
        );
      expect(await rows()).toEqual([]);
      await hear(caseId, { case: 'disclosed', value: { provider: 'north', customers: [customer] } });
      expect(await rows()).toEqual([{ customer }]);
      expect(await readsOf(LEA, `customer=${other}`)).toEqual([]);
      const shown = await readsOf(LEA, `customer=${customer}`);
      expect(shown).toMatchObject([
        { customer, what: 'case/NAMES,PURPOSE', reader: 'authority', readerProvider: null, role: 'authority', purpose: 'by an authority' },
      ]);
      expect(JSON.stringify(shown)).not.toMatch(new RegExp(`${caseId}|rosa|who runs it`));
      expect(await readsOf(LEA, `customer=${customer}&reader=rosa`)).toEqual([]);
      expect(await readsOf(LEA, `customer=${customer}&reader=authority`)).toHaveLength(1);
      // Another case about the same customer is not told by it; nor does another provider see anything.
      const hidden = granted([customer]);
      const hiddenCase = randomUUID();
      await hear(hiddenCase, hidden.fact);
      await release(ROSA, { caseId: hiddenCase, customer, grant: hidden.grant });
      expect(await readsOf(LEA, `customer=${customer}`)).toHaveLength(1);
      expect(await readsOf(SUE_LEAD, '')).toEqual([]);
      expect(await readsOf(AUDITOR, `customer=${customer}`)).toHaveLength(2);
    });
  });
});
