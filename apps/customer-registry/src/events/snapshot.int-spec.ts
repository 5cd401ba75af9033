import { type RegistryUnderTest, startCustomerRegistry } from '../../test/registry.fixture.js';
import { PostgresRegisteredIdentity } from '../postgres/registered-identity.postgres.js';
import { CustomerFacts } from './customer-facts.port.js';
import { rebuildIdentity } from './rebuild-identity.js';
import { type SnapshotPart, SnapshotQuery } from './snapshot.query.js';

const ANA = 'ana:compliance-analyst:north';
const SUE = 'sue:compliance-analyst:south';
const evidence = { kind: 'DECLARED' };

describe('those who come late', () => {
  let registry: RegistryUnderTest;
  let customers: string[];

  beforeAll(async () => {
    registry = await startCustomerRegistry();
    customers = [];
    for (const as of [ANA, ANA, ANA, SUE]) customers.push(await onboard(as));
    const [ada, bo, owner] = customers as [string, string, string, string];
    const link = await registry.call(ANA, 'POST', '/v1/links', { body: { account: 'a-1', customer: ada, from: '2025-01-01', evidence } });
    await registry.call(ANA, 'POST', `/v1/links/${link.body.id}/end`, { body: { at: '2025-06-01', reason: 'They left.' } });
    await registry.call(ANA, 'POST', '/v1/links', {
      body: { account: 'a-2', customer: ada, from: '2025-01-01', to: '2025-12-01', evidence },
    });
    await registry.call(ANA, 'POST', '/v1/links/transfers', { body: { account: 'a-2', from: ada, to: bo, at: '2025-03-01', evidence } });
    await registry.call(ANA, 'PUT', '/v1/resellers/a-2', { body: { from: '2025-01-01', subAccounts: ['a-3'] } });
    const owned = await registry.call(ANA, 'POST', `/v1/customers/${ada}/owners`, {
      body: { owner, kind: 'SHARES', share: '1/3', from: '2025-01-01', source: 'customer' },
    });
    expect(owned.status).toBe(201);
    await registry.settled();
  }, 60_000);
  afterAll(() => registry?.stop());

  const onboard = async (as: string) =>
    (await registry.call(as, 'POST', '/v1/customers', { body: { kind: 'LEGAL', names: [{ text: 'Fjordlys Regnekraft AS' }] } })).body.id;
  const parts = async (after = 0n, currentOnly = false) => {
    const all: SnapshotPart[] = [];
    for await (const part of registry.part(SnapshotQuery).parts({ after, currentOnly })) all.push(part);
    return all;
  };
  const sources = () => ({
    transactions: registry.database.transactions,
    facts: registry.part(CustomerFacts),
    registered: new PostgresRegisteredIdentity(),
    eventLog: registry.eventLog,
  });

  it('are given what customer.v1 gives from its beginning, as of one sequence', async () => {
    const [only, ...more] = await parts();
    expect(more).toEqual([]);
    const facts = await registry.facts();
    expect(only!.events).toEqual(facts);
    expect(only!.asOfSequence).toBe(facts.at(-1)!.sequence);
    expect(facts.map(({ sequence }) => sequence)).toEqual(facts.map((_, i) => BigInt(i + 1)));
  });

  it('may go on from what they know, and be given only what still stands', async () => {
    const [whole] = await parts();
    const [rest] = await parts(3n);
    expect(rest!.events).toEqual(whole!.events.slice(3));
    expect(await parts(whole!.asOfSequence)).toEqual([{ ...whole, events: [] }]);
    await registry.call(ANA, 'PUT', '/v1/resellers/a-2', { body: { from: '2025-01-01', subAccounts: [] }, headers: { 'if-match': '"1"' } });
    const [current] = await parts(0n, true);
    const resellers = current!.events.flatMap(({ fact }) => (fact.case === 'reseller' ? [fact.value.subAccounts] : []));
    expect(resellers).toEqual([[]]);
    expect(current!.events.length).toBe((await parts())[0]!.events.length - 1);
  });

  it('rebuild from nothing what the tables say; a table that was tampered with is found', async () => {
    await registry.facts();
    const agreed = await rebuildIdentity(sources());
    expect(agreed.map(({ differences }) => differences)).toEqual([[], []]);
    expect(agreed[0]!.checked).toBeGreaterThanOrEqual(4 + 3 + 1 + 1 + 4);
    await registry.everything(`update customer set level = 'ENHANCED' where id = $1`, [customers[0]]);
    const [kept, carried] = await rebuildIdentity(sources());
    expect(kept!.differences).toMatchObject([{ name: `customer/${customers[0]}`, stands: expect.stringContaining('ENHANCED') }]);
    expect(carried!.differences).toEqual(kept!.differences);
    await registry.everything(`update customer set level = 'NONE' where id = $1`, [customers[0]]);
  });

  it('hold nothing of anybody’s name', async () => {
    const rows = await registry.everything<{ value: Buffer }>('select value from customer_fact');
    for (const { value } of rows) expect(value.toString('latin1')).not.toMatch(/Fjordlys|They left/);
  });
});
