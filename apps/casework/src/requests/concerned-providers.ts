import type { CaseScope, CaseState } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import type { SubjectDirectory } from '../intake/subject-directory.js';

/**
 * Providers that have to do with what a case is about: of its subject and of its flags, by name or because a customer of theirs is inside, now or
 * when the flag's number was passed. To ask any other would tell it of a case that is none of its business.
 */
export async function concernedProviders(subjects: SubjectDirectory, tx: Transaction, state: CaseState, nowMs: number): Promise<string[]> {
  const flags = [...state.flags.values()].filter(({ withdrawn }) => !withdrawn);
  const scopes: readonly { scope: CaseScope; atMs: number }[] = [
    { scope: state.subject, atMs: nowMs },
    ...flags.flatMap(({ scope, momentMs }) => [
      { scope, atMs: nowMs },
      { scope, atMs: momentMs },
    ]),
  ];
  const providers = new Set<string>();
  for (const { scope, atMs } of scopes) {
    if (scope.provider !== undefined) providers.add(scope.provider);
    for (const { provider } of await subjects.customersOf(tx, scope, atMs)) providers.add(provider);
  }
  return [...providers].sort();
}
