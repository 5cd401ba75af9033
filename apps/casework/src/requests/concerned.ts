import { type CaseState, type Concerned, scopeKeyOf } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import type { SubjectDirectory } from '../intake/subject-directory.js';

/**
 * Providers and customer records that have to do with what a case is about: of its subject and of its flags, by name or because they are inside,
 * now or when the flag's number was passed. To ask any other provider, or about a customer of another, would tell of what is none of its business.
 */
export async function concernedIn(subjects: SubjectDirectory, tx: Transaction, state: CaseState, nowMs: number): Promise<Concerned> {
  const flags = [...state.flags.values()].filter(({ withdrawn }) => !withdrawn);
  const asked = [
    { scope: state.subject, atMs: nowMs },
    ...flags.flatMap(({ scope, momentMs }) => [nowMs, momentMs].map((atMs) => ({ scope, atMs }))),
  ];
  const providers = new Set<string>();
  const customers = new Map<string, string>();
  // Rules and tiers raise many flags about one scope.
  for (const { scope, atMs } of new Map(asked.map((one) => [`${scopeKeyOf(one.scope)} ${one.atMs}`, one])).values()) {
    if (scope.provider !== undefined) providers.add(scope.provider);
    if (scope.kind === 'customer' && scope.provider !== undefined) customers.set(scope.id, scope.provider);
    for (const { customer, provider } of await subjects.customersOf(tx, scope, atMs)) {
      providers.add(provider);
      customers.set(customer, provider);
    }
  }
  return { providers: [...providers].sort(), customers };
}
