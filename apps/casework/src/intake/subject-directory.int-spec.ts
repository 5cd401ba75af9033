import type { CaseScope } from '@tidemark/domain';
import { Transactions } from '@tidemark/persistence';
import { type CaseworkUnderTest, startCasework } from '../../test/casework.fixture.js';
import { controls, linked, resolved, standing, tellCustomers } from '../../test/intake.fixture.js';
import { FoldedSubjects } from './folded-subjects.js';
import { IdentityFacts } from './identity-facts.port.js';
import { IdentityFold } from './identity-fold.js';
import { SubjectDirectory } from './subject-directory.js';

const NOW = Date.UTC(2026, 0, 1);
const account: CaseScope = { kind: 'account', provider: 'north', id: 'acme' };
const group = (id: string): CaseScope => ({ kind: 'group', id, controlRule: 'control' });

describe('who stands behind a subject', () => {
  let casework: CaseworkUnderTest;
  beforeAll(async () => {
    casework = await startCasework();
    await tellCustomers(casework, [
      standing('c-acme', 'north'),
      linked('north', 'acme', 'c-acme'),
      resolved('c-acme', 'north', 'p-acme'),
      resolved('c-south', 'south', 'p-acme'),
    ]);
    await tellCustomers(casework, [linked('north', 'later', 'c-acme', NOW)], 'laura');
    await tellCustomers(casework, [resolved('c-alone', 'north', 'p-alone')], 'customer-registry');
    await tellCustomers(casework, [
      resolved('c-holding', 'north', 'p-holding'),
      resolved('c-top', 'north', 'p-top'),
      controls('north', 'c-holding', 'c-below', NOW),
      controls('north', 'c-top', 'c-holding', NOW),
    ]);
  }, 60_000);
  afterAll(() => casework?.stop());

  const asking = <Answer>(ask: (directory: SubjectDirectory, tx: Parameters<SubjectDirectory['customersOf']>[0]) => Promise<Answer>) =>
    casework.part(Transactions).read({ oversight: true }, (tx) => ask(casework.part(SubjectDirectory), tx));
  const widest = (scope: CaseScope, atMs = NOW) => asking((directory, tx) => directory.widestOf(tx, scope, atMs));
  const customers = (scope: CaseScope, atMs = NOW) => asking((directory, tx) => directory.customersOf(tx, scope, atMs));

  it('is the widest group, else the party, else the scope itself', async () => {
    expect(await widest(account)).toEqual([{ kind: 'party', id: 'p-acme' }]);
    expect(await widest({ kind: 'customer', provider: 'north', id: 'c-below' })).toEqual([group('p-top')]);
    expect(await widest(group('p-holding'))).toEqual([group('p-top')]);
    expect(await widest({ kind: 'account', provider: 'north', id: 'nobody-knows' })).toEqual([
      { kind: 'account', provider: 'north', id: 'nobody-knows' },
    ]);
    expect(await widest({ kind: 'cluster', provider: 'north', id: 'hall-1' })).toEqual([
      { kind: 'cluster', provider: 'north', id: 'hall-1' },
    ]);
  });

  it('is asked as of a moment', async () => {
    expect(await widest({ kind: 'customer', provider: 'north', id: 'c-below' }, NOW - 1)).toEqual([{ kind: 'party', id: 'c-below' }]);
    expect(await widest({ kind: 'account', provider: 'north', id: 'later' }, NOW - 1)).toMatchObject([{ kind: 'account' }]);
  });

  it('names the records of a party at every provider, and of a group all of its parties', async () => {
    expect(await customers(account)).toEqual([{ customer: 'c-acme', provider: 'north' }]);
    expect(await customers({ kind: 'party', id: 'p-acme' })).toEqual([
      { customer: 'c-acme', provider: 'north' },
      { customer: 'c-south', provider: 'south' },
    ]);
    expect((await customers(group('p-top'))).map(({ customer }) => customer)).toEqual(['c-below', 'c-holding', 'c-top']);
    expect(await customers({ kind: 'cluster', provider: 'north', id: 'hall-1' })).toEqual([]);
  });

  it('knows everything above and inside', async () => {
    expect(await asking((directory, tx) => directory.aboveOf(tx, account, NOW))).toEqual([
      account,
      { kind: 'customer', provider: 'north', id: 'c-acme' },
      { kind: 'party', id: 'p-acme' },
    ]);
    const inside = await asking((directory, tx) => directory.insideOf(tx, { kind: 'party', id: 'p-acme' }, NOW));
    expect(inside).toContainEqual(account);
    expect(inside).toContainEqual({ kind: 'customer', provider: 'south', id: 'c-south' });
  });

  it('counts everybody who recorded a fact about a record as its analyst, and the registry itself not', async () => {
    const analysts = (...of: string[]) => asking((directory, tx) => directory.analystsOf(tx, of));
    expect([...(await analysts('c-acme'))].sort()).toEqual(['laura', 'registry-analyst']);
    expect([...(await analysts('c-alone', 'c-unknown'))]).toEqual([]);
  });

  it('asks the database once in a transaction, however many flags of a case are asked about', async () => {
    const asked: string[] = [];
    await asking(async (directory, tx) => {
      const counting: typeof tx = {
        query: (sql, parameters) => {
          asked.push(sql);
          return tx.query(sql, parameters);
        },
      };
      for (let n = 0; n < 100; n++) await directory.customersOf(counting, account, NOW - n);
    });
    expect(asked).toHaveLength(1);
  });

  it('is the same in an instance that took none of the facts', async () => {
    const facts = casework.part(IdentityFacts);
    const transactions = casework.part(Transactions);
    const other = new FoldedSubjects(new IdentityFold(facts, transactions), facts);
    expect(await transactions.read({ oversight: true }, (tx) => other.widestOf(tx, group('p-holding'), NOW))).toEqual([group('p-top')]);
  });

  it('takes a fact that is told twice once, and puts aside what is none', async () => {
    const [before] = await casework.everything<{ n: string }>('select count(*) as n from identity_fact');
    const again = (await casework.eventLog.read('customer.v1', 0, 0n, 3)).map(({ value }) => ({ key: 'registry', value, partition: 0 }));
    await casework.eventLog.append('customer.v1', [...again, { key: 'registry', value: Buffer.from([255, 255]), partition: 0 }]);
    await tellCustomers(casework, [standing('c-new', 'north')]);
    const [after] = await casework.everything<{ n: string }>('select count(*) as n from identity_fact');
    expect(Number(after!.n)).toBe(Number(before!.n) + 1);
    expect(await customers(account)).toHaveLength(1);
  });
});
