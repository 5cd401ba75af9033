import { randomUUID } from 'node:crypto';
import { type CaseworkUnderTest, startCasework } from '../../test/casework.fixture.js';

const ROSA = 'rosa:regulator-reviewer';

describe('facts on case.v1', () => {
  let casework: CaseworkUnderTest;
  beforeAll(async () => {
    casework = await startCasework();
  }, 60_000);
  afterAll(() => casework?.stop());

  const open = async (key = randomUUID(), customer = randomUUID()) => {
    const body = { matter: 'IDENTITY', subject: { kind: 'customer', provider: 'north', id: customer }, reason: 'Heard of Fjordlys' };
    return (await casework.call(ROSA, 'POST', '/v1/cases', { body, headers: { 'idempotency-key': key } })).body.case as string;
  };
  const triage = (id: string) => casework.call(ROSA, 'POST', `/v1/cases/${id}/triage`, { body: { reason: 'Fjordlys again' } });

  it('say each thing once and in the order of commit, however many decide at once', async () => {
    const cases = await Promise.all(Array.from({ length: 24 }, () => open()));
    // Two triage each case: one of them is refused, and nothing is said of it.
    await Promise.all(cases.flatMap((id) => [triage(id), triage(id)]));
    const facts = await casework.facts();
    expect(facts.map(({ sequence }) => sequence)).toEqual(facts.map((_, n) => BigInt(n + 1)));
    expect(new Set(facts.map(({ id }) => id)).size).toBe(facts.length);
    const known = facts.map(({ knownAtMs }) => knownAtMs);
    expect([...known].sort((a, b) => Number(a - b))).toEqual(known);
    for (const id of cases) expect(facts.filter((fact) => fact.case === id).map(({ fact }) => fact.case)).toEqual(['opened', 'stage']);
  });

  it('are said in the transaction that decides: what was refused or repeated adds none', async () => {
    const before = (await casework.facts()).length;
    const [key, customer] = [randomUUID(), randomUUID()];
    const id = await open(key, customer);
    expect(await open(key, customer)).toBe(id);
    await triage(id);
    expect(await triage(id)).toMatchObject({ status: 409 });
    expect((await casework.facts()).length).toBe(before + 2);
  });

  it('hold no known time that falls when the clock was set back', async () => {
    casework.clock.nowMs -= 3_600_000;
    await open();
    const known = (await casework.facts()).map(({ knownAtMs }) => knownAtMs);
    expect(known.at(-1)).toBe(known.at(-2));
    casework.clock.nowMs += 3_600_000;
  });

  it('hold nothing that is sealed', async () => {
    await casework.facts();
    const messages = await casework.eventLog.read('case.v1', 0, 0n, 100_000);
    expect(messages.length).toBeGreaterThan(0);
    expect(messages.filter(({ value }) => Buffer.from(value).includes('Fjordlys'))).toEqual([]);
  });
});
