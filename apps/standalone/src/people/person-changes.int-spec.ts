import { fromBinary } from '@bufbuild/protobuf';
import { people } from '@tidemark/contracts';
import { IssuerWorld } from '../../test/issuer-world.fixture.js';

describe('what is told of a person', () => {
  let world: IssuerWorld;
  beforeAll(async () => {
    world = await IssuerWorld.started();
  }, 60_000);
  afterAll(() => world?.stop());

  const told = async (person: string) => {
    const rows = await world.database.transactions.run((tx) =>
      tx.query<{ topic: string; key: string; value: Buffer }>('select topic, key, value from outbox where key = $1 order by id', [person]),
    );
    return rows.map(({ topic, value }) => ({ topic, ...fromBinary(people.PersonChangedSchema, value) }));
  };

  it('is every change of role, authority and standing, once and without a name; a refused one is not', async () => {
    const { people: kept } = world.stores;
    const by = { actor: 'admin', nowMs: 1_000 };
    const invited = await kept.command(
      { username: 'rut' },
      { do: 'invite', username: 'rut', name: 'Rut Holm', role: 'regulator-reviewer' },
      by,
    );
    if ('refused' in invited) throw new Error(invited.refused.code);
    const { id } = invited.person;
    await kept.command({ id }, { do: 'change', role: 'regulator-lead', authority: 'northern-office' }, { ...by, nowMs: 2_000 });
    await kept.command({ id }, { do: 'disable', reason: 'Left' }, { ...by, nowMs: 3_000 });
    await kept.command({ id }, { do: 'disable', reason: 'Again' }, { ...by, nowMs: 4_000 });
    await kept.command({ id }, { do: 'enable', reason: 'Back' }, { ...by, nowMs: 5_000 });
    await kept.record(id, { kind: 'RECOVERY_CODE_USED' }, by);
    const facts = await told(id);
    expect(facts).toMatchObject([
      { topic: 'person.v1', person: id, role: 'regulator-reviewer', authority: '', provider: '', status: 'invited', knownAtMs: 1_000n },
      { role: 'regulator-lead', authority: 'northern-office', status: 'invited', knownAtMs: 2_000n },
      { status: 'disabled', knownAtMs: 3_000n },
      { status: 'active', knownAtMs: 5_000n },
    ]);
    expect(new Set(facts.map((fact) => fact.id)).size).toBe(4);
    expect(facts.map(({ sequence }) => sequence)).toEqual([...facts.map(({ sequence }) => sequence)].sort((a, b) => Number(a - b)));
    expect(JSON.stringify(facts, (_, value) => (typeof value === 'bigint' ? String(value) : value))).not.toContain('Rut');
  });
});
