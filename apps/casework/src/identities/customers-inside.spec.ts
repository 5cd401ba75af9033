import type { CaseScope, CaseState } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import type { SubjectDirectory } from '../intake/subject-directory.js';
import { customersInside } from './customers-inside.js';

const account = (id: string): CaseScope => ({ kind: 'account', provider: 'north', id });
const tx = {} as Transaction;
const NOW = 1_000;

/** The account `shared` was old's until 500, and is new's since. */
const subjects: Pick<SubjectDirectory, 'customersOf'> = {
  customersOf: async (_, { id }, atMs) => [{ customer: id === 'shared' ? (atMs < 500 ? 'old' : 'new') : `of-${id}`, provider: 'north' }],
};

type Flag = CaseState['flags'] extends ReadonlyMap<string, infer One> ? One : never;
const flag = (id: string, momentMs: number, withdrawn = false) => ({ scope: account(id), momentMs, withdrawn }) as Flag;
const inside = (subject: CaseScope, ...flags: Flag[]) =>
  customersInside(subjects as SubjectDirectory, tx, { subject, flags: new Map(flags.map((one, n) => [String(n), one])) }, NOW);

describe('the customers inside a case', () => {
  it('are those of its subject now, and those of each flag when it crossed', async () => {
    expect(await inside(account('shared'))).toEqual(new Set(['new']));
    expect(await inside(account('shared'), flag('shared', 100), flag('other', 100))).toEqual(new Set(['new', 'old', 'of-other']));
  });

  it('are not those of a flag that was withdrawn', async () =>
    expect(await inside(account('shared'), flag('shared', 100, true))).toEqual(new Set(['new'])));
});
